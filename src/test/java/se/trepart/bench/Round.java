package se.trepart.bench;

/**
 * What one round measured, and what else the machine did meanwhile.
 *
 * @param others the share of the machine's processors that other programs, or other machines on the
 *     same hardware, had
 */
record Round(double value, double loadBefore, double loadAfter, double others) {
    static final double DISTURBING = 0.1;

    boolean disturbed() {
        return others > DISTURBING;
    }

    /** The same moment, of another value that the round gave. */
    Round of(double other) {
        return new Round(other, loadBefore, loadAfter, others);
    }
}
