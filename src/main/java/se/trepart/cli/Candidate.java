package se.trepart.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** A folder of mappings as the API takes it. */
final class Candidate {
    private Candidate() {}

    /** Every file by its path below the folder, without hidden ones and an editor's leavings. */
    static ObjectNode of(Path folder) throws IOException {
        var files = JsonNodeFactory.instance.objectNode();
        try (var paths = Files.walk(folder)) {
            for (var path : paths.filter(Files::isRegularFile).collect(Collectors.toList())) {
                var name = folder.relativize(path).toString().replace('\\', '/');
                if (!name.startsWith(".") && !name.contains("/.") && !name.endsWith("~")) {
                    files.put(name, Files.readAllBytes(path));
                }
            }
        }
        return files;
    }
}
