package se.trepart.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import se.trepart.Hub;
import se.trepart.TestDatabase;
import se.trepart.simulator.Pasis;
import se.trepart.simulator.Ports;
import se.trepart.simulator.PrimaryCare;
import se.trepart.simulator.Simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** A whole hub on a fresh database and free ports, with both partners simulated beside it. */
final class RunningHub implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        System.setProperty("io.netty.noUnsafe", "false");
    }

    private final HttpClient http = HttpClient.newHttpClient();
    private final Simulator<Pasis> pasis;
    private final Simulator<PrimaryCare> primaryCare;
    private final ConfigurableApplicationContext context;
    private final String address;

    RunningHub(Path data) {
        this(data, Map.of());
    }

    /** With settings that this hub has beside the usual ones. */
    RunningHub(Path data, Map<String, String> more) {
        try {
            this.pasis = Simulator.start(new Pasis(), Ports.FREE, null);
            this.primaryCare = Simulator.start(new PrimaryCare(), Ports.FREE, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var port = freePort();
        this.address = "http://localhost:" + port;
        var usual =
                Map.<String, Object>of(
                        "server.port",
                        port,
                        "management.server.port",
                        freePort(),
                        "trepart.feed.mllp.port",
                        freePort(),
                        "trepart.feed.jms.port",
                        freePort(),
                        "trepart.data-dir",
                        data,
                        "spring.datasource.url",
                        TestDatabase.createUrl(),
                        "spring.datasource.username",
                        "postgres",
                        "trepart.delivery.back-off-most",
                        "1s",
                        "trepart.destination.pasis.address",
                        "localhost:" + pasis.mllpPort(),
                        "trepart.destination.primary-care.address",
                        "localhost:" + primaryCare.mllpPort());
        var settings = new TreeMap<>(usual);
        settings.putAll(more);
        this.context =
                new SpringApplicationBuilder(Hub.class)
                        .run(
                                settings.entrySet().stream()
                                        .map(setting ->
                                                "--" + setting.getKey() + "=" + setting.getValue())
                                        .toArray(String[]::new));
    }

    /** What one request was answered. */
    record Reply(int status, String type, JsonNode body) {}

    String address() {
        return address;
    }

    Simulator<Pasis> pasis() {
        return pasis;
    }

    Simulator<PrimaryCare> primaryCare() {
        return primaryCare;
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    Reply get(String path) {
        return send(HttpRequest.newBuilder(URI.create(address + path)).GET());
    }

    Reply post(String path, String body) {
        return post(path, "application/json", body);
    }

    /** Tells one event; the hub must take it. */
    void tell(String event) {
        var reply = post("/api/events", "application/cloudevents+json", event);
        if (reply.status() != 201) {
            throw new AssertionError(reply.status() + ": " + reply.body());
        }
    }

    Reply post(String path, String type, String body) {
        return send(
                HttpRequest.newBuilder(URI.create(address + path))
                        .header("Content-Type", type)
                        .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8)));
    }

    private Reply send(HttpRequest.Builder request) {
        try {
            var response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Reply(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    JSON.readTree(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        context.close();
        http.close();
        pasis.close();
        primaryCare.close();
    }
}
