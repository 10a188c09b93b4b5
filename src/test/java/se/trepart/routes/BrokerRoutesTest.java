package se.trepart.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;

import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsComponent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The routes that speak with the broker, on a real one inside this process. */
class BrokerRoutesTest extends Carried {
    private static final String URL = "vm://25";
    private static final EmbeddedActiveMQ BROKER = new EmbeddedActiveMQ();

    private final QueuedEvents queuedEvents = new QueuedEvents();
    private final Waking deliveries = new Waking();

    /** Stands for the door: refuses or breaks as the text says, and writes down. */
    public static final class QueuedEvents {
        private final List<String> received = new CopyOnWriteArrayList<>();
        private final List<Integer> camelHeaders = new CopyOnWriteArrayList<>();

        /** As the real one does it. */
        public void receive(Exchange exchange) throws JMSException {
            var text =
                    exchange.getMessage().getBody() instanceof TextMessage message
                            ? message.getText()
                            : "no text";
            exchange.getMessage().setBody(text);
            received.add(text);
            camelHeaders.add(
                    (int)
                            exchange.getMessage().getHeaders().keySet().stream()
                                    .filter(it -> it.startsWith("Camel"))
                                    .count());
            if (text.equals("later") && received.size() == 1) {
                throw new IllegalStateException("the database is away");
            }
            exchange.setProperty("refused", text.equals("wrong"));
        }
    }

    /** Stands for the streams: writes down who is woken. */
    public static final class Waking {
        private final List<String> woken = new CopyOnWriteArrayList<>();

        /** One destination. */
        public void wake(String destination) {
            woken.add(destination);
        }
    }

    @BeforeAll
    static void startTheBroker() throws Exception {
        var configuration =
                new ConfigurationImpl()
                        .setPersistenceEnabled(false)
                        .setSecurityEnabled(false)
                        .setJMXManagementEnabled(false);
        configuration.addAcceptorConfiguration("in-vm", URL);
        configuration.setAddressSettings(
                Map.of(
                        "#",
                        new AddressSettings()
                                .setDeadLetterAddress(SimpleString.of("trepart.dead-letters"))
                                .setRedeliveryDelay(50)));
        BROKER.setConfiguration(configuration);
        BROKER.start();
    }

    @AfterAll
    static void stopTheBroker() throws Exception {
        BROKER.stop();
    }

    @BeforeEach
    void connectCamel() {
        context.addComponent("jms", JmsComponent.jmsComponent(new ActiveMQConnectionFactory(URL)));
        bind("queuedEvents", queuedEvents);
        bind("deliveries", deliveries);
    }

    @Test
    void takesWhatIsQueuedOnceAndAcknowledgesIt() throws Exception {
        // given
        load("feed-jms");

        // when
        queue("event", null);

        // then
        await().until(() -> queuedEvents.received.equals(List.of("event")));
        await().until(() -> messagesOn("trepart.events.in") == 0);
        assertThat(next("trepart.dead-letters", 200)).isNull();
    }

    @Test
    void putsWhatIsRefusedOnTheDeadLetterAddress() throws Exception {
        // given
        load("feed-jms");

        // when
        queue("wrong", null);

        // then
        assertThat(next("trepart.dead-letters", 10_000)).isEqualTo("wrong");
        assertThat(queuedEvents.received).containsExactly("wrong");
    }

    @Test
    void leavesOnTheQueueWhatMustBeTriedLater() throws Exception {
        // given
        load("feed-jms");

        // when
        queue("later", null);

        // then
        await().until(() -> queuedEvents.received.equals(List.of("later", "later")));
        await().until(() -> messagesOn("trepart.events.in") == 0);
        assertThat(next("trepart.dead-letters", 200)).isNull();
    }

    @Test
    void takesOffTheHeadersThatWouldSteerCamel() throws Exception {
        // given
        load("feed-jms");

        // when
        queue("event", "CamelFileName");

        // then
        await().until(() -> queuedEvents.camelHeaders.equals(List.of(0)));
    }

    @Test
    void carriesAWakeUpByTheBrokerToTheStreams() throws Exception {
        // given
        load("send-wake", "wake-deliveries");
        await().until(() -> consumersOn("trepart.wake") == 1);

        // when
        template.sendBody("direct:wake", "pasis");

        // then
        await().until(() -> deliveries.woken.equals(List.of("pasis")));
    }

    @Test
    void doesNotKeepAWakeUpLongerThanAMoment() throws Exception {
        // given
        load("send-wake");
        try (var jms = jms();
                var listener = jms.createConsumer(jms.createTopic("trepart.wake"))) {
            // when
            template.sendBody("direct:wake", "pasis");

            // then
            var wakeUp = listener.receive(10_000);
            assertThat(wakeUp.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
            assertThat(wakeUp.getJMSExpiration() - wakeUp.getJMSTimestamp()).isEqualTo(10_000);
        }
    }

    @Test
    void sendsAnEventOutDurablyAndRecognisably() throws Exception {
        // given
        load("send-event-out");
        try (var jms = jms();
                var subscriber = jms.createConsumer(jms.createTopic("trepart.events.out"))) {
            // when
            for (int time = 0; time < 2; time++) {
                template.sendBodyAndHeaders(
                        "direct:publish-event",
                        "{\"id\":\"1\"}",
                        Map.of("JMSXGroupID", "K-1", "_AMQ_DUPL_ID", "K-1-17"));
            }

            // then
            var event = subscriber.receive(10_000);
            assertThat(event.getBody(String.class)).isEqualTo("{\"id\":\"1\"}");
            assertThat(event.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
            assertThat(event.getStringProperty("JMSXGroupID")).isEqualTo("K-1");
            assertThat(subscriber.receive(300)).as("the same event told again").isNull();
        }
    }

    private static JMSContext jms() {
        return new ActiveMQConnectionFactory(URL).createContext();
    }

    private static void queue(String text, @Nullable String property) throws JMSException {
        try (var jms = jms()) {
            var message = jms.createTextMessage(text);
            if (property != null) {
                message.setStringProperty(property, "elsewhere");
            }
            jms.createProducer().send(jms.createQueue("trepart.events.in"), message);
        }
    }

    private static @Nullable String next(String queue, long millis) throws JMSException {
        try (var jms = jms();
                var consumer = jms.createConsumer(jms.createQueue(queue))) {
            var message = consumer.receive(millis);
            return message == null ? null : message.getBody(String.class);
        }
    }

    private static long messagesOn(String queue) {
        return BROKER.getActiveMQServer().locateQueue(queue).getMessageCount();
    }

    private static int consumersOn(String address) throws Exception {
        return BROKER.getActiveMQServer()
                .bindingQuery(SimpleString.of(address))
                .getQueueNames()
                .size();
    }
}
