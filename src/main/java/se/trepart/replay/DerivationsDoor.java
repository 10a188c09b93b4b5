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
import se.trepart.log.Messages;
import se.trepart.mapping.Times;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;

/**
 * {@code /api/messages/{id}/derivations}: what was made of a message after it was received, by
 * which replay, and which messages correct it or are corrected by it.
 */
@RestController
class DerivationsDoor {
    private final Messages messages;
    private final JdbcTemplate jdbc;

    DerivationsDoor(Messages messages, JdbcTemplate jdbc) {
        this.messages = messages;
        this.jdbc = jdbc;
    }

    @GetMapping("/api/messages/{id}/derivations")
    ResponseEntity<byte[]> of(@PathVariable String id) {
        if (!id.matches("\\d{1,18}") || messages.find(Long.parseLong(id)).isEmpty()) {
            throw new FaultException(FaultCode.TRP_501, "id", "");
        }
        var message = Long.parseLong(id);
        var answer = JsonNodeFactory.instance.objectNode().put("message", message);
        jdbc.queryForList("select corrects from message where id = ?", Long.class, message).stream()
                .filter(java.util.Objects::nonNull)
                .forEach(corrects -> answer.put("corrects", corrects));
        var corrections = answer.putArray("corrections");
        jdbc.queryForList(
                        "select id from message where corrects = ? order by id",
                        Long.class,
                        message)
                .forEach(corrections::add);
        var derivations = answer.putArray("derivations");
        jdbc.query(
                """
                select d.id, d.derived_at, d.mapping_version, d.outcome_before, d.outcome, r.plan
                from derivation d left join replay_message r on r.message = d.message and r.derivation = d.id
                where d.message = ? order by d.id
                """,
                row -> {
                    var one =
                            derivations
                                    .addObject()
                                    .put("derivation", row.getLong(1))
                                    .put(
                                            "derivedAt",
                                            Times.text(row.getObject(2, OffsetDateTime.class)))
                                    .put("mappingVersion", row.getString(3))
                                    .put("before", row.getString(4))
                                    .put("after", row.getString(5));
                    if (row.getObject(6) != null) {
                        one.put("replay", row.getLong(6));
                    }
                },
                message);
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .body(answer.toString().getBytes(StandardCharsets.UTF_8));
    }
}
