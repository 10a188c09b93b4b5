package se.trepart.embedded;

import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An Artemis of our own: one acceptor on loopback, a journal below the data directory, a
 * dead-letter address for everything.
 */
final class EmbeddedBroker implements AutoCloseable {
    private static final String DEAD_LETTERS = "trepart.dead-letters";
    private static final String EVENTS_IN = "trepart.events.in";

    /**
     * A file of the journal is read byte for byte at every start, however little is in it: as long
     * as a file of bindings, a tenth of what Artemis would take. A message that is longer than a
     * record may be is stored beside the journal, as before.
     */
    private static final int JOURNAL_FILE = 1 << 20;

    /** What cannot be stored yet waits; what is wrong the door itself takes off and stores. */
    private static final int AGAIN_AND_AGAIN = -1;

    private final EmbeddedActiveMQ broker;
    private final int port;

    private EmbeddedBroker(EmbeddedActiveMQ broker, int port) {
        this.broker = broker;
        this.port = port;
    }

    /**
     * Starts it; throws when it did not become active, so that a hub never runs without the broker
     * it thinks it has.
     */
    static EmbeddedBroker start(Path directory, int port) throws Exception {
        var broker = new EmbeddedActiveMQ();
        broker.setConfiguration(configuration(directory.toAbsolutePath(), port));
        broker.start();
        if (!broker.getActiveMQServer().waitForActivation(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the embedded broker did not become active");
        }
        return new EmbeddedBroker(broker, port);
    }

    /** What every broker of ours is: durable, on loopback, with dead letters. */
    static ConfigurationImpl configuration(Path base, int port) throws Exception {
        var configuration =
                new ConfigurationImpl()
                        .setPersistenceEnabled(true)
                        .setSecurityEnabled(false)
                        .setJournalDirectory(base.resolve("journal").toString())
                        .setBindingsDirectory(base.resolve("bindings").toString())
                        .setLargeMessagesDirectory(base.resolve("large").toString())
                        .setPagingDirectory(base.resolve("paging").toString())
                        .setJMXManagementEnabled(false)
                        .setJournalFileSize(JOURNAL_FILE)
                        .setMaxDiskUsage(-1);
        configuration.addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port);
        configuration.setAddressSettings(
                Map.of("#", redelivery(10), EVENTS_IN, redelivery(AGAIN_AND_AGAIN)));
        return configuration;
    }

    private static AddressSettings redelivery(int attempts) {
        return new AddressSettings()
                .setDeadLetterAddress(SimpleString.of(DEAD_LETTERS))
                .setAutoCreateDeadLetterResources(true)
                .setMaxDeliveryAttempts(attempts)
                .setRedeliveryDelay(1000)
                .setRedeliveryMultiplier(2)
                .setMaxRedeliveryDelay(30_000);
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    boolean isActive() {
        return broker.getActiveMQServer().isActive();
    }

    @Override
    public void close() throws Exception {
        broker.stop();
    }
}
