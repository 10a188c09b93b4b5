package se.trepart.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

import se.trepart.fault.FaultJson;
import se.trepart.mapping.MappingSet;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What a dry run found, alike to alike: which records change in which places, and what is refused,
 * accepted or refused otherwise for which fault. Tells no value, so that nobody is in it, and a
 * person can approve a pattern by its line.
 */
final class Patterns {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 500;
    private static final int EXAMPLES = 3;
    private static final String REFUSED = "refused";

    private final JdbcTemplate jdbc;
    private final Plan plan;
    private final Map<String, Found> found = new TreeMap<>();
    private final Consulted consulted;

    Patterns(JdbcTemplate jdbc, Plan plan) {
        this.jdbc = jdbc;
        this.plan = plan;
        this.consulted = new Consulted(jdbc, plan.id());
    }

    private static final class Found {
        private long count;
        private final TreeSet<String> consultations = new TreeSet<>();
        private final List<String> examples = new ArrayList<>();
    }

    /** Each pattern with how often, in how many consultations, and where to look. */
    ArrayNode of(MappingSet set) {
        differences();
        messages();
        if (plan.fromMessage() && plan.corrected() == null) {
            refusedOtherwise(set);
        }
        var list = JSON.createArrayNode();
        found.forEach((pattern, all) -> {
            var one =
                    list.addObject()
                            .put("pattern", pattern)
                            .put("found", all.count)
                            .put("consultations", all.consultations.size());
            all.examples.forEach(one.putArray("examples")::add);
        });
        return list;
    }

    private void found(String pattern, String example, List<String> consultations) {
        var all = found.computeIfAbsent(pattern, any -> new Found());
        all.count++;
        all.consultations.addAll(consultations);
        if (all.examples.size() < EXAMPLES) {
            all.examples.add(example);
        }
    }

    private void differences() {
        pages(
                -1,
                "select ordinal, kind, id, changes from replay_difference where plan = ? and"
                        + " ordinal > ? order by ordinal limit ?",
                row -> difference(row.getString(2), row.getString(3), row.getString(4)));
    }

    private void messages() {
        pages(
                0,
                """
                select r.message, r.result, m.faults from replay_message r join message m on m.id = r.message
                where r.plan = ? and r.result is not null and r.message > ? order by r.message limit ?
                """,
                row -> message(row.getLong(1), row.getString(2), row.getString(3)));
    }

    /** Reads the plan's rows in the order of their first column, after a place, page by page. */
    private void pages(long after, String sql, RowCallbackHandler reader) {
        var last = after;
        while (true) {
            var page =
                    jdbc.query(
                            sql,
                            (row, number) -> {
                                reader.processRow(row);
                                return row.getLong(1);
                            },
                            plan.id(),
                            last,
                            PAGE);
            if (page.size() < PAGE) {
                return;
            }
            last = page.getLast();
        }
    }

    /** What would leave follows from the targets; what is accepted now, from the messages. */
    private void difference(String kind, String id, String changes) {
        var all = tree(changes);
        switch (kind) {
            case "delivery" -> {}
            case "message" -> {
                var before = all.path(0).path("before").asText();
                if (!before.equals(REFUSED)) {
                    found(
                            "message " + before + " -> " + all.path(0).path("after").asText(),
                            id,
                            List.of());
                }
            }
            case "resource", "target" ->
                    found(
                            kind + " " + id.substring(0, id.indexOf('/')) + " " + what(all),
                            id,
                            consulted.of(kind, id));
            default -> found(kind + " " + what(all), id, consulted.of(kind, id));
        }
    }

    /** New, gone, or changed in which places. */
    private static String what(JsonNode changes) {
        var whole = changes.path(0);
        if (whole.path("path").asText().isEmpty() && whole.has("before") != whole.has("after")) {
            return whole.has("after") ? "new" : "gone";
        }
        return "changed "
                + StreamSupport.stream(changes.spliterator(), false)
                        .map(change ->
                                change.path("path").asText().replaceAll("/\\d+(?=/|$)", "/#"))
                        .map(path -> path.isEmpty() ? "/" : path)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(" "));
    }

    private void message(long id, String told, String faultsBefore) {
        var result = tree(told);
        var before = result.path("before").asText().equals(REFUSED);
        var after = result.path("after").asText().equals(REFUSED);
        if (before != after) {
            var faults = places(after ? result.path("faults") : tree(faultsBefore));
            found(
                    "message " + (after ? REFUSED : "accepted") + " " + String.join(", ", faults),
                    Long.toString(id),
                    StreamSupport.stream(result.path("consultations").spliterator(), false)
                            .map(JsonNode::asText)
                            .toList());
        }
    }

    /** What is refused before and after, for another reason: nothing follows, but the answer. */
    private void refusedOtherwise(MappingSet set) {
        var last = 0L;
        while (true) {
            var page =
                    jdbc.queryForList(
                            """
                            select r.message from replay_message r join message m on m.id = r.message
                            where r.plan = ? and m.outcome = 'refused' and r.result is null and r.message > ? order by r.message limit ?
                            """,
                            Long.class,
                            plan.id(),
                            last,
                            PAGE);
            if (page.isEmpty()) {
                return;
            }
            for (var kept : Kept.of(jdbc, "", page)) {
                var meaning = Deriving.meaning(set, kept);
                var before = places(tree(kept.faults()));
                var after = places(FaultJson.array(meaning.faults()));
                if (meaning.refused()
                        && !Deriving.refusedAtTheDoor(kept)
                        && !before.equals(after)) {
                    found(
                            "message refused otherwise "
                                    + String.join(", ", before)
                                    + " -> "
                                    + String.join(", ", after),
                            Long.toString(kept.id()),
                            List.of());
                }
            }
            last = page.getLast();
        }
    }

    /** Each fault with its place, without which of several it is. */
    private static TreeSet<String> places(JsonNode faults) {
        var places = new TreeSet<String>();
        faults.forEach(fault ->
                places.add(
                        (fault.path("code").asText()
                                        + " "
                                        + fault.path("path")
                                                .asText()
                                                .replaceAll("\\(\\d+\\)", "")
                                                .replaceAll("/\\d+(?=/|$)", "/#"))
                                .strip()));
        return places;
    }

    private static JsonNode tree(@Nullable String json) {
        try {
            return JSON.readTree(Objects.requireNonNullElse(json, "[]"));
        } catch (JsonProcessingException notWhatWasStored) {
            throw new UncheckedIOException(notWhatWasStored);
        }
    }
}
