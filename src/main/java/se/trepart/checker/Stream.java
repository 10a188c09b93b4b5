package se.trepart.checker;

/**
 * What the hub's ledger says of one stream, from {@code streams.ndjson}.
 *
 * @param state {@code idle}, {@code pending} or {@code held}
 * @param missing what must be known before anything can be sent; empty when nothing is missing
 * @param target a hash of what the destination must hold; empty when it must hold nothing
 * @param confirmed a hash of what it has confirmed to hold; empty when nothing
 */
record Stream(
        String destination,
        String key,
        String state,
        String missing,
        String target,
        String confirmed) {
    Key name() {
        return new Key(destination, key);
    }

    /** Names a stream. */
    record Key(String destination, String key) {
        @Override
        public String toString() {
            return destination + " " + key;
        }
    }
}
