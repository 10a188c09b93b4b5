package se.trepart.feed;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultJson;
import se.trepart.log.Commit;
import se.trepart.log.Commits;
import se.trepart.log.Durations;
import se.trepart.log.Lock;
import se.trepart.log.Messages;
import se.trepart.log.Steps;
import se.trepart.mapping.MappingSet;
import se.trepart.projection.Appending;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What all doors share: in one commit the message is kept, its events appended and everything that
 * follows made; only then is there an answer. The same key with the same content gets its stored
 * answer, with other content a refusal; a refused message is decided anew.
 */
@Component
class Acceptance {
    private final Commits commits;
    private final Messages messages;
    private final Appending appending;
    private final DiskRoom room;
    private final Durations durations;
    private final Duration window;

    Acceptance(
            Commits commits,
            Messages messages,
            Appending appending,
            DiskRoom room,
            Durations durations,
            @Value("${trepart.feed.duplicate-window}") Duration window) {
        this.commits = commits;
        this.messages = messages;
        this.appending = appending;
        this.room = room;
        this.durations = durations;
        this.window = window;
    }

    /**
     * A message at the door.
     *
     * @param key the control id or event id; absent where it could not be read
     * @param contentHash SHA-256 of what "same content" means for the feed
     * @param decodedIn how many microseconds it took to read, map and check it
     */
    record Incoming(
            String feed,
            String sender,
            @Nullable String key,
            @Nullable String type,
            @Nullable String dialect,
            byte[] contentHash,
            byte @Nullable [] body,
            long decodedIn) {}

    /** What the message means: events, nothing that concerns us, or all that is wrong with it. */
    sealed interface Meaning {
        record Happened(List<ObjectNode> events) implements Meaning {}

        record NotConcerned() implements Meaning {}

        record Refused(List<Fault> faults) implements Meaning {}
    }

    /** How a door words its answers; each may be stored and given again. */
    interface Answering {
        byte[] accepted();

        byte[] refused(List<Fault> faults);

        /** The fault of a key that was used before with other content. */
        Fault reused();
    }

    /** What a feed keeps of its own in the same commit as the message, or not at all. */
    interface Alongside {
        /** Nothing of its own. */
        Alongside NOTHING =
                new Alongside() {
                    @Override
                    public List<Lock> locks() {
                        return List.of();
                    }

                    @Override
                    public void before(Commit commit) {}

                    @Override
                    public void kept(Commit commit, long message) {}
                };

        List<Lock> locks();

        /** Throws FaultException when the message is not to be decided now. */
        void before(Commit commit);

        void kept(Commit commit, long message);
    }

    /**
     * What was decided, and the answer's bytes.
     *
     * @param message the id under which the message is kept
     * @param faults empty unless refused
     */
    record Decision(long message, Messages.Outcome outcome, byte[] answer, List<Fault> faults) {}

    /**
     * Decides and keeps; throws FaultException when nothing could be kept: the sender tries again.
     */
    Decision decide(
            Incoming incoming,
            MappingSet mappings,
            Meaning meaning,
            Answering answering,
            Alongside alongside) {
        room.forAnything();
        var locks = new ArrayList<>(alongside.locks());
        if (incoming.key() != null) {
            locks.add(Lock.onMessage(incoming.sender(), incoming.key()));
        }
        if (meaning instanceof Meaning.Happened happened) {
            locks.addAll(appending.locks(happened.events()));
        }
        return commits.commitPromptly(
                locks,
                commit -> {
                    alongside.before(commit);
                    var decision = decide(commit, incoming, mappings, meaning, answering);
                    alongside.kept(commit, decision.message());
                    commit.steps().took(Steps.Step.DECODED, incoming.decodedIn());
                    durations.keep(commit, decision.message());
                    return decision;
                });
    }

    private Decision decide(
            Commit commit,
            Incoming incoming,
            MappingSet mappings,
            Meaning meaning,
            Answering answering) {
        if (incoming.key() != null) {
            var earlier = messages.earlier(commit, incoming.sender(), incoming.key(), window);
            if (earlier.isPresent()) {
                return again(commit, incoming, mappings, earlier.orElseThrow(), answering);
            }
        }
        return switch (meaning) {
            case Meaning.Happened happened ->
                    happened(commit, incoming, mappings, happened.events(), answering);
            case Meaning.NotConcerned _ -> {
                var answer = answering.accepted();
                var message =
                        keep(
                                commit,
                                incoming,
                                mappings,
                                Messages.Outcome.NOT_CONCERNED,
                                answer,
                                List.of(),
                                null);
                yield new Decision(message, Messages.Outcome.NOT_CONCERNED, answer, List.of());
            }
            case Meaning.Refused refused ->
                    refuse(commit, incoming, mappings, refused.faults(), answering);
        };
    }

    private Decision again(
            Commit commit,
            Incoming incoming,
            MappingSet mappings,
            Messages.Earlier earlier,
            Answering answering) {
        if (!Arrays.equals(earlier.contentHash(), incoming.contentHash())) {
            return refuse(commit, incoming, mappings, List.of(answering.reused()), answering);
        }
        var message =
                keep(
                        commit,
                        incoming,
                        mappings,
                        Messages.Outcome.DUPLICATE,
                        earlier.answer(),
                        List.of(),
                        earlier.id());
        return new Decision(message, Messages.Outcome.DUPLICATE, earlier.answer(), List.of());
    }

    private Decision happened(
            Commit commit,
            Incoming incoming,
            MappingSet mappings,
            List<ObjectNode> events,
            Answering answering) {
        if (appending.begins(commit, events)) {
            room.forNewConsultation();
        }
        var answer = answering.accepted();
        var message =
                keep(
                        commit,
                        incoming,
                        mappings,
                        Messages.Outcome.ACCEPTED,
                        answer,
                        List.of(),
                        null);
        var outcome = appending.append(commit, message, mappings, events);
        if (outcome != Messages.Outcome.ACCEPTED) {
            messages.becomes(message, outcome);
        }
        return new Decision(message, outcome, answer, List.of());
    }

    private Decision refuse(
            Commit commit,
            Incoming incoming,
            MappingSet mappings,
            List<Fault> faults,
            Answering answering) {
        var answer = answering.refused(faults);
        var message =
                keep(commit, incoming, mappings, Messages.Outcome.REFUSED, answer, faults, null);
        return new Decision(message, Messages.Outcome.REFUSED, answer, faults);
    }

    private long keep(
            Commit commit,
            Incoming incoming,
            MappingSet mappings,
            Messages.Outcome outcome,
            byte[] answer,
            List<Fault> faults,
            @Nullable Long duplicateOf) {
        var id =
                messages.keep(
                        commit,
                        new Messages.New(
                                incoming.feed(),
                                incoming.sender(),
                                incoming.key(),
                                incoming.type(),
                                incoming.contentHash(),
                                duplicateOf == null ? incoming.body() : null,
                                outcome,
                                answer,
                                FaultJson.array(faults).toString(),
                                duplicateOf,
                                incoming.dialect(),
                                mappings.version()));
        commit.steps().done(Steps.Step.KEPT);
        return id;
    }
}
