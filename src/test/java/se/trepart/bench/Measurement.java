package se.trepart.bench;

import java.util.List;

/** One thing that the suite measures; what it starts it also ends. */
interface Measurement {
    /** What {@code --only} calls it. */
    String name();

    /** Whether it takes so long that only {@code --full} measures it, or who asks by name. */
    default boolean onlyInFull() {
        return false;
    }

    /** Measures; the rows of the table. */
    List<Figure> measure(Surroundings surroundings) throws Exception;
}
