package se.trepart.walls.broken.simulator;

import se.trepart.consultation.HsaId;

/** A witness that shares what it thinks with the hub. */
public record Accomplice(HsaId unit) {}
