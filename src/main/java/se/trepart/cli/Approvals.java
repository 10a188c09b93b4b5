package se.trepart.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The differences that a person has approved: a pattern on each line, as {@code shadow} prints it;
 * a line that begins with {@code #}, and what follows one that stands alone, is a comment.
 */
record Approvals(Set<String> patterns) {
    static Approvals none() {
        return new Approvals(Set.of());
    }

    static Approvals read(Path file) throws IOException {
        return new Approvals(
                Files.readAllLines(file).stream()
                        .map(line -> line.replaceFirst("^\\s*#.*|\\s#(\\s.*|$)", ""))
                        .map(line -> line.strip().replaceAll("\\s+", " "))
                        .filter(line -> !line.isEmpty())
                        .collect(Collectors.toCollection(LinkedHashSet::new)));
    }

    /** Writes what was found, for a person to go through. */
    static void write(Path file, Collection<String> patterns, String heading) throws IOException {
        var lines = new java.util.ArrayList<>(List.of("# " + heading));
        lines.addAll(patterns);
        Files.write(file, lines);
    }

    boolean approves(String pattern) {
        return patterns.contains(pattern);
    }

    /** Those that nothing was found for. */
    List<String> unused(Collection<String> found) {
        return patterns.stream().filter(pattern -> !found.contains(pattern)).toList();
    }
}
