package se.trepart.delivery;

import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells every instance, by the broker, that a destination is owed something. It never makes the
 * caller wait, and a wake-up that is lost only costs the time until the next sweep.
 */
@Component
public class Wakeups implements Waking, DisposableBean {
    private static final Logger LOG = LoggerFactory.getLogger(Wakeups.class);

    private final ProducerTemplate template;
    private final Map<String, AtomicBoolean> waiting = new ConcurrentHashMap<>();
    private final ExecutorService threads =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().name("wake-up").daemon().factory());

    Wakeups(CamelContext camel) {
        this.template = camel.createProducerTemplate();
    }

    /** Several calls at once become one. */
    @Override
    public void wake(String destination) {
        var underWay = waiting.computeIfAbsent(destination, name -> new AtomicBoolean());
        if (underWay.compareAndSet(false, true)) {
            threads.execute(() -> send(destination, underWay));
        }
    }

    private void send(String destination, AtomicBoolean underWay) {
        underWay.set(false);
        try {
            template.sendBody("direct:wake", destination);
        } catch (CamelExecutionException | IllegalStateException brokerAway) {
            LOG.debug("no wake-up for {}: the sweep will find it", destination);
        }
    }

    @Override
    public void destroy() {
        threads.shutdown();
    }
}
