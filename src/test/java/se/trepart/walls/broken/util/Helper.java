package se.trepart.walls.broken.util;

/** A name that says nothing. */
public record Helper(String anything) {}
