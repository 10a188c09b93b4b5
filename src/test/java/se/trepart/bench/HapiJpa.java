package se.trepart.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.springframework.jdbc.core.JdbcTemplate;

import se.trepart.torture.Ports;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** HAPI FHIR's JPA server in a process of its own, with the same resources as one of our stores. */
final class HapiJpa implements AutoCloseable {
    private static final int LOADERS = 4;
    private static final int BATCH = 100;

    /** What others refer to, before what refers to it. */
    private static final List<String> SHARED =
            List.of(
                    "Organization",
                    "Location",
                    "HealthcareService",
                    "Practitioner",
                    "PractitionerRole",
                    "Patient");

    private final Child process;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();

    private HapiJpa(Child process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it on a database, and returns when it answers. */
    static HapiJpa start(Peer peer, List<String> options, String database) throws IOException {
        var port = Ports.free(1).getFirst();
        var line = new ArrayList<>(List.of(Child.java()));
        line.addAll(options);
        line.addAll(
                List.of(
                        "-cp",
                        peer.folder().resolve("target/classes")
                                + ":"
                                + Files.readString(peer.folder().resolve("class-path")).strip(),
                        "se.trepart.peer.HapiJpaServer",
                        database,
                        Integer.toString(port)));
        var process = Child.start(peer.folder(), peer.folder().resolve("run.log"), line);
        var said = process.line();
        while (!said.equals("ready")) {
            said = process.line();
        }
        return new HapiJpa(process, port);
    }

    int port() {
        return port;
    }

    /** The processor time that it has had, in milliseconds. */
    double cpuMillis() {
        return process.cpuMillis();
    }

    /**
     * Loads all that a store's view holds by HAPI's own transactions, our search parameters first;
     * how long it took.
     */
    Duration load(JdbcTemplate store, Path profiles) throws Exception {
        var began = System.nanoTime();
        try (var own = Files.newDirectoryStream(profiles, "SearchParameter-*.json")) {
            for (var file : own) {
                send(List.of(Originals.parsed(Files.readString(file))));
            }
        }
        for (var type : SHARED) {
            var all =
                    store.queryForList(
                            "select json from resource where type = ? order by key",
                            String.class,
                            type);
            load(batches(all));
        }
        load(
                store
                        .queryForList(
                                "select distinct consultation from resource where consultation is"
                                        + " not null order by 1",
                                String.class)
                        .stream()
                        .<Callable<Object>>map(id ->
                                () -> {
                                    send(
                                            parsed(
                                                    store.queryForList(
                                                            "select json from resource where"
                                                                + " consultation = ? order by key",
                                                            String.class,
                                                            id)));
                                    return id;
                                })
                        .toList());
        load(
                batches(
                        store.queryForList(
                                "select json from resource where type = 'Provenance' order by key",
                                String.class)));
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private List<Callable<Object>> batches(List<String> all) {
        var batches = new ArrayList<Callable<Object>>();
        for (var from = 0; from < all.size(); from += BATCH) {
            var batch = all.subList(from, Math.min(all.size(), from + BATCH));
            batches.add(() -> {
                send(parsed(batch));
                return batch;
            });
        }
        return batches;
    }

    private static void load(List<Callable<Object>> sending) throws Exception {
        try (var loaders = Executors.newFixedThreadPool(LOADERS)) {
            for (var sent : loaders.invokeAll(sending)) {
                sent.get();
            }
        }
    }

    private static List<ObjectNode> parsed(List<String> all) {
        return all.stream().map(Originals::parsed).toList();
    }

    private void send(List<ObjectNode> resources) throws IOException, InterruptedException {
        var bundle = JsonNodeFactory.instance.objectNode();
        bundle.put("resourceType", "Bundle").put("type", "transaction");
        var entries = bundle.putArray("entry");
        for (var resource : resources) {
            var name = resource.path("resourceType").asText() + "/" + resource.path("id").asText();
            var entry = entries.addObject();
            entry.set("resource", resource);
            entry.putObject("request").put("method", "PUT").put("url", name);
        }
        var response =
                client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/fhir"))
                                .header("Content-Type", "application/fhir+json")
                                .header("Prefer", "return=minimal")
                                .POST(HttpRequest.BodyPublishers.ofString(bundle.toString()))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("HAPI refused: " + response.body());
        }
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }
}
