package se.trepart.checker;

import java.util.List;

/**
 * What a message changes at its destination, read from the message alone (contract, section 6).
 *
 * @param registration PASiS: PV1-19; primary care: the vårdcentral and PV1-19
 * @param needsIt the registration must be there before
 * @param leavesIt it is there afterwards
 */
record Change(Stream.Key registration, String what, boolean needsIt, boolean leavesIt) {

    /** None for a destination that passes messages on as they are. */
    static List<Change> of(Frame frame) {
        return switch (frame.destination()) {
            case "pasis" ->
                    List.of(
                            new Change(
                                    new Stream.Key("pasis", frame.value("PV1", 19)),
                                    frame.trigger(),
                                    !frame.trigger().equals("A04"),
                                    !frame.trigger().equals("A11")));
            case "primary-care" ->
                    frame.segments("PR1")
                            .map(procedure -> {
                                var adds = Frame.value(procedure, 20).equals("A");
                                return new Change(
                                        new Stream.Key(
                                                "primary-care",
                                                frame.value("PV1", 3)
                                                        + "|"
                                                        + frame.value("PV1", 19)),
                                        adds ? "added" : "taken off",
                                        !adds,
                                        adds);
                            })
                            .toList();
            default -> List.of();
        };
    }

    /** What is passed on as it is leaves no registration behind. */
    static boolean isRegistration(Stream stream) {
        return stream.destination().equals("pasis") || stream.destination().equals("primary-care");
    }

    /** What the stream's messages are about. */
    static Stream.Key registration(Stream stream) {
        return stream.destination().equals("pasis")
                ? new Stream.Key("pasis", stream.key() + "-consultation")
                : stream.name();
    }
}
