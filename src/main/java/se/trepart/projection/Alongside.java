package se.trepart.projection;

/**
 * What a commit writes beside what it derives: a Provenance for each event, and the search index.
 * Where records are only made to be compared, neither is asked for.
 */
public record Alongside(boolean provenance, boolean searchIndex) {
    /** As the doors write. */
    static final Alongside EVERYTHING = new Alongside(true, true);

    public static final Alongside NOTHING = new Alongside(false, false);
}
