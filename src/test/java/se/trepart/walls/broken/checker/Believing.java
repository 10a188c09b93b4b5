package se.trepart.walls.broken.checker;

import se.trepart.consultation.HsaId;

/** A checker that takes the hub's word for what an id is. */
public record Believing(HsaId unit) {}
