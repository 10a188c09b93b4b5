package se.trepart.projection;

import se.trepart.fault.Fault;

import java.util.List;

/**
 * The entry for apps: a medical secretary's check, told by FHIR, enters the log like any other
 * event. Stored, then answered: when {@link #verify} returns, all that follows from it is durable.
 */
public interface Verifying {
    /**
     * What an app told.
     *
     * @param consultation whose registration was checked
     * @param key which version of which Task it is about; the same key with the same body is the
     *     same telling
     * @param by HSA-id of the secretary
     * @param body of the request, as it came
     */
    record Told(String consultation, String key, String by, byte[] body) {}

    /**
     * Keeps the request and appends the event, all in one commit.
     *
     * @param check run when nobody else can change the consultation any more; what it throws undoes
     *     everything
     * @return whether it is new; false when the same was told before, and its answer stands
     * @throws se.trepart.fault.FaultException when nothing was kept
     */
    boolean verify(Told told, Runnable check);

    /**
     * Whether the same was told before and accepted; then it is kept as a duplicate of that.
     *
     * @throws se.trepart.fault.FaultException when that cannot be told
     */
    boolean toldBefore(String key, byte[] body);

    /** Keeps a request that was refused, with all that is wrong with it. */
    void refused(String key, byte[] body, List<Fault> faults);
}
