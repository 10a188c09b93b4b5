package se.trepart.facade;

/** One kind of request that FHIR names, such as read or search. */
interface Interaction {
    /**
     * Answers it.
     *
     * @throws se.trepart.fault.FaultException when it cannot be answered as asked
     */
    Answer answer(Request request);
}
