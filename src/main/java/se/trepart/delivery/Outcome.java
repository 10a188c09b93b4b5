package se.trepart.delivery;

import org.jspecify.annotations.Nullable;

import se.trepart.fault.Fault;

/** What became of one try: every outcome is one of these (law 6). */
public sealed interface Outcome {
    /** The destination holds it; it may have given its own number for it. */
    record Confirmed(@Nullable String contactNumber) implements Outcome {}

    /** Not applied now; the same message again, later. */
    record Transient(Fault fault) implements Outcome {}

    /** Refused: the stream is held until a person or a newer state releases it. */
    record Permanent(Fault fault) implements Outcome {}

    /** Sent, and nobody knows: repeated only where the receiver de-duplicates on our key. */
    record Ambiguous(Fault fault) implements Outcome {}
}
