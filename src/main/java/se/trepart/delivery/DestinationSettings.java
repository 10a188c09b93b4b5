package se.trepart.delivery;

import java.time.Duration;

/**
 * How the hub treats one destination.
 *
 * @param name {@code pasis}, {@code primary-care}, {@code remiss}
 * @param inTurn the streams of one consultation wait for each other, in the order in which they
 *     were caused
 * @param deduplicates the receiver takes a repeated MSH-10 for the same message, so that an unknown
 *     outcome may be repeated
 * @param parallel how many streams are drained at once
 * @param singleConnection it takes one connection at a time, from all instances together
 * @param lease how long a claim lasts; longer than the answer's time-out
 * @param backOffFirst the wait after the first failed try; doubled for each further one, with
 *     jitter
 * @param backOffMost the longest wait
 * @param refusalsMost after so many AE in a row the stream is held
 * @param refusalsFor after AE for so long the stream is held
 */
public record DestinationSettings(
        String name,
        boolean inTurn,
        boolean deduplicates,
        int parallel,
        boolean singleConnection,
        Duration lease,
        Duration backOffFirst,
        Duration backOffMost,
        int refusalsMost,
        Duration refusalsFor) {}
