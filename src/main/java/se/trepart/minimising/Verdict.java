package se.trepart.minimising;

import com.fasterxml.jackson.databind.JsonNode;

import se.trepart.fault.AckCode;
import se.trepart.fault.Fault;
import se.trepart.mapping.Decoded;
import se.trepart.mapping.MappingSet;

import java.nio.charset.Charset;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a mapping set says of a message, by the same decoding as at the doors.
 *
 * @param faults none where it is not refused
 * @param prints each fault as what makes two of them the same: code, place without number, rule,
 *     and whether anything is told there, since nothing is another fault than something wrong
 * @param acknowledgement what the sender of HL7 v2 is told
 */
record Verdict(List<Fault> faults, Set<String> prints, Optional<String> acknowledgement) {
    /** Which of several, which line: what changes when others are left out. */
    private static final Pattern WHICH = Pattern.compile("\\(\\d+\\)|(?<=line )\\d+|, message .*");

    private static final Instant ANY = Instant.EPOCH;

    static Verdict of(MappingSet set, Known known, Specimen specimen) {
        return switch (specimen) {
            case Hl7Specimen message -> ofMessage(set, message);
            case EventSpecimen event -> ofEvent(set, known, event.tree());
        };
    }

    private static Verdict ofMessage(MappingSet set, Hl7Specimen message) {
        var decoded = set.decode(message.bytes());
        var faults =
                decoded instanceof Decoded.Refused refused ? refused.faults() : List.<Fault>of();
        var ours = faults.stream().anyMatch(fault -> fault.code().category().retry());
        var answer =
                MappingSet.acknowledge(
                        decoded.envelope(),
                        faults.isEmpty() ? AckCode.AA : ours ? AckCode.AE : AckCode.AR,
                        faults,
                        ANY,
                        "A1");
        return new Verdict(
                faults,
                faults.stream()
                        .map(fault ->
                                print(fault, WHICH.matcher(fault.where()).replaceAll(""))
                                        + (message.holds(fault.where()) ? " told" : ""))
                        .collect(Collectors.toUnmodifiableSet()),
                Optional.of(new String(answer, Charset.forName(decoded.envelope().charset()))));
    }

    private static Verdict ofEvent(MappingSet set, Known known, JsonNode event) {
        var faults = set.events().validate(event);
        return new Verdict(
                faults,
                faults.stream()
                        .map(fault -> print(fault, known.place(fault.where())))
                        .collect(Collectors.toUnmodifiableSet()),
                Optional.empty());
    }

    private static String print(Fault fault, String place) {
        return fault.code().code()
                + " "
                + place
                + " "
                + WHICH.matcher(fault.detail()).replaceAll("");
    }

    boolean refused() {
        return !faults.isEmpty();
    }
}
