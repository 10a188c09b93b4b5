package se.trepart.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import se.trepart.delivery.Ledger;
import se.trepart.delivery.Waking;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.fault.FaultJson;
import se.trepart.log.Commit;
import se.trepart.log.Commits;
import se.trepart.log.Consultations;
import se.trepart.log.Derivations;
import se.trepart.log.Lock;
import se.trepart.log.Messages;
import se.trepart.mapping.MappingSet;
import se.trepart.projection.Appending;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Carries a plan out, message by message in the order in which they came, each in one commit with
 * the note that it is done: whoever stops it, it goes on where it was and does nothing twice.
 */
@Component
class Execution {
    private final Plans plans;
    private final Commits commits;
    private final Messages messages;
    private final Derivations derivations;
    private final Consultations consultations;
    private final Appending appending;
    private final Deriving deriving;
    private final Ledger ledger;
    private final Waking waking;
    private final JdbcTemplate jdbc;

    Execution(
            Plans plans,
            Commits commits,
            Messages messages,
            Derivations derivations,
            Consultations consultations,
            Appending appending,
            Ledger ledger,
            Waking waking,
            JdbcTemplate jdbc) {
        this.plans = plans;
        this.commits = commits;
        this.messages = messages;
        this.derivations = derivations;
        this.consultations = consultations;
        this.appending = appending;
        this.deriving = new Deriving(appending, messages);
        this.ledger = ledger;
        this.waking = waking;
        this.jdbc = jdbc;
    }

    /** Goes on until all is done, or somebody pauses or cancels the plan. */
    void run(Plan plan, MappingSet set) throws InterruptedException {
        var last = 0L;
        while (true) {
            var next = plans.next(plan.id(), last);
            if (next.isEmpty()) {
                plans.move(plan.id(), "finished", "running");
                return;
            }
            last = next.orElseThrow();
            if (!take(plan, set, last)) {
                return;
            }
            TimeUnit.NANOSECONDS.sleep(TimeUnit.SECONDS.toNanos(1) / plan.perSecond());
        }
    }

    /** One message; false when the plan does not run any more. */
    private boolean take(Plan plan, MappingSet set, long message) {
        var kept = Kept.of(jdbc, "", List.of(message)).getFirst();
        var corrected = plan.corrected();
        var meaning =
                corrected != null
                        ? Meaning.of(set, kept.feed(), corrected)
                        : plan.fromMessage()
                                ? Deriving.meaning(set, kept)
                                : new Meaning(Deriving.events(kept), List.of());
        var locks = new ArrayList<Lock>(appending.locks(meaning.events()));
        try {
            return commits.commit(
                    locks,
                    commit -> {
                        if (!plans.locked(plan.id()).equals("running")) {
                            return false;
                        }
                        one(commit, plan, set, kept, meaning);
                        return true;
                    });
        } catch (FaultException failed) {
            if (failed.faults().stream().anyMatch(fault -> fault.code().category().retry())) {
                throw failed;
            }
            plans.done(
                    plan.id(),
                    message,
                    "failed",
                    FaultJson.array(failed.faults()).toString(),
                    null);
            return true;
        }
    }

    private void one(Commit commit, Plan plan, MappingSet set, Kept kept, Meaning meaning) {
        var result = JsonNodeFactory.instance.objectNode().put("before", kept.outcome());
        Long derivation = null;
        if (plan.start().equals("delivery")) {
            wake(ledger.letGo(kept.consultations(), FaultCode.TRP_532));
        } else if (plan.corrected() != null) {
            result.put("message", correct(commit, plan, set, kept, meaning));
        } else {
            if (Deriving.changes(kept, meaning)) {
                derivation = derive(commit, set, kept, meaning, result);
            }
            records(commit, set, kept);
        }
        if (plan.mode().equals(Plan.DERIVE)) {
            ledger.hold(commit.time(), FaultCode.TRP_532);
        }
        plans.done(plan.id(), kept.id(), "done", result.toString(), derivation);
    }

    private long derive(
            Commit commit,
            MappingSet set,
            Kept kept,
            Meaning meaning,
            com.fasterxml.jackson.databind.node.ObjectNode result) {
        var before = messages.find(kept.id()).orElseThrow();
        var outcome =
                Objects.requireNonNull(
                        deriving.anew(commit, set, List.of(new Deriving.Anew(kept, meaning)))
                                .get(kept.id()));
        var derivation =
                derivations.ofMessage(
                        commit,
                        before,
                        set.version(),
                        outcome,
                        FaultJson.array(meaning.faults()).toString());
        if (outcome != Messages.Outcome.REFUSED) {
            messages.rederived(
                    kept.id(),
                    outcome,
                    kept.refused()
                            ? Deriving.answer(set, kept, commit.time(), derivation)
                            : answer(before));
        }
        result.put("after", outcome.code()).put("derivation", derivation);
        return derivation;
    }

    private static byte[] answer(Messages.Stored before) {
        var answer = before.answer();
        return answer == null ? new byte[0] : answer;
    }

    /** Consultations that another set projected last are projected by this one. */
    private void records(Commit commit, MappingSet set, Kept kept) {
        for (var id : kept.consultations()) {
            var row = consultations.find(id);
            if (row.isPresent() && !row.orElseThrow().mappingVersion().equals(set.version())) {
                deriving.records(commit, set, List.of(id));
                derivations.ofConsultation(commit, id, set.version());
            }
        }
    }

    private long correct(Commit commit, Plan plan, MappingSet set, Kept original, Meaning meaning) {
        if (meaning.refused()) {
            throw new FaultException(meaning.faults());
        }
        var stored = messages.find(original.id()).orElseThrow();
        var body = Objects.requireNonNull(plan.corrected());
        var number =
                messages.keep(
                        commit,
                        new Messages.New(
                                original.feed(),
                                stored.sender(),
                                stored.controlId(),
                                stored.type(),
                                sha256(body),
                                body,
                                Messages.Outcome.ACCEPTED,
                                new byte[0],
                                "[]",
                                null,
                                stored.dialect(),
                                set.version()));
        messages.corrects(number, original.id());
        var outcome =
                meaning.events().isEmpty()
                        ? Messages.Outcome.NOT_CONCERNED
                        : appending.append(commit, number, set, meaning.events());
        var now = Kept.of(jdbc, "", List.of(number)).getFirst();
        messages.rederived(number, outcome, Deriving.answer(set, now, commit.time(), plan.id()));
        return number;
    }

    private static byte[] sha256(byte[] body) {
        try {
            return java.security.MessageDigest.getInstance("SHA-256").digest(body);
        } catch (java.security.NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private void wake(List<String> destinations) {
        TransactionSynchronizationManager.registerSynchronization(
                new TransactionSynchronization() {
                    @Override
                    public void afterCommit() {
                        destinations.forEach(waking::wake);
                    }
                });
    }
}
