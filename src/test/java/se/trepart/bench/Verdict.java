package se.trepart.bench;

import java.util.Locale;

/** How a figure stands to its target. */
enum Verdict {
    OK,
    SHORT,
    /** Nothing was promised of it. */
    INFO,
    /** It was not measured; its note says why and what to do. */
    ABSENT;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
