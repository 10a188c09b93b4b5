package se.trepart.consultation;

/**
 * Names one mottagningsbesök: the vårdcentral that registers it and that system's own number for
 * it.
 */
public record VisitKey(HsaId unit, String id) implements Comparable<VisitKey> {
    public VisitKey {
        if (id.isBlank()) {
            throw new IllegalArgumentException("empty visit id");
        }
    }

    /** Reads {@code unit|id}, as {@link #toString} writes it. */
    public static VisitKey parse(String text) {
        var bar = text.indexOf('|');
        if (bar < 0) {
            throw new IllegalArgumentException("malformed visit key");
        }
        return new VisitKey(HsaId.parse(text.substring(0, bar)), text.substring(bar + 1));
    }

    @Override
    public int compareTo(VisitKey other) {
        var byUnit = unit.compareTo(other.unit);
        return byUnit != 0 ? byUnit : id.compareTo(other.id);
    }

    @Override
    public String toString() {
        return unit + "|" + id;
    }
}
