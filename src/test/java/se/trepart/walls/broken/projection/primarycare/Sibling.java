package se.trepart.walls.broken.projection.primarycare;

/** The sibling that is leant on. */
public record Sibling(String name) {}
