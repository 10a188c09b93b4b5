package se.trepart.conformance;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Who is tried, and how.
 *
 * @param patience how long an answer may take
 * @param quiet how long nothing must come where nothing may come
 * @param type MSH-9 of what is sent, such as {@code ADT^A08}
 * @param processingId MSH-11: {@code T} is training, which changes nothing at the receiver
 */
public record Endpoint(
        InetSocketAddress address,
        Duration patience,
        Duration quiet,
        String type,
        String processingId) {}
