package se.trepart.simulator;

/**
 * Where a simulator listens, on loopback.
 *
 * @param mllp for HL7 v2; 0 takes a free port
 * @param http for its extract, its witness and its faults; 0 takes a free port
 */
public record Ports(int mllp, int http) {
    /** Free ports, whichever they are. */
    public static final Ports FREE = new Ports(0, 0);
}
