package se.trepart.walls.broken.house.attic;

/** What the cellar may not see. */
public record Attic(String chest) {}
