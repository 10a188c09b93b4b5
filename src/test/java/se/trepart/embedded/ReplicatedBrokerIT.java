package se.trepart.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Session;

import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import se.trepart.RunningHub;
import se.trepart.cli.Trepart;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The pair of brokers of the README's recipe: one is killed, the other has what it had. */
class ReplicatedBrokerIT {
    private static final String QUEUE = "kept-by-both";

    @TempDir private Path data;
    private final int first = RunningHub.freePort();
    private final int second = RunningHub.freePort();
    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (var process : processes) {
            process.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatOneTookTheOtherHasWhenTheFirstIsKilled() throws Exception {
        // given
        var primary = start(first, "--pair-with=" + second);
        await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> send(first, "early"));
        start(second, "--pair-with=" + first, "--backup");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> java.nio.file.Files.exists(data.resolve(second + "/journal")));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> Log.tells(data.resolve(second + ".log"), "announc"));
        assertThat(send(first, "late")).isTrue();
        // when
        primary.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        // then
        var found = new ArrayList<String>();
        await().atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> {
                    receive(found);
                    return found.contains("late");
                });
        assertThat(found).contains("early", "late");
    }

    private Process start(int port, String... options) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                Trepart.class.getName(),
                                "part",
                                "broker",
                                "--data-dir=" + data.resolve(Integer.toString(port)),
                                "--port=" + port));
        command.addAll(List.of(options));
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(data.resolve(port + ".log").toFile())
                        .start();
        processes.add(process);
        return process;
    }

    private static boolean send(int port, String text) throws JMSException {
        try (var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port);
                var connection = factory.createConnection();
                var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                var producer = session.createProducer(session.createQueue(QUEUE))) {
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            producer.send(session.createTextMessage(text));
            return true;
        }
    }

    private void receive(List<String> found) throws JMSException {
        try (var factory =
                        new ActiveMQConnectionFactory(
                                "(tcp://127.0.0.1:%d,tcp://127.0.0.1:%d)?ha=true"
                                        .formatted(first, second));
                var connection = factory.createConnection();
                var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                var consumer = session.createConsumer(session.createQueue(QUEUE))) {
            connection.start();
            for (var next = consumer.receive(2_000); next != null; next = consumer.receive(500)) {
                found.add(next.getBody(String.class));
            }
        }
    }

    private static final class Log {
        static boolean tells(Path log, String word) throws IOException {
            return java.nio.file.Files.readString(log).contains(word);
        }
    }
}
