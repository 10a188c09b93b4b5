package se.trepart.simulator;

/** A physician, as XCN tells it. */
public record DriverActor(String hsaId, String family, String given) {}
