package se.trepart.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;

import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import se.trepart.RunningHub;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What a running hub does with a broker of its own standing, and without it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrokerIT {
    private static final String IN = "trepart.events.in";
    private static final String OUT = "trepart.events.out";
    private static final String DEAD = "trepart.dead-letters";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Pattern EVENT_ID = Pattern.compile("\"id\":\"(j\\d+-\\d+)\"");
    private static final AtomicInteger COUNT = new AtomicInteger();

    @TempDir private static Path data;
    private static int port;
    private static EmbeddedActiveMQ broker;
    private static RunningHub hub;

    private final String id = "j" + COUNT.incrementAndGet();

    /** Would betray itself if anybody read it. */
    private record Foreign(String text) implements Serializable {}

    @BeforeAll
    static void start() throws Exception {
        System.setProperty("io.netty.noUnsafe", "false");
        port = RunningHub.freePort();
        broker = startBroker();
        hub =
                RunningHub.start(
                        data.resolve("hub"),
                        RunningHub.freePort(),
                        RunningHub.freePort(),
                        "--spring.artemis.broker-url=tcp://127.0.0.1:" + port);
    }

    @AfterAll
    static void stop() throws Exception {
        hub.close();
        broker.stop();
    }

    @Test
    void anEventIsTakenAsTextAndAsBytesAndADuplicateDoesNoHarm() {
        // when
        send(jms -> jms.createTextMessage(Told.event(id, "yes")));
        send(jms -> {
            var bytes = jms.createBytesMessage();
            write(bytes, Told.event(id, "yes"));
            return bytes;
        });
        hub.event(Told.event(id, "yes"));
        // then
        eventually(() ->
                assertThat(outcomes(id))
                        .containsExactlyInAnyOrder("accepted", "duplicate", "duplicate"));
        assertThat(dead(id)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"half", "", "[]"})
    void poisonIsStoredAsRefusedAndPutOnTheDeadLetterAddress(String poison) {
        // given
        var before = refused();
        // when
        send(jms -> marked(jms.createTextMessage(poison)));
        // then
        eventually(() -> assertThat(refused()).isEqualTo(before + 1));
        eventually(() -> assertThat(dead(id)).hasSize(1));
        eventually(() -> assertThat(queued()).isZero());
    }

    @Test
    void anEventThatIsWrongIsStoredAsRefusedAndPutOnTheDeadLetterAddress() {
        // when
        send(jms -> marked(jms.createTextMessage(Told.event(id, "maybe"))));
        // then
        eventually(() -> assertThat(dead(id)).containsExactly(Told.event(id, "maybe")));
        assertThat(outcomes(id)).containsExactly("refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"map", "object", "stream", "none"})
    void anythingButTextAndBytesIsRefusedUnread(String kind) {
        // given
        var before = refused();
        // when
        send(jms ->
                marked(
                        switch (kind) {
                            case "map" -> map(jms, Told.event(id, "yes"));
                            case "object" -> jms.createObjectMessage(new Foreign("hej"));
                            case "stream" -> jms.createStreamMessage();
                            default -> jms.createMessage();
                        }));
        // then
        eventually(() -> assertThat(refused()).isEqualTo(before + 1));
        eventually(() -> assertThat(queued()).isZero());
        eventually(() -> assertThat(marksOfTheDead()).contains(id));
        assertThat(outcomes(id)).isEmpty();
    }

    @Test
    void whatIsAcceptedIsToldInOrderForEachConsultation() {
        // given
        try (var jms = jms();
                var subscriber = jms.createConsumer(jms.createTopic(OUT))) {
            // when
            var sent = new ArrayList<String>();
            for (var number = 1; number <= 30; number++) {
                var consultation = id + number % 3;
                var event =
                        Told.event(id + "-" + number, "yes")
                                .replace("K-" + id + "-" + number, "K-" + consultation)
                                .replace("B-" + id + "-" + number, "B-" + consultation);
                assertThat(hub.event(event).statusCode()).isEqualTo(201);
                sent.add(id + "-" + number);
            }
            // then
            var told = new ArrayList<String>();
            eventually(() -> {
                for (var message = subscriber.receive(1000);
                        message != null;
                        message = subscriber.receiveNoWait()) {
                    told.add(
                            EVENT_ID.matcher(message.getBody(String.class))
                                    .results()
                                    .map(found -> found.group(1))
                                    .findFirst()
                                    .orElseThrow());
                }
                assertThat(told).hasSize(30);
            });
            IntStream.range(0, 3)
                    .forEach(rest ->
                            assertThat(told.stream().filter(each -> number(each) % 3 == rest))
                                    .containsExactlyElementsOf(
                                            sent.stream()
                                                    .filter(each -> number(each) % 3 == rest)
                                                    .toList()));
        }
    }

    /** The last of all: the broker is another one afterwards. */
    @Test
    @Order(Integer.MAX_VALUE)
    void aBrokerThatIsAwayStopsNothingAndIsFoundAgain() throws Exception {
        // given
        broker.stop();
        // when
        for (var number = 1; number <= 5; number++) {
            var key = id + "-" + number;
            await().atMost(SOON)
                    .until(() ->
                            RunningHub.code(hub.hl7(Told.booking(key, "Nordin"))).equals("AA"));
        }
        // then
        assertThat(outcomes(id + "-1")).containsExactly("accepted");
        // when
        broker = startBroker();
        try (var jms = jms();
                var wakeUps = jms.createConsumer(jms.createTopic("trepart.wake"))) {
            // then
            var number = new AtomicInteger();
            eventually(() -> {
                var key = id + "-after-" + number.incrementAndGet();
                hub.event(Told.event(key, "yes"));
                hub.event(Told.joined(key));
                assertThat(wakeUps.receive(1000)).isNotNull();
            });
        }
        send(jms -> jms.createTextMessage(Told.event(id, "yes")));
        eventually(() -> assertThat(outcomes(id)).containsExactly("accepted"));
    }

    private static int number(String eventId) {
        return Integer.parseInt(eventId.substring(eventId.indexOf('-') + 1));
    }

    private static EmbeddedActiveMQ startBroker() throws Exception {
        var configuration =
                new ConfigurationImpl()
                        .setPersistenceEnabled(true)
                        .setSecurityEnabled(false)
                        .setJMXManagementEnabled(false)
                        .setJournalDirectory(data.resolve("broker/journal").toString())
                        .setBindingsDirectory(data.resolve("broker/bindings").toString())
                        .setLargeMessagesDirectory(data.resolve("broker/large").toString())
                        .setPagingDirectory(data.resolve("broker/paging").toString());
        configuration.addAcceptorConfiguration("tcp", "tcp://127.0.0.1:" + port);
        configuration.setAddressSettings(
                Map.of(
                        "#",
                        new AddressSettings()
                                .setDeadLetterAddress(SimpleString.of(DEAD))
                                .setRedeliveryDelay(100)
                                .setMaxDeliveryAttempts(-1)));
        var started = new EmbeddedActiveMQ();
        started.setConfiguration(configuration);
        started.start();
        return started;
    }

    private static JMSContext jms() {
        return new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port).createContext();
    }

    private static void send(Function<JMSContext, Message> message) {
        try (var jms = jms()) {
            jms.createProducer().send(jms.createQueue(IN), message.apply(jms));
        }
    }

    private <M extends Message> M marked(M message) {
        try {
            message.setStringProperty("mark", id);
            return message;
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void write(jakarta.jms.BytesMessage message, String text) {
        try {
            message.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Message map(JMSContext jms, String text) {
        try {
            var message = jms.createMapMessage();
            message.setString("event", text);
            return message;
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The texts on the dead-letter address that carry the mark; they stay there. */
    private static List<String> dead(String mark) {
        try (var jms = jms();
                var browser = jms.createBrowser(jms.createQueue(DEAD), "mark = '" + mark + "'")) {
            var texts = new ArrayList<String>();
            for (var messages = browser.getEnumeration(); messages.hasMoreElements(); ) {
                var body = ((Message) messages.nextElement()).getBody(String.class);
                texts.add(body == null ? "" : body);
            }
            return texts;
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> marksOfTheDead() {
        try (var jms = jms();
                var browser = jms.createBrowser(jms.createQueue(DEAD))) {
            var marks = new ArrayList<String>();
            for (var messages = browser.getEnumeration(); messages.hasMoreElements(); ) {
                marks.add(((Message) messages.nextElement()).getStringProperty("mark"));
            }
            return marks;
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long queued() {
        return broker.getActiveMQServer().locateQueue(IN).getMessageCount();
    }

    private static int refused() {
        var count =
                hub.jdbc()
                        .queryForObject(
                                "select count(*) from message where feed = 'jms' and outcome ="
                                        + " 'refused'",
                                Integer.class);
        return count == null ? 0 : count;
    }

    private static void eventually(ThrowingRunnable assertion) {
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(assertion);
    }

    private static List<String> outcomes(String key) {
        return hub.jdbc()
                .queryForList(
                        "select outcome from message where control_id = ? order by id",
                        String.class,
                        key);
    }
}
