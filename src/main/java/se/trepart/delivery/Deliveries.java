package se.trepart.delivery;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

import se.trepart.fault.FaultException;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Drains the streams: claims the next due one, sends its message, settles the outcome; several at
 * once for each destination, each stream in its own order.
 */
public class Deliveries implements DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    private final Map<String, Drain> drains;
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("deliver-", 0).factory());
    private volatile boolean open = true;

    Deliveries(
            List<DestinationSettings> destinations,
            List<Rendering> renderings,
            Claims claims,
            Settlements settlements,
            Sending sending) {
        var byName =
                renderings.stream()
                        .collect(Collectors.toMap(Rendering::destination, Function.identity()));
        this.drains =
                destinations.stream()
                        .map(destination ->
                                new Drain(
                                        destination,
                                        Optional.ofNullable(byName.get(destination.name()))
                                                .orElseThrow(() ->
                                                        new IllegalStateException(
                                                                "no rendering for "
                                                                        + destination.name())),
                                        claims,
                                        settlements,
                                        sending))
                        .collect(Collectors.toMap(Drain::destination, Function.identity()));
    }

    /**
     * Starts work on the destination's due streams, unless as much as is allowed is under way;
     * returns at once.
     */
    public void wake(String destination) {
        var drain = drains.get(destination);
        if (drain != null && open && drain.enter()) {
            threads.execute(() -> run(drain));
        }
    }

    /** Starts work on every destination: what a lost wake-up or a passed wait has left. */
    public void wakeAll() {
        drains.keySet().forEach(this::wake);
    }

    private void run(Drain drain) {
        try {
            drain.work(() -> open);
        } catch (FaultException
                | org.springframework.dao.DataAccessException
                | org.springframework.transaction.TransactionException trouble) {
            LOG.warn(
                    "delivery to {} pauses until the next sweep: {}",
                    drain.destination(),
                    trouble.getClass().getSimpleName());
        } catch (RuntimeException ours) {
            // Its text may hold what a message held (law 9).
            LOG.error(
                    "a delivery to {} broke off: {}",
                    drain.destination(),
                    ours.getClass().getName());
        } finally {
            drain.leave();
        }
    }

    @Override
    public void destroy() {
        open = false;
        threads.close();
        drains.values().forEach(Drain::handBack);
    }
}
