package se.trepart.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import se.trepart.fault.FaultException;
import se.trepart.mapping.Hl7Codec;
import se.trepart.mapping.Mappings;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What a person has changed in a body, field by field: the original stays as it came, so both can
 * be read at any time.
 */
@Component
class Correcting {
    private final JdbcTemplate jdbc;
    private final Mappings mappings;

    Correcting(JdbcTemplate jdbc, Mappings mappings) {
        this.jdbc = jdbc;
        this.mappings = mappings;
    }

    /** The message that the plan corrects; none where it corrects none. */
    Optional<Long> original(Plan plan) {
        return plan.corrected() == null
                ? Optional.empty()
                : jdbc
                        .queryForList(
                                "select message from replay_message where plan = ?",
                                Long.class,
                                plan.id())
                        .stream()
                        .findFirst();
    }

    /** The differing fields; with what stands there only where that may be shown. */
    Optional<ObjectNode> of(Plan plan, boolean values) {
        var corrected = plan.corrected();
        if (corrected == null) {
            return Optional.empty();
        }
        return original(plan)
                .map(id -> {
                    var body =
                            jdbc.queryForObject(
                                    "select coalesce(body, '') from message where id = ?",
                                    byte[].class,
                                    id);
                    return difference(
                                    Objects.requireNonNullElse(body, new byte[0]),
                                    corrected,
                                    values ? name -> name : new KnownNames(mappings.current())::of,
                                    values)
                            .put("message", id);
                });
    }

    static ObjectNode difference(
            byte[] original, byte[] corrected, UnaryOperator<String> called, boolean values) {
        var before = fields(original);
        var after = fields(corrected);
        var names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        var json = JsonNodeFactory.instance.objectNode();
        var list = json.putArray("changes");
        for (var name : names) {
            var old = before.get(name);
            var now = after.get(name);
            if (!Objects.equals(old, now)) {
                var one = list.addObject().put("path", called.apply(name));
                one.put("what", old == null ? "added" : now == null ? "removed" : "changed");
                if (values && old != null) {
                    one.put("before", old);
                }
                if (values && now != null) {
                    one.put("after", now);
                }
            }
        }
        return json;
    }

    /** By name; line by line where the body cannot be read. */
    private static Map<String, String> fields(byte[] body) {
        var fields = new LinkedHashMap<String, String>();
        Optional<JsonNode> read;
        try {
            read = Meaning.isJson(body) ? Optional.empty() : Optional.of(Hl7Codec.parse(body));
        } catch (FaultException unreadable) {
            read = Optional.empty();
        }
        InputFields.of(read, body)
                .ifPresentOrElse(
                        found ->
                                found.all()
                                        .forEach(field -> fields.put(field.name(), field.value())),
                        () -> {
                            var number = 0;
                            for (var line : Bodies.text(body).split("[\r\n]+")) {
                                fields.put("line " + ++number, line);
                            }
                        });
        return fields;
    }
}
