package se.trepart.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSContext;

import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import se.trepart.RunningHub;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.function.Consumer;

/** The broker on what earlier ones have left, and with more than a file of its journal holds. */
class EmbeddedBrokerIT {
    private static final String QUEUE = "kept";

    @TempDir private Path data;
    private final int port = RunningHub.freePort();

    @BeforeAll
    static void letsNettyCleanItsBuffers() {
        System.setProperty("io.netty.noUnsafe", "false");
    }

    @Test
    void deliversWhatAJournalOfLongerFilesHolds() throws Exception {
        // given: a broker of the version before
        var earlier = new EmbeddedActiveMQ();
        earlier.setConfiguration(
                EmbeddedBroker.configuration(data, port).setJournalFileSize(10 << 20));
        earlier.start();
        send("kept since before");
        earlier.stop();

        // when
        try (var broker = EmbeddedBroker.start(data, port)) {
            // then
            assertThat(broker.isActive()).isTrue();
            assertThat(received()).isEqualTo("kept since before");
        }
    }

    @Test
    void keepsAMessageThatIsLongerThanAFileOfTheJournal() throws Exception {
        // given
        var text = "å".repeat(3 << 20);
        try (var broker = EmbeddedBroker.start(data, port)) {
            assertThat(broker.isActive()).isTrue();
            send(text);
        }

        // when
        try (var broker = EmbeddedBroker.start(data, port)) {
            // then
            assertThat(broker.isActive()).isTrue();
            assertThat(received()).isEqualTo(text);
        }
    }

    /** As a client that thinks nothing large: the broker is to see what its journal cannot take. */
    private void send(String text) {
        within(context ->
                context.createProducer()
                        .send(context.createQueue(QUEUE), context.createTextMessage(text)));
    }

    private String received() {
        var texts = new ArrayList<String>();
        within(context -> {
            try (var consumer = context.createConsumer(context.createQueue(QUEUE))) {
                texts.add(consumer.receiveBody(String.class, 20_000));
            }
        });
        return texts.getFirst();
    }

    private void within(Consumer<JMSContext> what) {
        try (var factory =
                        new ActiveMQConnectionFactory(
                                "tcp://127.0.0.1:" + port + "?minLargeMessageSize=20000000");
                var context = factory.createContext()) {
            what.accept(context);
        }
    }
}
