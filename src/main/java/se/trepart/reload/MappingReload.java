package se.trepart.reload;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import se.trepart.fault.FaultException;
import se.trepart.mapping.Mappings;
import se.trepart.projection.MappingChange;

import java.time.Clock;

/**
 * Puts a changed {@code mappings/} in force when all of it is right; otherwise keeps the set that
 * was, and tells every problem in the log and at {@code /api/mappings}.
 */
@Component
class MappingReload {
    private static final Logger LOG = LoggerFactory.getLogger(MappingReload.class);

    private final Mappings mappings;
    private final MappingChange change;
    private final Clock clock;

    MappingReload(Mappings mappings, MappingChange change, Clock clock) {
        this.mappings = mappings;
        this.change = change;
        this.clock = clock;
    }

    /** Looks whether there is another set than the one in force, and not the one refused last. */
    void look() {
        var version = mappings.versionInDirectory();
        var refused =
                mappings.lastRefusal().filter(last -> last.version().equals(version)).isPresent();
        if (version.equals(mappings.current().version()) || refused) {
            return;
        }
        try {
            var next = mappings.candidate(mappings.directory());
            change.putInForce(next, clock.instant());
            LOG.info("mappings {} are in force", next.version());
        } catch (FaultException wrong) {
            mappings.refuse(version, clock.instant(), wrong.faults());
            wrong.faults()
                    .forEach(fault ->
                            LOG.error(
                                    "mappings refused, {} stay in force: {}",
                                    mappings.current().version(),
                                    fault.english()));
        }
    }
}
