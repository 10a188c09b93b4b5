package se.trepart.facade;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Endpoints of subscribers: one server, a path for each, each answering as it is told. */
public final class Subscriber implements AutoCloseable {
    /** A request as it came. */
    public record Got(
            Instant at, String method, String path, Map<String, String> headers, String body) {
        /** The status in a notification. */
        public String told(String name) {
            for (var one : json().at("/entry/0/resource/parameter")) {
                if (one.path("name").asText().equals(name)) {
                    return one.properties().stream()
                            .filter(property -> property.getKey().startsWith("value"))
                            .map(property -> property.getValue().asText())
                            .findFirst()
                            .orElse("");
                }
            }
            return "";
        }

        /** The numbers of the events in a notification. */
        public List<Long> numbers() {
            return json().at("/entry/0/resource/parameter")
                    .valueStream()
                    .filter(one -> one.path("name").asText().equals("notification-event"))
                    .map(one -> one.at("/part/0/valueString").asLong())
                    .toList();
        }

        /** When the events in a notification were committed. */
        List<Instant> instants() {
            return json().at("/entry/0/resource/parameter")
                    .valueStream()
                    .filter(one -> one.path("name").asText().equals("notification-event"))
                    .map(one -> OffsetDateTime.parse(one.at("/part/1/valueInstant").asText()))
                    .map(OffsetDateTime::toInstant)
                    .toList();
        }

        public JsonNode json() {
            return RunningFacade.json(body);
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Got> got = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    public Subscriber() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2000);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private void handle(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name, values.getFirst()));
        got.add(new Got(Instant.now(), exchange.getRequestMethod(), path, headers, body));
        var status = answers.getOrDefault(path, 200);
        if (status == 0) {
            try {
                closed.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
        if (status / 100 == 3) {
            exchange.getResponseHeaders().set("Location", url("/elsewhere"));
        }
        exchange.sendResponseHeaders(status == 0 ? 200 : status, -1);
        exchange.close();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /** The address of a path here. */
    public String url(String path) {
        return "http://localhost:" + port() + path;
    }

    /** From now on this path answers so; 0: not at all. */
    public void answer(String path, int status) {
        answers.put(path, status);
    }

    /** What came to a path, in its order. */
    public List<Got> at(String path) {
        return got.stream().filter(one -> one.path().equals(path)).toList();
    }

    /** What came to a path with this type in its status. */
    public List<Got> at(String path, String type) {
        return at(path).stream().filter(one -> one.told("type").equals(type)).toList();
    }

    /**
     * The numbers of the events that a path answered with success, in the order in which they came.
     */
    List<Long> numbers(String path) {
        return at(path, "event-notification").stream()
                .flatMap(one -> one.numbers().stream())
                .toList();
    }

    /** How long after the commit a path was told of each event. */
    public List<Duration> lags(String path) {
        return at(path, "event-notification").stream()
                .flatMap(one -> one.instants().stream().map(at -> Duration.between(at, one.at())))
                .toList();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
