package se.trepart.operator;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import se.trepart.fault.FaultJson;
import se.trepart.mapping.Mappings;

/**
 * {@code /api/mappings}: the version in force and since when, and what was wrong with the last one
 * that was refused.
 */
@RestController
class MappingsDoor {
    private final Mappings mappings;

    MappingsDoor(Mappings mappings) {
        this.mappings = mappings;
    }

    @GetMapping("/api/mappings")
    ResponseEntity<byte[]> show(HttpServletRequest request) {
        Parameters.of(request);
        var inForce = mappings.inForce();
        var answer = Answers.object().put("version", inForce.set().version());
        Answers.put(answer, "since", inForce.since());
        mappings.lastRefusal()
                .ifPresent(refusal -> {
                    var last = answer.putObject("lastRefusal").put("version", refusal.version());
                    Answers.put(last, "at", refusal.at());
                    last.set("faults", FaultJson.array(refusal.faults()));
                });
        return Answers.ok(answer);
    }
}
