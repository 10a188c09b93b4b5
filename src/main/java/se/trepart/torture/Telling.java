package se.trepart.torture;

import java.util.Set;

/** One sender's end of a feed; not for several threads at once. */
interface Telling extends AutoCloseable {
    /** Tells once; never throws for what the network or the hub does. */
    Answered tell(Item item);

    @Override
    void close();

    /**
     * What came back.
     *
     * @param code MSA-1 or the status; {@code none} when no whole answer came
     * @param id whom the answer names; empty when nobody
     */
    record Answered(String code, String id) {
        private static final Set<String> TAKEN = Set.of("AA", "200", "201");
        private static final Set<String> REFUSED = Set.of("AR", "409", "422", "400", "413", "sent");

        static final Answered NOTHING = new Answered("none", "");

        boolean taken() {
            return TAKEN.contains(code);
        }

        /** The sender need not try again. */
        boolean settled() {
            return taken() || REFUSED.contains(code);
        }
    }
}
