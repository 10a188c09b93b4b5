package se.trepart.cases;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One golden case: a folder whose name is the sentence that it proves. */
record Case(Path folder) {
    static final Path ROOT = Path.of("src/test/resources/cases");

    /** Every case, by name. */
    static List<Case> all() {
        try (var folders = Files.list(ROOT)) {
            return folders.filter(Files::isDirectory).sorted().map(Case::new).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Every case, or with {@code -Dcases.only=<regex>} those whose name holds it. */
    static List<Case> played() {
        var only = Pattern.compile(System.getProperty("cases.only", ""));
        return all().stream().filter(each -> only.matcher(each.name()).find()).toList();
    }

    String name() {
        return folder.getFileName().toString();
    }

    /** What arrives, in the order in which it arrives. */
    List<Received> received() {
        return files().filter(file -> file.startsWith("0-received"))
                .map(file -> new Received(file, bytes(file)))
                .toList();
    }

    /** The stage as it stands in the folder; absent when the file is missing. */
    Optional<String> stage(String file) {
        return Files.exists(folder.resolve(file))
                ? Optional.of(new String(bytes(file), StandardCharsets.UTF_8))
                : Optional.empty();
    }

    void rewrite(String file, String text) {
        try {
            Files.writeString(folder.resolve(file), text);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** The names of all files of the case, sorted. */
    Stream<String> files() {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private byte[] bytes(String file) {
        try {
            return Files.readAllBytes(folder.resolve(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public String toString() {
        return name().replace('-', ' ');
    }
}
