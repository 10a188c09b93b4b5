package se.trepart.settings;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One setting and what its value must be.
 *
 * @param name as a Spring property
 * @param rule what a value must be, for the person who sets it
 * @param optional whether it may be left empty
 * @param check whether a value is right; may throw IllegalArgumentException for one that cannot be
 *     read
 */
record Setting(String name, String rule, boolean optional, Check check) {
    Setting(String name, String rule, Check check) {
        this(name, rule, false, check);
    }

    /** Whether a value is right. */
    interface Check {
        boolean accepts(String value);
    }

    static Setting port(String name) {
        return new Setting(
                name,
                "a port, 0 to 65535",
                value -> {
                    var port = Integer.parseInt(value);
                    return port >= 0 && port <= 65_535;
                });
    }

    static Setting address(String name) {
        return new Setting(
                name,
                "HOST:PORT, such as localhost:2576",
                value -> {
                    var uri = URI.create("tcp://" + value);
                    return uri.getHost() != null && uri.getPort() > 0 && uri.getPath().isEmpty();
                });
    }

    static Setting directory(String name) {
        return new Setting(
                name, "a directory that exists", value -> Files.isDirectory(Path.of(value)));
    }

    /** May be left empty; otherwise it and all below it can be read and written. */
    static Setting workingDirectory(String name) {
        return new Setting(
                name,
                "a directory that exists and can be written to, with all its folders, or empty",
                true,
                value -> writable(Path.of(value)));
    }

    private static boolean writable(Path directory) {
        if (!Files.isDirectory(directory)
                || !Files.isWritable(directory)
                || !Files.isReadable(directory)) {
            return false;
        }
        try (var folders = Files.list(directory)) {
            return folders.filter(Files::isDirectory)
                    .allMatch(folder -> Files.isWritable(folder) && Files.isReadable(folder));
        } catch (IOException unreadable) {
            return false;
        }
    }

    static Setting duration(String name) {
        return new Setting(
                name,
                "a time above 0, such as 10s or 2m",
                value -> {
                    Duration duration = DurationStyle.detectAndParse(value);
                    return !duration.isNegative() && !duration.isZero();
                });
    }

    static Setting size(String name) {
        return new Setting(
                name, "a size, such as 4MB", value -> DataSize.parse(value).toBytes() > 0);
    }

    static Setting number(String name) {
        return new Setting(name, "a whole number above 0", value -> Integer.parseInt(value) > 0);
    }

    static Setting share(String name) {
        return new Setting(
                name,
                "a share between 0 and 1, such as 0.01",
                value -> Double.parseDouble(value) > 0 && Double.parseDouble(value) < 1);
    }

    static Setting oneOf(String name, String... values) {
        return new Setting(name, "one of " + String.join(", ", values), List.of(values)::contains);
    }

    /** The same setting, which may be left empty. */
    static Setting orEmpty(Setting setting) {
        return new Setting(setting.name, setting.rule + ", or empty", true, setting.check);
    }

    static Setting matching(String name, String rule, String pattern) {
        return new Setting(name, rule, value -> value.matches(pattern));
    }

    /** What is wrong with the value, in one line; empty when nothing is. */
    Optional<String> problem(String value) {
        if (value.isBlank()) {
            return optional
                    ? Optional.empty()
                    : Optional.of(name + " is missing: it must be " + rule);
        }
        try {
            return check.accepts(value) ? Optional.empty() : Optional.of(wrong(value));
        } catch (IllegalArgumentException unreadable) {
            return Optional.of(wrong(value));
        }
    }

    private String wrong(String value) {
        return name + " is " + value + ": it must be " + rule;
    }
}
