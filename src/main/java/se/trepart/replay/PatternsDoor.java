package se.trepart.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** {@code /api/replays/{id}/patterns}: what a dry run found, grouped, without anybody's values. */
@RestController
class PatternsDoor {
    private final Plans plans;
    private final Replays replays;
    private final JdbcTemplate jdbc;

    PatternsDoor(Plans plans, Replays replays, JdbcTemplate jdbc) {
        this.plans = plans;
        this.replays = replays;
        this.jdbc = jdbc;
    }

    @GetMapping("/api/replays/{id}/patterns")
    ResponseEntity<byte[]> patterns(@PathVariable String id) {
        var plan =
                Optional.of(id)
                        .filter(number -> number.matches("\\d{1,18}"))
                        .flatMap(number -> plans.find(Long.parseLong(number)))
                        .orElseThrow(() -> new FaultException(FaultCode.TRP_501, "id", ""));
        if (plan.summary() == null) {
            throw Replays.notNow("the plan is " + plan.state());
        }
        var set = replays.mapping(plan.mappingVersion());
        var answer = JsonNodeFactory.instance.objectNode().put("id", plan.id());
        answer.set("patterns", new Patterns(jdbc, plan).of(set));
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .body(answer.toString().getBytes(StandardCharsets.UTF_8));
    }
}
