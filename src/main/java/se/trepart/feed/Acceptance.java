package se.trepart.feed;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultJson;
import se.trepart.log.Commit;
import se.trepart.log.Commits;
import se.trepart.log.Durations;
import se.trepart.log.Lock;
import se.trepart.log.Messages;
import se.trepart.log.SharedCommits;
import se.trepart.log.Steps;
import se.trepart.mapping.MappingSet;
import se.trepart.projection.Appending;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What all doors share: in one commit the message is kept, its events appended and everything that
 * follows made; only then is there an answer. Messages that come at the same time share a commit.
 * The same key with the same content gets its stored answer, with other content a refusal; a
 * refused message is decided anew.
 */
@Component
class Acceptance {
    /** Bodies of this many bytes are kept by one statement. */
    private static final long TOGETHER = DataSize.ofMegabytes(1).toBytes();

    private final SharedCommits<Arrival, Decision> commits;
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
            @Value("${trepart.feed.duplicate-window}") Duration window,
            @Value("${trepart.feed.commits-at-once}") int atOnce,
            @Value("${trepart.feed.messages-in-a-commit}") int most) {
        this.commits = new SharedCommits<>(commits, atOnce, most, TOGETHER, this::decide);
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

    /** What a door has brought, and how it is answered. */
    private record Arrival(
            Incoming incoming,
            MappingSet mappings,
            Meaning meaning,
            Answering answering,
            Alongside alongside,
            long came) {
        Optional<Messages.Key> key() {
            return Optional.ofNullable(incoming.key())
                    .map(key -> new Messages.Key(incoming.sender(), key));
        }

        List<ObjectNode> events() {
            return meaning instanceof Meaning.Happened(var events) ? events : List.of();
        }

        long bytes() {
            var body = incoming.body();
            return body == null ? 0 : body.length;
        }
    }

    /** What is to be kept of an arrival, before its events are appended. */
    private record Judged(Arrival arrival, Messages.New message, List<Fault> faults) {
        boolean accepted() {
            return message.outcome() == Messages.Outcome.ACCEPTED;
        }

        Decision decided(long number, Messages.Outcome outcome) {
            return new Decision(number, outcome, message.answer(), faults);
        }
    }

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
        var arrival =
                new Arrival(incoming, mappings, meaning, answering, alongside, System.nanoTime());
        var locks = new ArrayList<>(alongside.locks());
        arrival.key()
                .map(key -> Lock.onMessage(key.sender(), key.controlId()))
                .ifPresent(locks::add);
        locks.addAll(appending.locks(arrival.events()));
        return alongside == Alongside.NOTHING
                ? commits.commit(arrival, mappings.version(), arrival.bytes(), locks)
                : commits.alone(arrival, locks);
    }

    /** Decides arrivals of which no two have the same key, all by the same mappings. */
    private List<Decision> decide(Commit commit, List<Arrival> arrivals) {
        var began = System.nanoTime();
        arrivals.forEach(arrival -> arrival.alongside().before(commit));
        var judged = judge(commit, arrivals);
        var beginning = appending.begin(commit, events(judged));
        if (beginning.anew()) {
            room.forNewConsultation();
        }
        var numbers = messages.keep(commit, judged.stream().map(Judged::message).toList());
        commit.steps().done(Steps.Step.KEPT);
        var outcomes = appended(commit, judged, numbers, beginning);
        var decisions = new ArrayList<Decision>();
        var own = new ArrayList<Durations.Own>();
        for (var at = 0; at < arrivals.size(); at++) {
            var arrival = arrivals.get(at);
            long number = numbers.get(at);
            arrival.alongside().kept(commit, number);
            own.add(
                    new Durations.Own(
                            number,
                            arrival.incoming().decodedIn(),
                            TimeUnit.NANOSECONDS.toMicros(began - arrival.came())));
            var one = judged.get(at);
            decisions.add(
                    one.decided(number, outcomes.getOrDefault(number, one.message().outcome())));
        }
        durations.keep(commit, own);
        return decisions;
    }

    private List<Judged> judge(Commit commit, List<Arrival> arrivals) {
        var keys = arrivals.stream().map(Arrival::key).flatMap(Optional::stream).toList();
        var earlier = messages.earlier(commit, keys, window);
        return arrivals.stream()
                .map(arrival ->
                        arrival.key()
                                .flatMap(key -> Optional.ofNullable(earlier.get(key)))
                                .map(known -> again(arrival, known))
                                .orElseGet(() -> anew(arrival)))
                .toList();
    }

    private static Judged again(Arrival arrival, Messages.Earlier earlier) {
        return Arrays.equals(earlier.contentHash(), arrival.incoming().contentHash())
                ? judged(
                        arrival,
                        Messages.Outcome.DUPLICATE,
                        earlier.answer(),
                        List.of(),
                        earlier.id())
                : refused(arrival, List.of(arrival.answering().reused()));
    }

    private static Judged anew(Arrival arrival) {
        return switch (arrival.meaning()) {
            case Meaning.Happened _ ->
                    judged(
                            arrival,
                            Messages.Outcome.ACCEPTED,
                            arrival.answering().accepted(),
                            List.of(),
                            null);
            case Meaning.NotConcerned _ ->
                    judged(
                            arrival,
                            Messages.Outcome.NOT_CONCERNED,
                            arrival.answering().accepted(),
                            List.of(),
                            null);
            case Meaning.Refused(var faults) -> refused(arrival, faults);
        };
    }

    private static Judged refused(Arrival arrival, List<Fault> faults) {
        return judged(
                arrival,
                Messages.Outcome.REFUSED,
                arrival.answering().refused(faults),
                faults,
                null);
    }

    private static Judged judged(
            Arrival arrival,
            Messages.Outcome outcome,
            byte[] answer,
            List<Fault> faults,
            @Nullable Long duplicateOf) {
        var incoming = arrival.incoming();
        return new Judged(
                arrival,
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
                        arrival.mappings().version()),
                faults);
    }

    /** Events of those that are accepted. */
    private static List<ObjectNode> events(List<Judged> judged) {
        return judged.stream()
                .filter(Judged::accepted)
                .flatMap(one -> one.arrival().events().stream())
                .toList();
    }

    /** Appends what the accepted ones mean; what became of each, by its number. */
    private Map<Long, Messages.Outcome> appended(
            Commit commit, List<Judged> judged, List<Long> numbers, Appending.Beginning beginning) {
        var meant = new ArrayList<Appending.Meant>();
        for (var at = 0; at < judged.size(); at++) {
            var one = judged.get(at);
            if (one.accepted()) {
                meant.add(
                        new Appending.Meant(
                                numbers.get(at), commit.time(), one.arrival().events()));
            }
        }
        if (meant.isEmpty()) {
            return Map.of();
        }
        var outcomes =
                appending.append(commit, judged.getFirst().arrival().mappings(), meant, beginning);
        messages.become(
                outcomes.entrySet().stream()
                        .filter(one -> one.getValue() != Messages.Outcome.ACCEPTED)
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        return outcomes;
    }
}
