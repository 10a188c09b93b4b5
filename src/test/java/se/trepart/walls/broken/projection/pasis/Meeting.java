package se.trepart.walls.broken.projection.pasis;

import se.trepart.walls.broken.projection.primarycare.Sibling;

/** A projection that leans on its sibling. */
public record Meeting(Sibling sibling) {}
