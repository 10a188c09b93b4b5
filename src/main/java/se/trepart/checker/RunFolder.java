package se.trepart.checker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the files of a run. All but the last are NDJSON.
 *
 * <ul>
 *   <li>{@code sent*.ndjson}, from the senders, a line for each try: {@code feed}, {@code sender},
 *       {@code id}, {@code hash}, {@code answer}, {@code answeredId}
 *   <li>{@code messages.ndjson}, the hub's log: {@code id}, {@code feed}, {@code sender}, {@code
 *       controlId}, {@code bodyHash}, {@code outcome}, {@code duplicateOf}
 *   <li>{@code events.ndjson}: {@code position}, {@code message}, {@code source}, {@code id},
 *       {@code superseded}, {@code recordedAt}
 *   <li>{@code streams.ndjson}, the ledger: {@code destination}, {@code key}, {@code state}, {@code
 *       missing}, {@code target}, {@code confirmed}
 *   <li>{@code deliveries.ndjson}: {@code destination}, {@code key}, {@code serial}, {@code
 *       controlId}, {@code hash}, {@code state}
 *   <li>{@code witness-<destination>.ndjson}, as the simulated partners write it
 *   <li>{@code rebuild.json}, as {@code rebuild --check --json} prints it: {@code compared} by
 *       kind, and {@code differences}
 * </ul>
 */
final class RunFolder {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;

    RunFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Everything at once.
     *
     * @throws IOException if a file is missing or cannot be read; only the rebuild may be missing
     */
    Run read() throws IOException {
        var sent = new ArrayList<Sent>();
        for (var file : files("sent*.ndjson")) {
            sent.addAll(lines(file, RunFolder::sent));
        }
        var frames = new ArrayList<Frame>();
        for (var file : files("witness-*.ndjson")) {
            var name = file.getFileName().toString();
            var destination = name.substring("witness-".length(), name.indexOf(".ndjson"));
            frames.addAll(lines(file, line -> frame(destination, line)));
        }
        return new Run(
                sent,
                lines(folder.resolve("messages.ndjson"), RunFolder::logged),
                lines(folder.resolve("events.ndjson"), RunFolder::event),
                lines(folder.resolve("streams.ndjson"), RunFolder::stream),
                lines(folder.resolve("deliveries.ndjson"), RunFolder::delivery),
                frames,
                rebuild());
    }

    private List<Path> files(String pattern) throws IOException {
        var found = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(folder, pattern)) {
            files.forEach(found::add);
        }
        if (found.isEmpty()) {
            throw new IOException("no " + pattern + " in " + folder);
        }
        found.sort(null);
        return found;
    }

    private static <T> List<T> lines(Path file, Function<JsonNode, T> reading) throws IOException {
        var read = new ArrayList<T>();
        try (var lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    read.add(reading.apply(JSON.readTree(line)));
                }
            }
        }
        return read;
    }

    private Optional<Rebuild> rebuild() throws IOException {
        var file = folder.resolve("rebuild.json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var json = JSON.readTree(file.toFile());
        var differing = new ArrayList<String>();
        json.path("differences")
                .forEach(one ->
                        differing.add(
                                String.join(
                                        " ",
                                        text(one, "kind"),
                                        text(one, "id"),
                                        text(one, "path"),
                                        text(one, "what"))));
        var compared = 0L;
        for (var count : json.path("compared")) {
            compared += count.asLong();
        }
        return Optional.of(new Rebuild(compared, differing));
    }

    private static Sent sent(JsonNode line) {
        return new Sent(
                text(line, "feed"),
                text(line, "sender"),
                text(line, "id"),
                text(line, "hash"),
                text(line, "answer"),
                text(line, "answeredId"));
    }

    private static Logged logged(JsonNode line) {
        return new Logged(
                line.path("id").asLong(),
                text(line, "feed"),
                text(line, "sender"),
                text(line, "controlId"),
                text(line, "bodyHash"),
                text(line, "outcome"),
                line.path("duplicateOf").asLong());
    }

    private static LoggedEvent event(JsonNode line) {
        return new LoggedEvent(
                line.path("position").asLong(),
                line.path("message").asLong(),
                text(line, "source"),
                text(line, "id"),
                line.path("superseded").asBoolean(),
                Instant.parse(text(line, "recordedAt")));
    }

    private static Stream stream(JsonNode line) {
        return new Stream(
                text(line, "destination"),
                text(line, "key"),
                text(line, "state"),
                text(line, "missing"),
                text(line, "target"),
                text(line, "confirmed"));
    }

    private static Delivery delivery(JsonNode line) {
        return new Delivery(
                text(line, "destination"),
                text(line, "key"),
                line.path("serial").asInt(),
                text(line, "controlId"),
                text(line, "hash"),
                text(line, "state"));
    }

    private static Frame frame(String destination, JsonNode line) {
        return new Frame(
                destination,
                line.path("port").asText() + "/" + line.path("connection").asText(),
                text(line, "direction").equals("in"),
                text(line, "controlId"),
                text(line, "fault"),
                sha256(Base64.getDecoder().decode(text(line, "bytes"))),
                text(line, "text"));
    }

    private static String text(JsonNode line, String field) {
        return line.path(field).asText("");
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }
}
