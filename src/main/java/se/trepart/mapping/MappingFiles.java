package se.trepart.mapping;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The bytes of one mapping set, by path with {@code /}, each read once; immutable. */
final class MappingFiles {
    private final SortedMap<String, byte[]> files;
    private final String version;

    MappingFiles(Map<String, byte[]> files) {
        var copy = new TreeMap<String, byte[]>();
        files.forEach((path, bytes) -> copy.put(path, bytes.clone()));
        this.files = Collections.unmodifiableSortedMap(copy);
        this.version = hash(copy);
    }

    /** Reads every file below the directory, but for hidden ones and editors' backups. */
    static MappingFiles read(Path directory) {
        var files = new TreeMap<String, byte[]>();
        try (var paths = Files.walk(directory)) {
            for (var path : (Iterable<Path>) paths.filter(Files::isRegularFile)::iterator) {
                var name = directory.relativize(path).toString().replace('\\', '/');
                var hidden = name.startsWith(".") || name.contains("/.") || name.endsWith("~");
                if (!hidden) {
                    files.put(name, Files.readAllBytes(path));
                }
            }
        } catch (IOException unreadable) {
            throw new FaultException(
                    java.util.List.of(
                            new se.trepart.fault.Fault(
                                    FaultCode.TRP_220,
                                    directory.toString(),
                                    "the directory cannot be read")),
                    unreadable);
        }
        return new MappingFiles(files);
    }

    String version() {
        return version;
    }

    SortedMap<String, byte[]> all() {
        return files;
    }

    /** The files of one shelf, by path below it. */
    SortedMap<String, byte[]> shelf(String shelf) {
        var found = new TreeMap<String, byte[]>();
        files.forEach((path, bytes) -> {
            if (path.startsWith(shelf + "/")) {
                found.put(path.substring(shelf.length() + 1), bytes);
            }
        });
        return found;
    }

    String text(String path) {
        var bytes = files.get(path);
        if (bytes == null) {
            throw new FaultException(FaultCode.TRP_220, path, "the file is missing");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    boolean has(String path) {
        return files.containsKey(path);
    }

    /** Length-prefixed, so that no two different sets give the same bytes. */
    private static String hash(SortedMap<String, byte[]> files) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            files.forEach((path, bytes) -> {
                digest.update((path + "\n" + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            });
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }
}
