package se.trepart.embedded;

import org.apache.activemq.artemis.core.config.ClusterConnectionConfiguration;
import org.apache.activemq.artemis.core.config.ha.ReplicaPolicyConfiguration;
import org.apache.activemq.artemis.core.config.ha.ReplicatedPolicyConfiguration;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

import java.nio.file.Path;
import java.util.List;

/**
 * One of two brokers that write the same journal over the network: the backup takes over when the
 * other goes. Two alone cannot tell a dead partner from a lost network, so this is for one machine;
 * in production the region's own pair has a quorum.
 */
final class ReplicatedBroker implements AutoCloseable {
    private static final String CLUSTER_USER = "trepart";

    private final EmbeddedActiveMQ broker;

    private ReplicatedBroker(EmbeddedActiveMQ broker) {
        this.broker = broker;
    }

    /** Starts it; the backup listens to nobody until it takes over. */
    static ReplicatedBroker start(Path directory, int port, boolean backup, int other)
            throws Exception {
        var configuration = EmbeddedBroker.configuration(directory.toAbsolutePath(), port);
        configuration.addConnectorConfiguration("own", "tcp://127.0.0.1:" + port);
        configuration.addConnectorConfiguration("other", "tcp://127.0.0.1:" + other);
        configuration.setClusterUser(CLUSTER_USER);
        configuration.setClusterPassword(CLUSTER_USER);
        configuration.addClusterConfiguration(
                new ClusterConnectionConfiguration()
                        .setName("pair")
                        .setConnectorName("own")
                        .setStaticConnectors(List.of("other")));
        configuration.setHAPolicyConfiguration(
                backup
                        ? new ReplicaPolicyConfiguration().setAllowFailBack(true)
                        : new ReplicatedPolicyConfiguration().setCheckForActiveServer(true));
        var broker = new EmbeddedActiveMQ();
        broker.setConfiguration(configuration);
        broker.start();
        return new ReplicatedBroker(broker);
    }

    @Override
    public void close() throws Exception {
        broker.stop();
    }
}
