package se.trepart.walls.broken.house.cellar;

import se.trepart.walls.broken.house.attic.Attic;

/** Sees the attic all the same. */
public record Cellar(Attic above) {}
