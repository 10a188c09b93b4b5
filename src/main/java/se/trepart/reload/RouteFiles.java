package se.trepart.reload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The texts of {@code routes/*.camel.yaml} by their ids, which are the files' names. */
record RouteFiles(Map<String, String> texts) {
    private static final String SUFFIX = ".camel.yaml";

    RouteFiles {
        texts = Map.copyOf(texts);
    }

    static RouteFiles read(Path folder) {
        var texts = new TreeMap<String, String>();
        try (var files = Files.list(folder)) {
            for (var file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                var name = String.valueOf(file.getFileName());
                if (name.endsWith(SUFFIX) && !name.startsWith(".")) {
                    texts.put(
                            name.substring(0, name.length() - SUFFIX.length()),
                            new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new RouteFiles(texts);
    }

    static String file(String id) {
        return id + SUFFIX;
    }

    /** What routes share comes before the routes. */
    List<String> ids() {
        return texts.keySet().stream()
                .sorted(
                        Comparator.comparing((String id) -> !isShared(id))
                                .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    String text(String id) {
        return texts.getOrDefault(id, "");
    }

    /** Whether the file holds what all routes share, and not a route. */
    boolean isShared(String id) {
        return text(id).startsWith("- routeConfiguration:");
    }

    /** The ids whose texts differ, those that are new or gone among them. */
    List<String> differences(RouteFiles other) {
        var ids = new TreeMap<>(texts);
        ids.putAll(other.texts);
        return ids.keySet().stream().filter(id -> !text(id).equals(other.text(id))).toList();
    }
}
