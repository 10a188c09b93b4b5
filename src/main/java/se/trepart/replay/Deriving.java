package se.trepart.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.log.Commit;
import se.trepart.log.Messages;
import se.trepart.mapping.MappingSet;
import se.trepart.projection.Appending;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Derives kept messages anew in a commit: the one path of every replay, whatever log and
 * projections it is given.
 */
final class Deriving {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern OF_THE_DOOR =
            Pattern.compile("\"TRP-(102|108|109|111|117|6\\d\\d)\"");

    private final Appending appending;
    private final Messages messages;

    Deriving(Appending appending, Messages messages) {
        this.appending = appending;
        this.messages = messages;
    }

    /** What a message means under the set; what an app told, or is erased, as it stands. */
    static Meaning meaning(MappingSet set, Kept kept) {
        var body = kept.body();
        return body == null || kept.feed().equals(Meaning.APPS)
                ? new Meaning(events(kept), List.of())
                : Meaning.of(set, kept.feed(), body);
    }

    /**
     * Whether it was refused for something beside what it says: its size, a control id or an event
     * id used before, its batch. No mapping has a say in that.
     */
    static boolean refusedAtTheDoor(Kept kept) {
        return kept.refused() && OF_THE_DOOR.matcher(kept.faults()).find();
    }

    /** Whether the message would be decided otherwise, or tell something else. */
    static boolean changes(Kept kept, Meaning meaning) {
        if (refusedAtTheDoor(kept)) {
            return false;
        }
        if (meaning.refused() || kept.refused()) {
            return meaning.refused() != kept.refused();
        }
        // Most mean the same to the letter; only of the others is the meaning compared.
        return !text(meaning.events()).equals(kept.events())
                && !meaning.events().equals(events(kept));
    }

    private static String text(List<ObjectNode> events) {
        return events.stream()
                .map(ObjectNode::toString)
                .collect(java.util.stream.Collectors.joining(",", "[", "]"));
    }

    static List<ObjectNode> events(Kept kept) {
        try {
            return JSON.readTree(kept.events()).valueStream().map(ObjectNode.class::cast).toList();
        } catch (JsonProcessingException notWhatWasStored) {
            throw new UncheckedIOException(notWhatWasStored);
        }
    }

    /** A kept message, and what it means under the set that it is derived by anew. */
    record Anew(Kept kept, Meaning meaning) {}

    /**
     * Derives messages anew, together, since what is around them then is folded once; what becomes
     * of each. Refused is what one stays when the set refuses it; then what it meant before stands
     * (law 2).
     */
    Map<Long, Messages.Outcome> anew(Commit commit, MappingSet set, Collection<Anew> all) {
        var outcomes = new TreeMap<Long, Messages.Outcome>();
        var meant = new ArrayList<Appending.Meant>();
        for (var one : all) {
            var kept = one.kept();
            if (one.meaning().refused()) {
                outcomes.put(kept.id(), Messages.Outcome.REFUSED);
                continue;
            }
            if (kept.refused()) {
                messages.rederived(kept.id(), Messages.Outcome.ACCEPTED, new byte[0]);
            }
            outcomes.put(kept.id(), Messages.Outcome.NOT_CONCERNED);
            meant.add(new Appending.Meant(kept.id(), kept.receivedAt(), one.meaning().events()));
        }
        if (!meant.isEmpty()) {
            outcomes.putAll(appending.rederive(commit, set, meant));
        }
        return outcomes;
    }

    /** Makes the records of the consultations anew from the log. */
    void records(Commit commit, MappingSet set, Collection<String> consultations) {
        if (!consultations.isEmpty()) {
            appending.reproject(commit, set, consultations);
        }
    }

    /** The answer that an accepted message's sender gets when it comes again. */
    static byte[] answer(MappingSet set, Kept kept, java.time.Instant at, long number) {
        var body = kept.body();
        if (body != null && !Meaning.isJson(body)) {
            return MappingSet.acknowledge(
                    set.decode(body).envelope(),
                    se.trepart.fault.AckCode.AA,
                    List.of(),
                    at,
                    "replay-" + kept.id() + "-" + number);
        }
        var answer = JsonNodeFactory.instance.objectNode();
        events(kept).stream()
                .findFirst()
                .ifPresent(event ->
                        answer.put("id", event.path("id").asText())
                                .put("source", event.path("source").asText()));
        return answer.put("outcome", Messages.Outcome.ACCEPTED.code())
                .toString()
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
}
