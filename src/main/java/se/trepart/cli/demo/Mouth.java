package se.trepart.cli.demo;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;

import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

import se.trepart.simulator.Driver;
import se.trepart.simulator.DriverMessage;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** One sender's end of a feed; not for several threads at once. */
sealed interface Mouth extends AutoCloseable {
    String HEADER = "FHS|^~\\&|SJUKHUS\rBHS|^~\\&|SJUKHUS\r";
    String TRAILER = "BTS|%d\rFTS|1\r";

    /**
     * Tells one message, and again while the hub asks for that.
     *
     * @throws IOException if the hub has not answered in time
     */
    Told tell(Telling telling) throws IOException;

    @Override
    void close() throws IOException;

    /**
     * Opens a feed.
     *
     * @param files the hub's folder of file feeds
     * @param patience how long a message is tried again
     * @throws IOException if the feed cannot be reached
     */
    static Mouth open(Day.Via via, Doors doors, Path files, Duration patience) throws IOException {
        return switch (via) {
            case MLLP -> new ByMllp(doors, patience);
            case HTTP -> new ByHttp(doors, patience);
            case JMS -> new ByJms(doors);
            case FILE -> new ByFile(files.resolve("events"), ".ndjson", "\n", "", "");
            case BATCH -> new ByFile(files.resolve("hl7"), ".hl7", "", HEADER, TRAILER);
        };
    }

    /** HL7 v2, as the driver sends it. */
    final class ByMllp implements Mouth {
        private final Driver driver;

        private ByMllp(Doors doors, Duration patience) {
            InetSocketAddress hub =
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), doors.mllp());
            driver = new Driver(hub, patience);
        }

        @Override
        public Told tell(Telling telling) throws IOException {
            Driver.DriverAnswer answer =
                    driver.send(new DriverMessage("", telling.id(), telling.payload()));
            return new Told(telling, answer.code(), answer.time());
        }

        @Override
        public void close() throws IOException {
            driver.close();
        }
    }

    /** CloudEvents in structured mode. */
    final class ByHttp implements Mouth {
        private final HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        private final URI events;
        private final Duration patience;

        private ByHttp(Doors doors, Duration patience) {
            this.patience = patience;
            events = URI.create(doors.hub() + "/api/events");
        }

        @Override
        public Told tell(Telling telling) throws IOException {
            HttpRequest request =
                    HttpRequest.newBuilder(events)
                            .timeout(Duration.ofSeconds(30))
                            .header("Content-Type", "application/cloudevents+json")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(telling.payload()))
                            .build();
            Instant deadline = Instant.now().plus(patience);
            try {
                while (true) {
                    long sent = System.nanoTime();
                    int status =
                            client.send(request, HttpResponse.BodyHandlers.discarding())
                                    .statusCode();
                    if (status != 503 || Instant.now().isAfter(deadline)) {
                        Duration time = Duration.ofNanos(System.nanoTime() - sent);
                        return new Told(telling, String.valueOf(status), time);
                    }
                    Thread.sleep(Duration.ofMillis(200));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("Interrupted", e);
            }
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /** One file of all that is told, seen by the hub when it is whole. */
    final class ByFile implements Mouth {
        private final Path feed;
        private final String suffix;
        private final String separator;
        private final String trailer;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private int messages;

        private ByFile(Path feed, String suffix, String separator, String header, String trailer) {
            this.feed = feed;
            this.suffix = suffix;
            this.separator = separator;
            this.trailer = trailer;
            content.writeBytes(header.getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public Told tell(Telling telling) {
            content.writeBytes(telling.payload());
            content.writeBytes(separator.getBytes(StandardCharsets.US_ASCII));
            messages++;
            return new Told(telling, Told.SENT, Duration.ZERO);
        }

        @Override
        public void close() throws IOException {
            content.writeBytes(trailer.formatted(messages).getBytes(StandardCharsets.US_ASCII));
            Files.createDirectories(feed);
            Path whole = Files.createTempFile(feed, "day-", suffix + ".part");
            Files.write(whole, content.toByteArray());
            String name = whole.getFileName().toString();
            Files.move(whole, whole.resolveSibling(name.substring(0, name.length() - 5)));
        }
    }

    /** The same events as text on the queue {@code trepart.events.in}. */
    final class ByJms implements Mouth {
        private final ActiveMQConnectionFactory factory;
        private final Connection connection;
        private final Session session;
        private final MessageProducer producer;

        private ByJms(Doors doors) throws IOException {
            factory = new ActiveMQConnectionFactory(doors.broker());
            try {
                connection = factory.createConnection();
                session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                producer = session.createProducer(session.createQueue("trepart.events.in"));
            } catch (JMSException e) {
                factory.close();
                throw new IOException("The broker cannot be reached", e);
            }
        }

        @Override
        public Told tell(Telling telling) throws IOException {
            try {
                long sent = System.nanoTime();
                producer.send(
                        session.createTextMessage(
                                new String(telling.payload(), StandardCharsets.UTF_8)));
                return new Told(telling, Told.SENT, Duration.ofNanos(System.nanoTime() - sent));
            } catch (JMSException e) {
                throw new IOException("The broker does not take the message", e);
            }
        }

        @Override
        public void close() throws IOException {
            try {
                connection.close();
            } catch (JMSException e) {
                throw new IOException(e);
            } finally {
                factory.close();
            }
        }
    }
}
