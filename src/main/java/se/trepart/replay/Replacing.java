package se.trepart.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;

import se.trepart.delivery.Ledger;
import se.trepart.log.Gate;
import se.trepart.projection.fhir.FhirView;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Puts rebuilt rows in the place of stored ones that differ: some at a time, each time in one
 * commit while no other commit to the log is under way, so that no reader sees a hole and no sender
 * waits long. What is evidence is left alone: what came in, what was told, sent and confirmed, and
 * the history of the resources, which get a next version.
 */
final class Replacing {
    private static final String WATCHED = "primary-care";

    private final Scratch scratch;
    private final JdbcTemplate jdbc;
    private final Ledger ledger;
    private final FhirView view;
    private final boolean watched;

    Replacing(Scratch scratch, ConfigurableEnvironment environment) {
        this.scratch = scratch;
        this.jdbc = scratch.jdbc();
        this.ledger = scratch.workroom().ledger();
        this.view = new FhirView(jdbc);
        this.watched =
                "verify".equals(environment.getProperty("trepart.destination.primary-care.mode"));
    }

    /** Puts these in place, by kind and id; how many of each. */
    Map<String, Long> replace(Rebuilding rebuilding, Map<String, List<String>> differing) {
        var replaced = new TreeMap<String, Long>();
        scratch.writing(() -> {
            Gate.shut(jdbc);
            rebuilding.goOn();
            var now =
                    Objects.requireNonNull(
                                    jdbc.queryForObject(
                                            "select clock_timestamp()", OffsetDateTime.class))
                            .toInstant();
            scratch.withLastingTables();
            differing.forEach((kind, ids) -> {
                replace(kind, ids.toArray(String[]::new), now);
                replaced.put(kind, (long) ids.size());
            });
        });
        return replaced;
    }

    private void replace(String kind, String[] ids, Instant now) {
        switch (kind) {
            case "message" -> run(ReplacingRows.MESSAGES, ids);
            case "event" -> run(ReplacingRows.EVENTS, ids);
            case "consultation" -> run(ReplacingRows.CONSULTATIONS, ids);
            case "visit" -> run(ReplacingRows.VISITS, ids);
            case "stay" -> run(ReplacingRows.STAYS, ids);
            case "stray" -> run(ReplacingRows.STRAYS, ids);
            case "person" -> run(ReplacingRows.PERSONS, ids);
            case "practitioner" -> run(ReplacingRows.PRACTITIONERS, ids);
            case "resource" -> resources(ids, now);
            case "target" -> targets(ids, now);
            default -> throw new IllegalArgumentException(kind);
        }
    }

    private void run(List<String> statements, String[] ids) {
        statements.forEach(sql -> jdbc.update(sql, (Object) ids));
    }

    /** Each consultation's resources as a whole; what says the same keeps its version. */
    private void resources(String[] ids, Instant now) {
        run(ReplacingRows.RESOURCES, ids);
        var consultations = new ArrayList<String>();
        var shared = new ArrayList<ObjectNode>();
        jdbc.query(
                """
                select distinct on (consultation, case when consultation is null then type || '/' || id end) consultation, json from pg_temp.resource
                where type || '/' || id = any (?)
                union select consultation, null from resource where type || '/' || id = any (?) and consultation is not null
                """,
                row -> {
                    if (row.getString(1) == null) {
                        shared.add(resource(row.getString(2)));
                    } else if (!consultations.contains(row.getString(1))) {
                        consultations.add(row.getString(1));
                    }
                },
                ids,
                ids);
        view.write(null, shared, now);
        consultations.forEach(id -> view.write(id, of(id), now));
    }

    private List<ObjectNode> of(String consultation) {
        return jdbc.query(
                "select json from pg_temp.resource where consultation = ? and not deleted",
                (row, number) -> resource(row.getString(1)),
                consultation);
    }

    private static ObjectNode resource(String json) {
        return (ObjectNode) Comparison.read("resource", json);
    }

    private record Aimed(Ledger.Aim aim, boolean seen) {}

    private void targets(String[] ids, Instant now) {
        var all =
                jdbc.query(
                        """
                        select coalesce(made.destination, kept.destination), coalesce(made.key, kept.key), coalesce(made.consultation, kept.consultation),
                            made.target, made.context, coalesce(made.missing, ''), made.confirmed is not null
                        from (select * from pg_temp.stream where destination || '/' || key = any (?)) as made
                        full join (select * from stream where destination || '/' || key = any (?)) as kept
                            on made.destination = kept.destination and made.key = kept.key
                        """,
                        (row, number) ->
                                new Aimed(
                                        new Ledger.Aim(
                                                row.getString(1),
                                                row.getString(2),
                                                row.getString(3),
                                                row.getString(4),
                                                row.getString(5),
                                                missing(row.getString(6))),
                                        row.getBoolean(7)),
                        ids,
                        ids);
        ledger.aim(all.stream().map(Aimed::aim).toList(), now);
        for (var one : all) {
            if (watched && one.aim().destination().equals(WATCHED)) {
                ledger.watch(WATCHED, one.aim().key(), one.seen());
            }
        }
    }

    private static List<String> missing(@Nullable String told) {
        return told == null || told.isEmpty() ? List.of() : List.of(told.split(", "));
    }
}
