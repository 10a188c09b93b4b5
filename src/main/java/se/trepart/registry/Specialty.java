package se.trepart.registry;

/** A specialty that can be consulted: its code and its Swedish name. */
public record Specialty(String code, String name) {}
