package se.trepart.bench;

import com.fasterxml.jackson.databind.ObjectMapper;

import se.trepart.simulator.MllpClient;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * The load generator, a process of its own: each connection tells one tale after another, and waits
 * for each answer. Reads orders as lines of JSON and answers each by one.
 */
final class Sender {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] ACCEPTED = "\rMSA|AA|".getBytes(StandardCharsets.US_ASCII);

    private final int mllp;
    private final int http;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private Sender(int mllp, int http) {
        this.mllp = mllp;
        this.http = http;
    }

    /**
     * What to send.
     *
     * @param mark of the tales' names; never the same twice
     * @param events whether the specialists' events are told too
     * @param pace tales a second of all connections together; 0 as fast as they are answered
     * @param afresh whether each message comes by a connection of its own
     */
    record Order(
            String mark,
            int connections,
            int seconds,
            boolean events,
            double pace,
            boolean afresh) {
        /** HL7 v2 alone, by connections that stay, as fast as it is answered. */
        static Order hl7(String mark, int connections, int seconds) {
            return new Order(mark, connections, seconds, false, 0, false);
        }
    }

    /**
     * What came of it.
     *
     * @param messages all that were accepted
     * @param tales those told to their end
     * @param p50 of the answers to HL7 v2, in milliseconds
     */
    record Told(int messages, int tales, double seconds, double p50, double p99) {
        double rate() {
            return messages / seconds;
        }
    }

    /** Starts the process; it sends to the ports. */
    static Child start(Surroundings surroundings, int mllp, int http) throws IOException {
        return Child.suite(
                surroundings.folder().resolve("sender.log"),
                Sender.class,
                List.of("-Xmx256m", "-XX:+UseSerialGC"),
                List.of(Integer.toString(mllp), Integer.toString(http)));
    }

    /** Lets the process send. */
    static Told tell(Child sender, Order order) throws IOException {
        return JSON.readValue(sender.ask(JSON.writeValueAsString(order)), Told.class);
    }

    public static void main(String[] arguments) throws Exception {
        var sender = new Sender(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        var orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = orders.readLine(); line != null; line = orders.readLine()) {
            System.out.println(
                    JSON.writeValueAsString(sender.send(JSON.readValue(line, Order.class))));
        }
    }

    private Told send(Order order) throws Exception {
        var next = new AtomicInteger();
        var told = new AtomicInteger();
        var began = System.nanoTime();
        var connections = new ArrayList<Callable<Latencies>>();
        for (var number = 0; number < order.connections(); number++) {
            connections.add(() -> converse(order, next, told, began));
        }
        var all = new ArrayList<Latencies>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var connection : threads.invokeAll(connections)) {
                all.add(connection.get());
            }
        }
        var seconds = (System.nanoTime() - began) / 1e9;
        var sorted = all.stream().flatMapToLong(Latencies::all).sorted().toArray();
        return new Told(
                all.stream().mapToInt(Latencies::accepted).sum(),
                told.get(),
                seconds,
                at(sorted, 0.5),
                at(sorted, 0.99));
    }

    private static double at(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))] / 1e6;
    }

    private Latencies converse(Order order, AtomicInteger next, AtomicInteger told, long began)
            throws Exception {
        var latencies = new Latencies();
        var end = began + Duration.ofSeconds(order.seconds()).toNanos();
        try (var connection = connect()) {
            while (System.nanoTime() < end) {
                var number = next.getAndIncrement();
                if (order.pace() > 0) {
                    awaitTurn(began + (long) (number / order.pace() * 1e9), end);
                }
                if (System.nanoTime() < end
                        && tell(
                                new Tale(order.mark(), number),
                                order,
                                connection,
                                latencies,
                                end)) {
                    told.incrementAndGet();
                }
            }
        }
        return latencies;
    }

    private MllpClient connect() throws IOException {
        return MllpClient.connect(new InetSocketAddress("127.0.0.1", mllp), PATIENCE);
    }

    private static void awaitTurn(long due, long end) {
        while (System.nanoTime() < Math.min(due, end)) {
            LockSupport.parkNanos(Math.min(due, end) - System.nanoTime());
        }
    }

    /** A paced tale is told to its end, so that what follows from it can be waited for. */
    private boolean tell(
            Tale tale, Order order, MllpClient connection, Latencies latencies, long end)
            throws IOException, InterruptedException {
        var steps = new ArrayList<Step>();
        for (var message : tale.hl7()) {
            steps.add(
                    order.afresh()
                            ? () -> afresh(message, latencies)
                            : () -> hl7(message, connection, latencies));
        }
        if (order.events()) {
            steps.add(2, () -> event(tale.joined(), latencies));
            steps.add(3, () -> event(tale.left(), latencies));
        }
        for (var step : steps) {
            if (!order.events() && System.nanoTime() >= end) {
                return false;
            }
            step.tell();
        }
        return true;
    }

    private interface Step {
        void tell() throws IOException, InterruptedException;
    }

    private void afresh(byte[] message, Latencies latencies) throws IOException {
        try (var connection = connect()) {
            hl7(message, connection, latencies);
        }
    }

    private static void hl7(byte[] message, MllpClient connection, Latencies latencies)
            throws IOException {
        var began = System.nanoTime();
        var answer = connection.send(message);
        latencies.add(System.nanoTime() - began);
        if (indexOf(answer, ACCEPTED) < 0) {
            throw new IOException("not accepted: " + new String(answer, StandardCharsets.UTF_8));
        }
    }

    private void event(byte[] event, Latencies latencies) throws IOException, InterruptedException {
        var answer =
                client.send(
                        HttpRequest.newBuilder(
                                        URI.create("http://127.0.0.1:" + http + "/api/events"))
                                .header("Content-Type", "application/cloudevents+json")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(event))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IOException("not accepted: " + answer.body());
        }
        latencies.another();
    }

    private static int indexOf(byte[] text, byte[] part) {
        for (var start = 0; start <= text.length - part.length; start++) {
            if (Arrays.equals(text, start, start + part.length, part, 0, part.length)) {
                return start;
            }
        }
        return -1;
    }

    /** Of one connection, in nanoseconds. */
    private static final class Latencies {
        private long[] values = new long[1024];
        private int size;
        private int others;

        void add(long value) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = value;
        }

        /** Something accepted by another door. */
        void another() {
            others++;
        }

        int accepted() {
            return size + others;
        }

        LongStream all() {
            return LongStream.of(values).limit(size);
        }
    }
}
