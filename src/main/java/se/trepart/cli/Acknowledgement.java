package se.trepart.cli;

import se.trepart.simulator.Hl7Message;
import se.trepart.simulator.Hl7Segment;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A receiver's answer to an HL7 v2 message, as a person wants to see it.
 *
 * @param code MSA-1: AA, AE, AR or their commit forms; empty when the answer has none
 * @param controlId MSA-2: the message that was answered
 * @param reasons one line for each ERR segment (where, which codes, the text), else MSA-3
 */
record Acknowledgement(String code, String controlId, List<String> reasons) {
    /**
     * Reads an answer.
     *
     * @throws IllegalArgumentException if it is no HL7 v2 message
     */
    static Acknowledgement parse(byte[] answer) {
        Hl7Message message = Hl7Message.parse(answer);
        List<String> errors =
                message.segments("ERR").stream().map(Acknowledgement::reason).toList();
        String text = message.value("MSA", 3);
        return new Acknowledgement(
                message.value("MSA", 1),
                message.value("MSA", 2),
                errors.isEmpty() && !text.isEmpty() ? List.of(text) : errors);
    }

    boolean accepts() {
        return code.equals("AA") || code.equals("CA");
    }

    private static String reason(Hl7Segment err) {
        String place =
                err.value(2, 3).isEmpty() ? err.value(2) : err.value(2) + "-" + err.value(2, 3);
        return Stream.of(place, err.value(3), err.value(5), err.value(8))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
