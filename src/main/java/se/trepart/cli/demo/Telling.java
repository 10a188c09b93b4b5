package se.trepart.cli.demo;

/**
 * One message on its way to the hub.
 *
 * @param part told when everything of the earlier parts has been delivered
 * @param lane messages of one lane keep their order on one connection, as one sender's do
 * @param id MSH-10, or the CloudEvent's id
 * @param payload as it goes over the wire
 * @param fate what must become of it
 */
@SuppressWarnings("ArrayRecordComponent")
record Telling(int part, Day.Via via, String lane, String id, byte[] payload, Fate fate) {

    /** The same bytes once more. */
    Telling toldAgain() {
        return new Telling(part, via, lane, id, payload, new Fate.Duplicate());
    }

    /** What must become of a message. */
    sealed interface Fate {
        /** It belongs to a consultation. */
        record Accepted() implements Fate {}

        /** It is taken, and belongs to no consultation. */
        record NotConcerned() implements Fate {}

        /** The same bytes have been sent before. */
        record Duplicate() implements Fate {}

        /** It is refused with this answer: MSA-1, or the HTTP status. */
        record Refused(String answer) implements Fate {}
    }
}
