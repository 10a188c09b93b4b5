package se.trepart.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.consultation.OpaqueIds;
import se.trepart.fault.FaultCode;
import se.trepart.log.Commit;
import se.trepart.mapping.MappingSet;
import se.trepart.projection.Together;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Derives a plan's messages in a scratch and tells what would differ, consultation by consultation.
 * Messages that mean the same as before are only read; the others are derived, some patients at a
 * time, with all that lies around them.
 */
final class DryRun {
    private static final int AT_A_TIME = 200;
    private static final String PATIENT = "Patient/";
    private static final List<String> KINDS =
            List.of("message", "event", "consultation", "resource", "target");

    private final Scratch scratch;
    private final Plan plan;
    private final MappingSet set;
    private final MappingSets recorded;
    private final Deriving deriving;
    private final Surroundings surroundings;
    private final OpaqueIds ids;
    private final Findings findings;
    private final Projections projections;

    DryRun(Scratch scratch, Plan plan, MappingSet set, Findings findings) {
        this.scratch = scratch;
        this.plan = plan;
        this.set = set;
        this.recorded = new MappingSets(scratch.workroom().records());
        this.deriving = new Deriving(scratch.workroom().appending(), scratch.workroom().messages());
        this.surroundings = new Surroundings(scratch);
        this.ids = scratch.workroom().ids();
        this.findings = findings;
        this.projections = new Projections(scratch, set, recorded);
    }

    void run() {
        var reading = new Reading(scratch, this::changes, this::around);
        var suspects = reading.find(plan.id());
        findings.read(reading.read());
        together(suspects.stream().sorted().toList())
                .forEach(some -> scratch.inOneMoment(() -> derive(some)));
    }

    private boolean changes(Kept kept) {
        return plan.corrected() != null || Deriving.changes(kept, meaning(kept));
    }

    /** Messages whose consultations another set projected, or that hold back what is let go. */
    private Set<Long> around(List<Long> messages) {
        if (plan.start().equals("delivery")) {
            return scratch.messages(
                    messages,
                    " join %1$sstream s on s.consultation = told.consultation and s.state = 'held'"
                            + " and s.cause = ?",
                    FaultCode.TRP_532.code());
        }
        return projections.of(messages);
    }

    /** Cut into lots, each with all that touches the same patients. */
    private List<List<Long>> together(List<Long> suspects) {
        var together = new Together();
        for (var from = 0; from < suspects.size(); from += AT_A_TIME) {
            var page = suspects.subList(from, Math.min(from + AT_A_TIME, suspects.size()));
            var named = new Touched(ids);
            for (var kept : Kept.of(scratch.jdbc(), scratch.lasting(""), page)) {
                var touched = new Touched(ids);
                touched.add(Deriving.events(kept));
                touched.add(meaning(kept).events());
                touched.subjects().addAll(kept.consultations());
                together.add(kept.id(), touched.all());
                named.add(touched);
            }
            scratch.patients(named).forEach(together::same);
        }
        return together.lots(AT_A_TIME);
    }

    /** What was held back by an earlier replay, and what this one lets go. */
    private List<String> held(Kept kept, String streams) {
        return plan.start().equals("delivery")
                ? scratch.jdbc()
                        .queryForList(
                                "select destination || '/' || key from "
                                        + streams
                                        + " where consultation = any (?) and state = 'held' and"
                                        + " cause = ? order by 1",
                                String.class,
                                kept.consultations().toArray(String[]::new),
                                FaultCode.TRP_532.code())
                : List.of();
    }

    private Meaning meaning(Kept kept) {
        var corrected = plan.corrected();
        if (corrected != null) {
            return Meaning.of(set, kept.feed(), corrected);
        }
        return plan.fromMessage()
                ? Deriving.meaning(set, kept)
                : new Meaning(Deriving.events(kept), List.of());
    }

    private boolean derive(List<Long> messages) {
        var kept = Kept.of(scratch.jdbc(), scratch.lasting(""), messages);
        var meanings = new TreeMap<Long, Meaning>();
        kept.forEach(message -> meanings.put(message.id(), meaning(message)));
        bring(messages, meanings.values());
        var before = snapshot();
        // The records tell of the commit; what they tell besides does not depend on it.
        var commit = Commit.alone(plan.createdAt());
        var anew = new ArrayList<Deriving.Anew>();
        for (var message : kept) {
            var meaning = Objects.requireNonNull(meanings.get(message.id()));
            if (plan.corrected() != null) {
                correct(commit, message, meaning);
            } else if (Deriving.changes(message, meaning)) {
                anew.add(new Deriving.Anew(message, meaning));
            }
        }
        deriving.anew(commit, set, anew);
        deriving.records(commit, set, projectedOtherwise(kept));
        var touched = differences(before, snapshot());
        for (var message : kept) {
            held(message, "stream").forEach(stream -> findings.delivery(scratch, stream));
            if (plan.fromMessage() && plan.corrected() == null) {
                findings.inputs()
                        .take(
                                message,
                                Objects.requireNonNull(meanings.get(message.id())),
                                recorded.of(scratch.derivedBy(message.id())),
                                Comparison.read("message", message.faults()));
            }
            findings.message(
                    scratch, message, Objects.requireNonNull(meanings.get(message.id())), touched);
        }
        findings.write();
        return true;
    }

    /** The messages' consultations that another set still makes other records of. */
    private Set<String> projectedOtherwise(List<Kept> messages) {
        var otherwise = new TreeSet<String>();
        scratch.jdbc()
                .query(
                        "select id, mapping_version from consultation where id = any (?)",
                        row -> {
                            if (projections.otherwise(row.getString(2))) {
                                otherwise.add(row.getString(1));
                            }
                        },
                        (Object)
                                messages.stream()
                                        .flatMap(message -> message.consultations().stream())
                                        .distinct()
                                        .toArray(String[]::new));
        return otherwise;
    }

    /** A correction is a message of its own beside the original, which stays. */
    private void correct(Commit commit, Kept original, Meaning meaning) {
        if (!meaning.refused() && !meaning.events().isEmpty()) {
            scratch.jdbc()
                    .update(
                            "insert into message (received_at, feed, sender, type, content_hash,"
                                    + " outcome) values (now(), ?, '', ?, '', 'accepted')",
                            original.feed(),
                            original.type());
            var number =
                    Objects.requireNonNull(
                            scratch.jdbc()
                                    .queryForObject("select max(id) from message", Long.class));
            scratch.workroom().appending().append(commit, number, set, meaning.events());
        }
    }

    private void bring(List<Long> messages, Collection<Meaning> meanings) {
        var touched = new Touched(ids);
        meanings.forEach(meaning -> touched.add(meaning.events()));
        surroundings.bring(messages, touched);
    }

    private Map<String, Map<String, String>> snapshot() {
        var snapshot = new TreeMap<String, Map<String, String>>();
        for (var kind : KINDS) {
            var rows = new TreeMap<String, String>();
            scratch.jdbc()
                    .query(
                            Objects.requireNonNull(Comparison.KINDS.get(kind)).formatted(""),
                            row -> {
                                rows.put(row.getString(1), row.getString(2));
                            });
            snapshot.put(kind, rows);
        }
        return snapshot;
    }

    /** Tells every difference; the consultations that something of theirs changes. */
    private Set<String> differences(
            Map<String, Map<String, String>> before, Map<String, Map<String, String>> after) {
        var touched = new TreeSet<String>();
        for (var kind : KINDS) {
            var old = Objects.requireNonNull(before.get(kind));
            var now = Objects.requireNonNull(after.get(kind));
            var all = new TreeSet<>(old.keySet());
            all.addAll(now.keySet());
            for (var id : all) {
                if (Objects.equals(old.get(id), now.get(id))) {
                    continue;
                }
                var changes = JsonDifference.of(json(kind, old.get(id)), json(kind, now.get(id)));
                if (!changes.isEmpty()) {
                    var consultation = consultation(kind, id);
                    if (kind.equals("resource") && id.startsWith(PATIENT)) {
                        touched.addAll(of(id.substring(PATIENT.length())));
                    } else if (!kind.equals("message") && !kind.equals("event")) {
                        touched.add(consultation);
                    }
                    findings.difference(kind, id, consultation, changes);
                    if (kind.equals("target")) {
                        findings.delivery(scratch, id);
                    }
                }
            }
        }
        return touched;
    }

    /** The consultations of the patient. */
    private List<String> of(String patient) {
        return scratch.jdbc()
                .queryForList(
                        "select c.id from consultation c join person p on p.canonical = c.person"
                                + " where p.key = ?",
                        String.class,
                        patient);
    }

    private static JsonNode json(String kind, @org.jspecify.annotations.Nullable String text) {
        return text == null
                ? com.fasterxml.jackson.databind.node.MissingNode.getInstance()
                : Comparison.read(kind, text);
    }

    private String consultation(String kind, String id) {
        var within = id.indexOf('/');
        var found =
                switch (kind) {
                    case "resource" ->
                            one(
                                    "select consultation from resource where type = ? and id = ?",
                                    id.substring(0, within),
                                    id.substring(within + 1));
                    case "target" ->
                            one(
                                    "select consultation from stream where destination = ? and key"
                                            + " = ?",
                                    id.substring(0, within),
                                    id.substring(within + 1));
                    default -> one("select id from consultation where id = ?", id);
                };
        return found.stream().filter(Objects::nonNull).findFirst().orElse("");
    }

    private List<String> one(String sql, Object... key) {
        return scratch.jdbc().queryForList(sql, String.class, key);
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
