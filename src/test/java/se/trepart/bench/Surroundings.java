package se.trepart.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What a measurement is given.
 *
 * @param folder its own, empty; its processes work below it, since by that their load is told from
 *     others'
 * @param root the repository's
 * @param stored so many thousand consultations are to be stored where that matters; empty: as the
 *     measurement likes
 * @param profile whether what is measured is recorded by JFR too, which costs a little
 */
record Surroundings(
        Path root, Path folder, boolean full, Set<Integer> stored, boolean profile, Rounds rounds) {
    /** A new folder below this one. */
    Path folder(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    /** Java's options for a process whose recording, if one is wanted, has this name. */
    List<String> recording(String name) {
        return profile
                ? List.of(
                        // What it says of itself would be taken for an answer.
                        "-Xlog:jfr*=off",
                        "-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
                                + folder.resolve(name + ".jfr"))
                : List.of();
    }
}
