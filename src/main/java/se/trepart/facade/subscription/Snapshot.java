package se.trepart.facade.subscription;

import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What had been written at a moment, as PostgreSQL tells it: {@code xmin:xmax:open,open}.
 *
 * @param xmin every transaction before it was over
 * @param xmax none from it on had begun
 * @param open those between that were not over
 */
record Snapshot(long xmin, long xmax, Set<Long> open) {
    private static final Pattern COLON = Pattern.compile(":");
    private static final Pattern COMMA = Pattern.compile(",");

    static Snapshot parse(String text) {
        var parts = COLON.split(text, -1);
        return new Snapshot(
                Long.parseUnsignedLong(parts[0]),
                Long.parseUnsignedLong(parts[1]),
                COMMA.splitAsStream(parts[2])
                        .filter(one -> !one.isEmpty())
                        .map(Long::parseUnsignedLong)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether what the transaction wrote was there. */
    boolean sees(String xid) {
        var transaction = Long.parseUnsignedLong(xid);
        return Long.compareUnsigned(transaction, xmin) < 0
                || (Long.compareUnsigned(transaction, xmax) < 0 && !open.contains(transaction));
    }
}
