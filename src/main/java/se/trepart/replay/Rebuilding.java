package se.trepart.replay;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import se.trepart.log.Columns;
import se.trepart.log.Commit;
import se.trepart.log.Messages;
import se.trepart.projection.Appending;

import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Goes through all that was ever received and derived, in the order of its time, each with the
 * mapping set that was recorded for it, and appends it in a scratch as the doors did: many messages
 * in one commit, since arrival does not matter (law 3), so that a consultation is folded and shown
 * about once. What came since is appended when it is asked to go on.
 */
final class Rebuilding {
    private static final int PAGE = 200;
    private static final int IN_A_COMMIT = 500;
    private final Scratch scratch;
    private final MappingSets sets;
    private final Appending appending;
    private final Messages messages;

    /** Messages that mean something else than what was decided about them. */
    private final List<RebuildReport.Different> differences = new ArrayList<>();

    private final List<Understood> waiting = new ArrayList<>();
    private long asTheyStand;

    Rebuilding(Scratch scratch) {
        this.scratch = scratch;
        this.sets = new MappingSets(scratch.workroom().records());
        this.appending = scratch.workroom().appending();
        this.messages = scratch.workroom().messages();
    }

    /** A step with what its message means; absent where that does not follow from its bytes. */
    private record Understood(Step step, @Nullable Meaning meaning) {}

    /** Appends all that there is at this moment; read by a session that nothing waits for. */
    void everything() throws SQLException {
        try (var session = scratch.reading()) {
            var jdbc = new JdbcTemplate(new SingleConnectionDataSource(session, true));
            jdbc.setFetchSize(PAGE);
            try (var cores = new Cores<>(this::understand, this::take)) {
                jdbc.query(
                        Step.ALL.formatted(scratch.lasting("")),
                        row -> {
                            cores.take(Step.of(row, 0));
                        });
                cores.finish();
            }
        }
        append();
    }

    /** Appends what came since. */
    void goOn() {
        var some = next();
        while (!some.isEmpty()) {
            some.forEach(step -> take(understand(step)));
            append();
            some = next();
        }
    }

    private List<Step> next() {
        return scratch.jdbc().query(Step.SINCE.formatted(scratch.lasting("")), Step::of);
    }

    /** Goes on until nothing is new, and compares all with what is stored at that moment. */
    RebuildReport compare(long began) {
        goOn();
        return scratch.fromMomentToMoment(() -> {
            goOn();
            var comparison = new Comparison(scratch);
            var compared = comparison.all();
            var all = new ArrayList<>(differences);
            all.addAll(comparison.differences());
            return new RebuildReport(
                    compared, asTheyStand, all, Duration.ofNanos(System.nanoTime() - began));
        });
    }

    private Understood understand(Step step) {
        var message = step.kind() == Step.Kind.RECEIVED || step.kind() == Step.Kind.DERIVED;
        return new Understood(
                step,
                message && step.readable()
                        ? Meaning.of(
                                sets.of(step.recorded()),
                                step.feed(),
                                Objects.requireNonNull(step.body()))
                        : null);
    }

    private void take(Understood understood) {
        var step = understood.step();
        if (step.kind() == Step.Kind.RECEIVED) {
            receive(understood);
            return;
        }
        append();
        scratch.fromMomentToMoment(() -> {
            later(understood);
            return step;
        });
    }

    private void later(Understood understood) {
        var step = understood.step();
        var commit = Commit.alone(step.at());
        if (step.kind() == Step.Kind.MAPPINGS_IN_FORCE) {
            inForce(commit, step);
            return;
        }
        if (step.kind() == Step.Kind.DERIVED) {
            derive(commit, understood);
        } else {
            appending.reproject(
                    commit,
                    sets.of(step.recorded()),
                    List.of(Objects.requireNonNull(step.consultation())));
        }
        scratch.jdbc()
                .update(
                        "insert into derivation overriding system value select * from "
                                + scratch.lasting("derivation")
                                + " where id = ?",
                        step.number());
    }

    private void inForce(Commit commit, Step step) {
        scratch.workroom().registry().show(commit, sets.of(step.recorded()));
        scratch.jdbc()
                .update(
                        "insert into mapping_in_force (since, version) values (?, ?)",
                        step.at().atOffset(ZoneOffset.UTC),
                        step.version());
    }

    private void receive(Understood understood) {
        var step = understood.step();
        if (!step.kept()) {
            keep(List.of(understood));
            refused(understood);
            return;
        }
        if (!waiting.isEmpty()
                && (waiting.size() == IN_A_COMMIT
                        || !waiting.getFirst().step().recorded().equals(step.recorded()))) {
            append();
        }
        waiting.add(understood);
    }

    /** Appends what waits, in one commit. */
    private void append() {
        if (!waiting.isEmpty()) {
            scratch.fromMomentToMoment(() -> {
                appendWaiting();
                return waiting;
            });
            waiting.clear();
        }
    }

    private void appendWaiting() {
        keep(waiting);
        var last = waiting.getLast().step();
        messages.become(
                appending.rederive(
                        Commit.alone(last.at()),
                        sets.of(last.recorded()),
                        waiting.stream().map(this::meant).toList()));
    }

    private void derive(Commit commit, Understood understood) {
        var step = understood.step();
        if (!step.kept()) {
            return;
        }
        scratch.jdbc()
                .update(
                        "update message set outcome = 'accepted' where id = ? and outcome ="
                                + " 'refused'",
                        step.message());
        messages.become(
                appending.rederive(commit, sets.of(step.recorded()), List.of(meant(understood))));
    }

    private Appending.Meant meant(Understood understood) {
        var step = understood.step();
        var meaning = understood.meaning();
        if (meaning == null) {
            asTheyStand++;
        } else if (meaning.refused()) {
            differences.add(
                    new RebuildReport.Different(
                            "message", Long.toString(step.message()), "/faults", "missing"));
        }
        return new Appending.Meant(
                step.message(),
                step.receivedAt(),
                meaning == null ? new StoredEvents(scratch).of(step.message()) : meaning.events());
    }

    /** What was refused for what it says must be refused again, for the same reasons. */
    private void refused(Understood understood) {
        var step = understood.step();
        var meaning = understood.meaning();
        if (meaning != null
                && (!meaning.refused()
                        || !meaning.faults().stream()
                                .allMatch(fault -> step.faults().contains(fault.code().code())))) {
            differences.add(
                    new RebuildReport.Different(
                            "message", Long.toString(step.message()), "/faults", "changed"));
        }
    }

    private void keep(List<Understood> all) {
        var steps = all.stream().map(Understood::step).toList();
        scratch.jdbc()
                .update(
                        """
                        insert into message (id, received_at, feed, sender, type, content_hash, outcome) overriding system value
                        select id, received_at, feed, '', type, '', outcome
                        from unnest(?::bigint[], ?::timestamptz[], ?::text[], ?::text[], ?::text[]) as kept (id, received_at, feed, type, outcome)
                        """,
                        steps.stream().map(Step::message).toArray(Long[]::new),
                        Columns.texts(steps, Step::receivedAt),
                        Columns.texts(steps, Step::feed),
                        Columns.texts(steps, Step::type),
                        Columns.texts(
                                steps,
                                step ->
                                        step.kept()
                                                ? Messages.Outcome.ACCEPTED.code()
                                                : step.outcome()));
    }
}
