package se.trepart.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** JSON Schema 2020-12 over the files of a set. */
final class JsonSchemas {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final JsonNodeFactory NODES = MAPPER.getNodeFactory();

    private final SchemaRegistry registry;

    /** The schemas by their {@code $id}. */
    JsonSchemas(Map<String, String> schemas) {
        registry =
                SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(schemas));
    }

    Schema schema(String id) {
        var schema = registry.getSchema(SchemaLocation.of(id));
        schema.initializeValidators();
        return schema;
    }

    /**
     * One thing that a schema forbids.
     *
     * @param path JSON pointer of the value, that of the missing or unknown one included
     * @param keyword of the schema, such as {@code required}
     * @param definition the name of the {@code $defs} entry that forbids it; empty outside one
     */
    record Violation(String path, String keyword, String definition) {}

    static List<Violation> violations(Schema schema, JsonNode instance) {
        var violations = new ArrayList<Violation>();
        for (var error : schema.validate(asTheLibraryReads(instance))) {
            var path = error.getInstanceLocation().toString();
            var property = error.getProperty();
            var location = error.getSchemaLocation().toString();
            var at = location.lastIndexOf("/$defs/");
            var definition = at < 0 ? "" : location.substring(at + "/$defs/".length());
            violations.add(
                    new Violation(
                            property == null ? path : path + "/" + property,
                            error.getKeyword(),
                            definition.contains("/")
                                    ? definition.substring(0, definition.indexOf('/'))
                                    : definition));
        }
        return violations;
    }

    /** The same tree in the library's own version of Jackson, without a detour by text. */
    private static tools.jackson.databind.JsonNode asTheLibraryReads(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                var object = NODES.objectNode();
                for (var entry : node.properties()) {
                    object.set(entry.getKey(), asTheLibraryReads(entry.getValue()));
                }
                yield object;
            }
            case ARRAY -> {
                var array = NODES.arrayNode(node.size());
                for (var element : node) {
                    array.add(asTheLibraryReads(element));
                }
                yield array;
            }
            case STRING -> NODES.stringNode(node.textValue());
            case BOOLEAN -> NODES.booleanNode(node.booleanValue());
            case NULL -> NODES.nullNode();
            case NUMBER, BINARY, MISSING, POJO -> MAPPER.readTree(node.toString());
        };
    }
}
