package se.trepart.torture;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** A file of what happened, a JSON object a line, each with its time. */
final class Diary implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Writer file;
    private int lines;

    Diary(Path path) throws IOException {
        this.file = Files.newBufferedWriter(path, StandardCharsets.UTF_8);
    }

    static ObjectNode line() {
        return JSON.createObjectNode();
    }

    synchronized void write(ObjectNode line) {
        try {
            file.write(line.put("time", Instant.now().toString()).toString());
            file.write('\n');
            file.flush();
            lines++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    synchronized int lines() {
        return lines;
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
