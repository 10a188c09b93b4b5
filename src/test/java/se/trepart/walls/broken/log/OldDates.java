package se.trepart.walls.broken.log;

import java.util.Date;

/** A log whose times can be changed after they were written. */
public record OldDates(Date written) {}
