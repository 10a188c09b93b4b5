package se.trepart;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

import se.trepart.simulator.MllpClient;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The whole hub in the test's own JVM, on free ports, with a fresh database and its own broker; its
 * doors are real sockets.
 */
public final class RunningHub implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ConfigurableApplicationContext context;
    private final int mllpPort;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningHub(ConfigurableApplicationContext context, int mllpPort) {
        this.context = context;
        this.mllpPort = mllpPort;
    }

    /**
     * Starts it.
     *
     * @param data where the broker keeps its journal
     * @param pasis MLLP port of that partner
     * @param primaryCare MLLP port of that partner
     * @param settings more of them, {@code --name=value}
     */
    public static RunningHub start(Path data, int pasis, int primaryCare, String... settings) {
        System.setProperty("io.netty.noUnsafe", "false");
        var mllp = freePort();
        var all =
                new ArrayList<>(
                        List.of(
                                "--server.port=0",
                                "--management.server.port=0",
                                "--trepart.feed.mllp.port=" + mllp,
                                "--trepart.feed.jms.port=" + freePort(),
                                "--trepart.data-dir=" + data,
                                "--trepart.destination.pasis.address=localhost:" + pasis,
                                "--trepart.destination.primary-care.address=localhost:"
                                        + primaryCare));
        for (var setting : settings) {
            all.removeIf(usual -> usual.startsWith(setting.replaceAll("=.*", "=")));
            all.add(setting);
        }
        if (all.stream().noneMatch(setting -> setting.startsWith("--spring.datasource.url="))) {
            all.add("--spring.datasource.url=" + TestDatabase.createUrl());
            all.add("--spring.datasource.username=postgres");
        }
        return new RunningHub(
                new SpringApplicationBuilder(Hub.class).run(all.toArray(String[]::new)), mllp);
    }

    /** A port that nobody listens on. */
    public static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public JdbcTemplate jdbc() {
        return bean(JdbcTemplate.class);
    }

    public int mllpPort() {
        return mllpPort;
    }

    /** Where the embedded broker listens. */
    public int jmsPort() {
        return Integer.parseInt(
                context.getEnvironment().getRequiredProperty("trepart.feed.jms.port"));
    }

    /** A connection to the HL7 v2 door. */
    public MllpClient mllp() {
        try {
            return MllpClient.connect(new InetSocketAddress("localhost", mllpPort), PATIENCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends one HL7 v2 message, its segments separated by line feeds; the answer as it came. */
    public byte[] hl7(String message) {
        try (var client = mllp()) {
            return client.send(
                    message.strip().replace('\n', '\r').getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** MSA-1 of an answer. */
    public static String code(byte[] answer) {
        var text = new String(answer, StandardCharsets.UTF_8);
        return text.substring(text.indexOf("MSA|") + 4, text.indexOf("MSA|") + 6);
    }

    /** Posts one structured CloudEvent. */
    public HttpResponse<String> event(String json) {
        return post(
                json.getBytes(StandardCharsets.UTF_8),
                "Content-Type",
                "application/cloudevents+json");
    }

    /** Posts to {@code /api/events} with headers given as name, value, name, value… */
    public HttpResponse<String> post(byte[] body, String... headers) {
        return exchange(
                HttpRequest.newBuilder(uri("/api/events"))
                        .headers(headers)
                        .POST(BodyPublishers.ofByteArray(body)));
    }

    /** Posts to another door. */
    public HttpResponse<String> post(String path, String type, String body) {
        return exchange(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", type)
                        .POST(BodyPublishers.ofString(body)));
    }

    /** Gets, with headers given as name, value, name, value… */
    public HttpResponse<String> get(String path, String... headers) {
        var request = HttpRequest.newBuilder(uri(path));
        return exchange((headers.length == 0 ? request : request.headers(headers)).GET());
    }

    /** Sends a body by any method, with headers given as name, value, name, value… */
    public HttpResponse<String> send(String method, String path, String body, String... headers) {
        return exchange(
                HttpRequest.newBuilder(uri(path))
                        .headers(headers)
                        .method(method, BodyPublishers.ofString(body)));
    }

    /** Where FHIR, the API and the console are. */
    public int port() {
        return Integer.parseInt(context.getEnvironment().getRequiredProperty("local.server.port"));
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + port() + path);
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
        context.close();
    }
}
