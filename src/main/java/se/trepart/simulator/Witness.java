package se.trepart.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Base64;

/**
 * Writes down every frame that a partner received or answered, one JSON object a line: {@code time}
 * (UTC), {@code partner}, {@code port}, {@code connection} (a number), {@code direction} ({@code
 * in} or {@code out}), {@code controlId} (of the message that came, or that the answer claims to be
 * for), {@code fault} (what struck the message, if anything), {@code text}, {@code charset} and
 * {@code bytes} (base64). On disk before anything follows from it. Safe for use by several threads.
 */
final class Witness implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String partner;
    private final Path file;
    private final boolean temporary;
    private final long start;
    private final OutputStream out;
    private int port;
    private long written;
    private boolean closed;

    private Witness(String partner, Path file, boolean temporary) throws IOException {
        this.partner = partner;
        this.file = file;
        this.temporary = temporary;
        this.out =
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        this.start = Files.size(file);
    }

    /** Appends to a file, or to a temporary one that goes when the witness is closed. */
    static Witness open(String partner, @Nullable Path file) throws IOException {
        return file == null
                ? new Witness(partner, Files.createTempFile("witness", ".ndjson"), true)
                : new Witness(partner, file, false);
    }

    /** Says on which port the partner listens. */
    synchronized void at(int port) {
        this.port = port;
    }

    void received(int connection, byte[] message, Fault.Mode struck) {
        ObjectNode line = line(connection, "in", MessageHeader.field(message, 10));
        if (struck != Fault.Mode.NONE) {
            line.put("fault", struck.word());
        }
        append(line, message, MessageHeader.decode(message));
    }

    void answered(int connection, Answer answer) {
        append(line(connection, "out", answer.controlId()), answer.bytes(), answer.text());
    }

    /** All frames since the simulator started. */
    synchronized void copyTo(OutputStream copy) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(start);
            copy.write(in.readNBytes(Math.toIntExact(written)));
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        out.close();
        if (temporary) {
            Files.deleteIfExists(file);
        }
    }

    private ObjectNode line(int connection, String direction, String controlId) {
        return JSON.createObjectNode()
                .put("partner", partner)
                .put("connection", connection)
                .put("direction", direction)
                .put("controlId", controlId);
    }

    private synchronized void append(ObjectNode line, byte[] bytes, String text) {
        if (closed) {
            return;
        }
        line.put("time", Instant.now().toString());
        line.put("port", port);
        line.put("text", text);
        line.put("charset", MessageHeader.charset(bytes).name());
        line.put("bytes", Base64.getEncoder().encodeToString(bytes));
        byte[] written = (line + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            out.write(written);
            this.written += written.length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
