package se.trepart.simulator;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What every partner does before its own rules: refuses what is no message for it, and answers a
 * message that it has taken before from memory, without a second effect. A message that was refused
 * is decided anew.
 */
final class Reception {
    private final Partner partner;
    private final Answering answering;
    private final Map<Key, Remembered> taken = new HashMap<>();

    Reception(Partner partner) {
        this.partner = partner;
        this.answering = new Answering(partner.name());
    }

    /** Takes or refuses a message; the partner has changed when this returns an answer AA. */
    synchronized Answer receive(byte[] message) {
        Key key =
                new Key(
                        MessageHeader.field(message, 3),
                        MessageHeader.field(message, 4),
                        MessageHeader.field(message, 10));
        Remembered before = taken.get(key);
        if (before != null) {
            return Arrays.equals(before.message, message)
                    ? before.answer
                    : refused(
                            message,
                            "MSH^1^10",
                            ErrorCondition.DUPLICATE_KEY_IDENTIFIER,
                            "Meddelandets id är redan använt med annat innehåll.");
        }
        Answer answer = decide(message);
        if (answer.taken()) {
            taken.put(key, new Remembered(message.clone(), answer));
        }
        return answer;
    }

    /** Refuses a message without looking at it. */
    Answer refuse(byte[] message, String code, String text) {
        Refusal refusal = new Refusal("", ErrorCondition.APPLICATION_INTERNAL_ERROR, text);
        return answering.refused(message, code, List.of(refusal));
    }

    /** What the partner holds, with no message half taken. */
    synchronized Extract extract() {
        return partner.extract();
    }

    private Answer decide(byte[] message) {
        if (!MessageHeader.decode(message).startsWith("MSH")) {
            return refused(
                    message,
                    "",
                    ErrorCondition.SEGMENT_SEQUENCE_ERROR,
                    "Meddelandet börjar inte med MSH.");
        }
        if (MessageHeader.field(message, 10).isEmpty()) {
            return refused(
                    message,
                    "MSH^1^10",
                    ErrorCondition.REQUIRED_FIELD_MISSING,
                    "Meddelandets id saknas.");
        }
        if (!MessageHeader.field(message, 11).startsWith("P")) {
            return refused(
                    message,
                    "MSH^1^11",
                    ErrorCondition.UNSUPPORTED_PROCESSING_ID,
                    "Endast produktion (P) tas emot.");
        }
        if (!MessageHeader.field(message, 12).startsWith("2.")) {
            return refused(
                    message,
                    "MSH^1^12",
                    ErrorCondition.UNSUPPORTED_VERSION_ID,
                    "Endast HL7 version 2 tas emot.");
        }
        return decide(message, Hl7Message.parse(message));
    }

    private Answer decide(byte[] message, Hl7Message read) {
        if (!partner.triggers().contains(read.trigger())) {
            String type = read.value("MSH", 9);
            boolean typeKnown = partner.triggers().stream().anyMatch(t -> t.startsWith(type + "^"));
            return refused(
                    message,
                    "MSH^1^9",
                    typeKnown
                            ? ErrorCondition.UNSUPPORTED_EVENT_CODE
                            : ErrorCondition.UNSUPPORTED_MESSAGE_TYPE,
                    "Meddelandetypen tas inte emot.");
        }
        return switch (partner.decide(read)) {
            case Decision.Taken(List<String> segments) -> answering.taken(message, segments);
            case Decision.Refused(List<Refusal> refusals) ->
                    answering.refused(message, "AR", refusals);
        };
    }

    private Answer refused(byte[] message, String location, ErrorCondition condition, String text) {
        return answering.refused(message, "AR", List.of(new Refusal(location, condition, text)));
    }

    private record Key(String application, String facility, String controlId) {}

    private record Remembered(byte[] message, Answer answer) {}
}
