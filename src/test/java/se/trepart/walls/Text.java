package se.trepart.walls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Files as text, and where in them something stands. */
final class Text {
    /** Where the house's own files are, from the repository's root; the rest is built or dotted. */
    private static final Set<String> BUILT = Set.of("target", "var", ".git", ".idea", ".vscode");

    private Text() {}

    /** All files of a tree, sorted, without what is built. */
    static List<Path> files(Path root) throws IOException {
        try (Stream<Path> found = Files.walk(root)) {
            return found.filter(Files::isRegularFile)
                    .filter(file -> !isBuilt(root.relativize(file)))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isBuilt(Path relative) {
        return BUILT.contains(relative.getName(0).toString());
    }

    static String of(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** {@code file:line: what} for every place in the tree where the pattern is found. */
    static List<String> places(Path root, Pattern pattern) throws IOException {
        var places = new ArrayList<String>();
        for (var file : files(root)) {
            var lines = of(file).split("\n", -1);
            for (int line = 0; line < lines.length; line++) {
                var found = pattern.matcher(lines[line]);
                if (found.find()) {
                    places.add(root.relativize(file) + ":" + (line + 1) + ": " + found.group());
                }
            }
        }
        return places;
    }
}
