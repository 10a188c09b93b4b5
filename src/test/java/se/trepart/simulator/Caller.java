package se.trepart.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Somebody who talks to a simulator over its sockets, as the hub and the testers do. */
final class Caller {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private final Simulator<?> simulator;

    Caller(Simulator<?> simulator) {
        this.simulator = simulator;
    }

    MllpClient connect() throws IOException {
        return connect(Duration.ofSeconds(20));
    }

    MllpClient connect(Duration timeout) throws IOException {
        return MllpClient.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), simulator.mllpPort()),
                timeout);
    }

    /** The answer to one message on a connection of its own. */
    Hl7Message send(Messages message) throws IOException {
        return send(message.bytes());
    }

    Hl7Message send(byte[] message) throws IOException {
        try (MllpClient client = connect()) {
            return Hl7Message.parse(client.send(message));
        }
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(uri(path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create(
                "http://"
                        + InetAddress.getLoopbackAddress().getHostAddress()
                        + ":"
                        + simulator.httpPort()
                        + path);
    }
}
