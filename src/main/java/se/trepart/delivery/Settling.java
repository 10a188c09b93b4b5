package se.trepart.delivery;

/** Port: runs the ledger's change in one commit with what it changes in the log (law 4). */
public interface Settling {
    /**
     * The ledger's change; false when the claim is void because another has taken the stream over.
     */
    interface Change {
        boolean apply();
    }

    void settle(Claim claim, Outcome outcome, Change change);

    /** Whether that outcome changes anything in the log. */
    boolean concernsTheLog(Claim claim, Outcome outcome);
}
