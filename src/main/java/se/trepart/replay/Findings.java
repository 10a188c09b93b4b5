package se.trepart.replay;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.springframework.jdbc.core.JdbcTemplate;

import se.trepart.delivery.Rendering;
import se.trepart.mapping.MappingSet;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a dry run finds, written down as it goes: each difference with its fields, each message with
 * what would become of it, and the whole in a summary and a hash.
 */
final class Findings {
    private static final int CAUSES = 50;

    private final JdbcTemplate jdbc;
    private final Plan plan;
    private final List<Rendering> renderings;
    private final Inputs inputs;
    private final MessageDigest hash;
    private final Map<String, Set<String>> fields = new TreeMap<>();
    private final Map<String, Long> deliveries = new TreeMap<>();
    private final List<Object[]> differences = new ArrayList<>();
    private final List<Object[]> results = new ArrayList<>();
    private long read;
    private long changed;
    private long withoutEffect;
    private long ordinal;

    Findings(JdbcTemplate jdbc, Plan plan, MappingSet set, List<Rendering> renderings) {
        this.jdbc = jdbc;
        this.plan = plan;
        this.renderings = renderings;
        this.inputs = new Inputs(set);
        try {
            this.hash = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
        jdbc.update("delete from replay_difference where plan = ?", plan.id());
        jdbc.update(
                "update replay_message set state = 'unchanged', result = null where plan = ?",
                plan.id());
        take(plan.start(), set.version(), plan.selection());
    }

    private void take(String... texts) {
        for (var text : texts) {
            hash.update(text.getBytes(StandardCharsets.UTF_8));
            hash.update((byte) 0);
        }
    }

    void read(long messages) {
        read = messages;
    }

    void difference(
            String kind, String id, String consultation, List<JsonDifference.Change> changes) {
        var list = com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.arrayNode();
        var group =
                fields.computeIfAbsent(
                        consultation.isEmpty() ? kind + " " + id : consultation,
                        key -> new TreeSet<>());
        for (var change : changes) {
            var one = list.addObject().put("path", change.path());
            if (!change.before().isMissingNode()) {
                one.set("before", change.before());
            }
            if (!change.after().isMissingNode()) {
                one.set("after", change.after());
            }
            group.add(place(kind, id) + change.path().replaceAll("/\\d+(?=/|$)", "/#"));
        }
        found(kind, id, list.toString());
    }

    private static String place(String kind, String id) {
        return switch (kind) {
            case "resource" -> id.substring(0, id.indexOf('/')) + " ";
            case "target" -> id.substring(0, id.indexOf('/')) + " ";
            default -> kind + " ";
        };
    }

    private void found(String kind, String id, String changes) {
        take(kind, id, changes);
        differences.add(new Object[] {plan.id(), ordinal++, kind, id, changes});
    }

    /** Writes down all that was found since it was written last. */
    void write() {
        jdbc.batchUpdate(
                "insert into replay_difference (plan, ordinal, kind, id, changes) values (?, ?, ?,"
                        + " ?, ?)",
                differences);
        jdbc.batchUpdate(
                "update replay_message set state = 'changed', result = ? where plan = ? and"
                        + " message = ?",
                results);
        differences.clear();
        results.clear();
    }

    /** The message that would be sent, where the target is not what is confirmed. */
    void delivery(Scratch scratch, String stream) {
        var destination = stream.substring(0, stream.indexOf('/'));
        var key = stream.substring(stream.indexOf('/') + 1);
        renderings.stream()
                .filter(rendering -> rendering.destination().equals(destination))
                .filter(rendering -> !destination.equals("remiss"))
                .findFirst()
                .ifPresent(rendering ->
                        owed(scratch, destination, key)
                                .forEach(owed -> {
                                    var message = rendering.render(owed);
                                    deliveries.merge(destination, 1L, Long::sum);
                                    var list =
                                            com.fasterxml.jackson.databind.node.JsonNodeFactory
                                                    .instance
                                                    .arrayNode();
                                    list.addObject()
                                            .put("path", "")
                                            .put(
                                                    "after",
                                                    new String(
                                                            message.message(),
                                                            StandardCharsets.UTF_8));
                                    found("delivery", stream, list.toString());
                                }));
    }

    private static List<Rendering.Owed> owed(Scratch scratch, String destination, String key) {
        return scratch.jdbc()
                .query(
                        """
                        select target, confirmed, context, caused_at, contact_number, serial from stream
                        where destination = ? and key = ? and target is distinct from confirmed and missing = ''
                        """,
                        (row, number) ->
                                new Rendering.Owed(
                                        key,
                                        row.getString(1),
                                        row.getString(2),
                                        row.getString(3),
                                        row.getObject(4, OffsetDateTime.class).toInstant(),
                                        row.getString(5),
                                        row.getInt(6) + 1),
                        destination,
                        key);
    }

    /** What would become of a message that was derived. */
    void message(Scratch scratch, Kept kept, Meaning meaning, Set<String> touched) {
        var consultations = new TreeSet<>(kept.consultations());
        meaning.events().stream()
                .map(event -> event.path("subject").asText(""))
                .filter(subject -> !subject.isEmpty())
                .forEach(consultations::add);
        consultations.addAll(
                scratch.jdbc()
                        .queryForList(
                                "select j.consultation from event e join visit_join j on j.visit ="
                                        + " e.visit where e.message = ? and not superseded",
                                String.class,
                                kept.id()));
        var effect = consultations.stream().anyMatch(touched::contains);
        var result = DryRun.object();
        result.put("before", kept.outcome())
                .put("after", meaning.refused() ? "refused" : outcome(scratch, kept));
        result.put("effect", effect);
        var list = result.putArray("consultations");
        consultations.forEach(list::add);
        result.set("faults", se.trepart.fault.FaultJson.array(meaning.faults()));
        if (!effect && !meaning.refused()) {
            withoutEffect++;
            newer(scratch, consultations, meaning, result);
        }
        changed++;
        take("message", Long.toString(kept.id()), result.toString());
        results.add(new Object[] {result.toString(), plan.id(), kept.id()});
    }

    private String outcome(Scratch scratch, Kept kept) {
        if (plan.corrected() != null) {
            return kept.outcome();
        }
        return scratch
                .jdbc()
                .queryForList("select outcome from message where id = ?", String.class, kept.id())
                .stream()
                .findFirst()
                .orElse(kept.outcome());
    }

    /** Says beforehand why an old message changes nothing: newer ones have been told. */
    private static void newer(
            Scratch scratch, Set<String> consultations, Meaning meaning, ObjectNode result) {
        var latest =
                meaning.events().stream()
                        .map(event -> OffsetDateTime.parse(event.path("time").asText()))
                        .max(OffsetDateTime::compareTo);
        if (latest.isEmpty()) {
            return;
        }
        var newer =
                scratch.jdbc()
                        .queryForObject(
                                """
                                select count(*) from event where not superseded and (content::json ->> 'time')::timestamptz > ?
                                and (subject = any (?) or visit = any (array(select visit from visit_join where consultation = any (?))))
                                """,
                                Long.class,
                                latest.orElseThrow(),
                                consultations.toArray(String[]::new),
                                consultations.toArray(String[]::new));
        result.put("newer", newer).put("text", newer + " newer events exist: no effect");
    }

    Inputs inputs() {
        return inputs;
    }

    String hash() {
        return HexFormat.of().formatHex(hash.digest());
    }

    long changed() {
        return changed;
    }

    /** How many would change, and what: the fields that change, and for how many consultations. */
    ObjectNode summary() {
        var summary = DryRun.object();
        summary.put("messages", read)
                .put("changed", changed)
                .put("withoutEffect", withoutEffect)
                .put("consultations", fields.size());
        var sent = summary.putObject("deliveries");
        deliveries.forEach(sent::put);
        summary.set("inputs", inputs.json());
        var causes = new TreeMap<String, Long>();
        fields.values().forEach(all -> causes.merge(String.join("\n", all), 1L, Long::sum));
        var list = summary.putArray("causes");
        new ArrayList<>(causes.entrySet())
                .stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                        .limit(CAUSES)
                        .forEach(cause -> {
                            var one = list.addObject().put("consultations", cause.getValue());
                            var places = one.putArray("fields");
                            cause.getKey().lines().forEach(places::add);
                        });
        return summary;
    }
}
