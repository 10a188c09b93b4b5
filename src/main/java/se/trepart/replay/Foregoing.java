package se.trepart.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.springframework.jdbc.core.JdbcTemplate;

import se.trepart.log.Commit;
import se.trepart.mapping.MappingSet;
import se.trepart.projection.Appending;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What the hub knew around a message before it came, made again in a scratch from the events of
 * then; telling the message shows what it changed. The state is a function of the events (law 3),
 * so nothing of the past needs to be kept for this.
 */
final class Foregoing {
    private static final List<String> KINDS = List.of("consultation", "resource", "target");

    private final Scratch scratch;
    private final MappingSet set;
    private final Kept message;
    private final long position;
    private final Commit commit;

    /**
     * Of one message, by the set that it was derived with.
     *
     * @param position of its first event: what comes after it in the log was not known
     */
    Foregoing(Scratch scratch, MappingSet set, Kept message, long position) {
        this.scratch = scratch;
        this.set = set;
        this.message = message;
        this.position = position;
        this.commit = Commit.alone(message.receivedAt());
    }

    /** Every consultation, resource and target that stands now, by kind and id. */
    Map<String, JsonNode> standing() {
        var all = new TreeMap<String, JsonNode>();
        for (var kind : KINDS) {
            jdbc().query(
                            Objects.requireNonNull(Comparison.KINDS.get(kind)).formatted(""),
                            row -> {
                                all.put(
                                        kind + " " + row.getString(1),
                                        Comparison.read(kind, row.getString(2)));
                            });
        }
        return all;
    }

    /** Tells all that was known before; what lies around is brought first, and forgotten again. */
    void tellWhatWasKnown() {
        jdbc().execute("savepoint empty");
        new Surroundings(scratch)
                .bring(List.of(message.id()), new Touched(scratch.workroom().ids()));
        var known = known();
        jdbc().execute("rollback to savepoint empty");
        if (!known.isEmpty()) {
            scratch.workroom().appending().rederive(commit, set, known);
        }
    }

    /** Tells the message with these events, on top of what was known. */
    void tell(List<ObjectNode> events) {
        scratch.workroom()
                .appending()
                .rederive(
                        commit,
                        set,
                        List.of(new Appending.Meant(message.id(), message.receivedAt(), events)));
    }

    /** What then stands when these events are told; nothing stays told. */
    Map<String, JsonNode> standingIf(List<ObjectNode> events) {
        jdbc().execute("savepoint before");
        tell(events);
        var standing = standing();
        jdbc().execute("rollback to savepoint before");
        return standing;
    }

    private List<Appending.Meant> known() {
        var times = new LinkedHashMap<Long, Instant>();
        var events = new LinkedHashMap<Long, List<ObjectNode>>();
        jdbc().query(
                        """
                        select message, recorded_at, content from %1$sevent where not superseded and position < ? and (
                            position in (select position from event)
                            or position in (select event from %1$sstray where person in (select key from person) or visit in (select key from visit))
                            or position in (select event from %1$sstray_join where consultation in (select id from consultation)))
                        order by position
                        """
                                .formatted(scratch.lasting("")),
                        row -> {
                            var id = row.getLong(1);
                            times.put(id, row.getObject(2, OffsetDateTime.class).toInstant());
                            events.computeIfAbsent(id, key -> new ArrayList<>())
                                    .add(StoredEvents.read(row.getString(3)));
                        },
                        position);
        return events.entrySet().stream()
                .map(entry ->
                        new Appending.Meant(
                                entry.getKey(),
                                Objects.requireNonNull(times.get(entry.getKey())),
                                entry.getValue()))
                .toList();
    }

    private JdbcTemplate jdbc() {
        return scratch.jdbc();
    }
}
