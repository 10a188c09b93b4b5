package se.trepart.projection;

import se.trepart.log.Commits;
import se.trepart.log.MappingRecords;
import se.trepart.mapping.MappingSet;
import se.trepart.mapping.Mappings;

import java.time.Instant;
import java.util.List;

/**
 * Puts a checked mapping set in force: recorded first, so that no message is ever decided by a set
 * that the database does not hold (law 2), its registry shown, then swapped whole.
 */
public class MappingChange {
    private final Mappings mappings;
    private final MappingRecords records;
    private final Commits commits;
    private final RegistryView registry;

    MappingChange(
            Mappings mappings, MappingRecords records, Commits commits, RegistryView registry) {
        this.mappings = mappings;
        this.records = records;
        this.commits = commits;
        this.registry = registry;
    }

    /** Throws what the database throws, with the old set still in force. */
    public void putInForce(MappingSet next, Instant now) {
        records.keep(next.version(), next.files());
        commits.commit(
                List.of(),
                commit -> {
                    registry.write(commit, next);
                    return next;
                });
        mappings.put(next, now);
    }
}
