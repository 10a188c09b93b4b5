package se.trepart.torture;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One simulated partner as a process, behind a proxy; it writes its witness into the run. */
final class Partner implements AutoCloseable {
    private final String name;
    private final OwnProcess process;
    private final int http;
    private final Proxy proxy;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();

    private Partner(String name, OwnProcess process, int http, Proxy proxy) {
        this.name = name;
        this.process = process;
        this.http = http;
        this.proxy = proxy;
    }

    static Partner start(String name, Path run) throws IOException, InterruptedException {
        var ports = Ports.free(3);
        var process =
                OwnProcess.start(
                        run.resolve(name + ".log"),
                        List.of(
                                "simulate",
                                name,
                                "--port",
                                ports.get(0).toString(),
                                "--http-port",
                                ports.get(1).toString(),
                                "--witness",
                                run.resolve("witness-" + name + ".ndjson").toString()));
        var partner =
                new Partner(name, process, ports.get(1), new Proxy(ports.get(2), ports.get(0)));
        for (var tries = 0; tries < 300 && !partner.fault("{\"mode\":\"none\"}"); tries++) {
            Thread.sleep(200);
        }
        return partner;
    }

    String name() {
        return name;
    }

    /** What the hub's destination setting must say. */
    String address() {
        return "127.0.0.1:" + proxy.port();
    }

    Proxy proxy() {
        return proxy;
    }

    /** Switches a fault on, as contract 7 says; false when nobody answered. */
    boolean fault(String fault) throws InterruptedException {
        try {
            var request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + "/faults"))
                            .timeout(Duration.ofSeconds(5))
                            .POST(HttpRequest.BodyPublishers.ofString(fault))
                            .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException away) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        process.stop();
    }
}
