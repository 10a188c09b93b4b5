package se.trepart.facade;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;

/** How sort values compare, the same here as in PostgreSQL; as text they travel in page links. */
enum Order implements Comparator<String> {
    /** By the bytes of UTF-8, as collation "C" does. */
    TEXT("text"),
    /** Instants, or {@code infinity} with or without a minus. */
    TIME("timestamptz"),
    /** Whole numbers. */
    RANK("int");

    private final String sqlType;

    Order(String sqlType) {
        this.sqlType = sqlType;
    }

    String sqlType() {
        return sqlType;
    }

    @Override
    public int compare(String one, String other) {
        return switch (this) {
            case TEXT ->
                    Arrays.compareUnsigned(
                            one.getBytes(StandardCharsets.UTF_8),
                            other.getBytes(StandardCharsets.UTF_8));
            case TIME -> instant(one).compareTo(instant(other));
            case RANK -> Integer.compare(Integer.parseInt(one), Integer.parseInt(other));
        };
    }

    private static Instant instant(String text) {
        return switch (text) {
            case "-infinity" -> Instant.MIN;
            case "infinity" -> Instant.MAX;
            default -> Instant.parse(text);
        };
    }
}
