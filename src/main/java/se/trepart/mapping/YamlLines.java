package se.trepart.mapping;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;

/** Where something stands in a YAML file. */
final class YamlLines {
    private static final YAMLMapper YAML = new YAMLMapper();

    private YamlLines() {}

    /**
     * The line, from 1, of what the JSON pointer names; of what is around it where it is missing.
     */
    static int of(byte[] file, String pointer) {
        var line = 1;
        try (var parser = YAML.createParser(file)) {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                var at = parser.getParsingContext().pathAsPointer().toString();
                if (!token.isStructEnd() && !at.isEmpty() && (pointer + "/").startsWith(at + "/")) {
                    line = parser.currentTokenLocation().getLineNr();
                }
            }
        } catch (IOException unreadable) {
            return line;
        }
        return line;
    }
}
