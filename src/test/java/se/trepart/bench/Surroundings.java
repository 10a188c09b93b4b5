package se.trepart.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a measurement is given.
 *
 * @param folder its own, empty; its processes work below it, since by that their load is told from
 *     others'
 * @param root the repository's
 */
record Surroundings(Path root, Path folder, boolean full, Rounds rounds) {
    /** A new folder below this one. */
    Path folder(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }
}
