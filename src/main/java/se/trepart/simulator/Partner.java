package se.trepart.simulator;

import java.util.List;

/**
 * One system around the hub: what it takes, and what it holds. One thread at a time asks it
 * anything.
 */
public sealed interface Partner permits Pasis, PrimaryCare, ReceivingUnit {
    /** What the partner is called on the command line, in its ready line and in the witness. */
    String name();

    /** The messages it takes, as {@code ADT^A04}. */
    List<String> triggers();

    /**
     * Takes or refuses a message that is one of its {@link #triggers()} and has not been taken
     * before.
     */
    Decision decide(Hl7Message message);

    /** Everything it holds, as the columns of the contract's section 7. */
    Extract extract();
}
