package se.trepart.delivery;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import se.trepart.fault.FaultCode;

import java.time.Duration;
import java.util.List;

/**
 * Finds out by itself whether a destination that asked too often to come later is mended: at long
 * intervals one of the streams that are held for it is tried once more, the one whose last try is
 * longest ago; when it is taken, all of them go on. What was refused (AR) is never tried so: that
 * answer would be the same.
 */
@Component
public class Probing {
    private static final Logger LOG = LoggerFactory.getLogger(Probing.class);
    private static final Interventions.Why MENDED =
            new Interventions.Why("hub", "one that was held has been taken");

    private final List<DestinationSettings> destinations;
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Releases releases;
    private final Waking waking;
    private final Duration every;

    Probing(
            List<DestinationSettings> destinations,
            JdbcTemplate jdbc,
            TransactionTemplate transactions,
            Releases releases,
            Waking waking,
            @Value("${trepart.delivery.probe-every}") Duration every) {
        this.destinations = destinations;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.releases = releases;
        this.waking = waking;
        this.every = every;
    }

    /** Looks after all destinations. */
    public void look() {
        for (var destination : destinations) {
            if (mended(destination.name())) {
                var released =
                        releases.release(destination.name(), List.of(FaultCode.TRP_404), MENDED);
                LOG.info("{} is mended: {} held streams go on", destination.name(), released);
            } else if (Boolean.TRUE.equals(
                    transactions.execute(status -> tried(destination.name())))) {
                LOG.info("a held stream of {} is tried once more", destination.name());
                waking.wake(destination.name());
            }
        }
    }

    private boolean tried(String destination) {
        return held(destination) && due(destination) && probe(destination);
    }

    private boolean mended(String destination) {
        return jdbc.update(
                        """
                        delete from probe using stream where probe.destination = ? and stream.destination = probe.destination
                          and stream.key = probe.key and stream.confirmed_at > probe.tried_at
                        """,
                        destination)
                > 0;
    }

    private boolean held(String destination) {
        return Boolean.TRUE.equals(
                jdbc.queryForObject(
                        "select exists (select from stream where destination = ? and state = 'held'"
                                + " and cause = ?)",
                        Boolean.class,
                        destination,
                        FaultCode.TRP_404.code()));
    }

    /** One instance at a time; the first time for a destination only the clock is started. */
    private boolean due(String destination) {
        var before =
                jdbc.update(
                        "insert into probe (destination, key) values (?, '') on conflict do"
                                + " nothing",
                        destination);
        return before == 0
                && jdbc.update(
                                "update probe set tried_at = clock_timestamp() where destination ="
                                        + " ? and tried_at < clock_timestamp() -"
                                        + " make_interval(secs => ?)",
                                destination,
                                every.toMillis() / 1000.0)
                        > 0;
    }

    /** It keeps its count of tries, so that one more AE holds it again. */
    private boolean probe(String destination) {
        var key =
                jdbc.queryForList(
                        """
                        update stream set state = 'pending', due_at = clock_timestamp(), fence = fence + 1
                        where destination = ? and key = (
                            select key from stream where destination = ? and state = 'held' and cause = ? and missing = '' and leased_until <= clock_timestamp()
                            order by due_at, key limit 1 for update skip locked)
                        returning key
                        """,
                        String.class,
                        destination,
                        destination,
                        FaultCode.TRP_404.code());
        if (!key.isEmpty()) {
            jdbc.update(
                    "update delivery set state = 'superseded', settled_at = clock_timestamp() where"
                            + " destination = ? and key = ? and state = 'held'",
                    destination,
                    key.getFirst());
            jdbc.update(
                    "update probe set key = ?, tried_at = clock_timestamp() where destination = ?",
                    key.getFirst(),
                    destination);
        }
        return !key.isEmpty();
    }
}
