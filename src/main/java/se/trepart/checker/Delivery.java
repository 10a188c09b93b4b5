package se.trepart.checker;

/**
 * One message that the hub's ledger says was sent, from {@code deliveries.ndjson}.
 *
 * @param serial its place in its stream, from 1
 * @param hash SHA-256 of the message's bytes
 * @param state {@code confirmed}, {@code superseded}, {@code held} or {@code in-flight}
 */
record Delivery(
        String destination, String key, int serial, String controlId, String hash, String state) {
    Stream.Key stream() {
        return new Stream.Key(destination, key);
    }
}
