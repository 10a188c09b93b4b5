package se.trepart.facade.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The topics, from {@code fhir-profiles/topics/}: SubscriptionTopic of R5 in the form that the
 * backport guide gives it in R4, a Basic with cross-version extensions. A file that cannot be read
 * stops the start.
 */
@Component
public class Topics {
    private static final String EXTENSION =
            "http://hl7.org/fhir/5.0/StructureDefinition/extension-SubscriptionTopic.";
    private static final String TYPE = "http://hl7.org/fhir/StructureDefinition/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Topic> topics = new TreeMap<>();

    public Topics(@Value("${trepart.profiles-dir}") String profiles) throws IOException {
        try (var files = Files.list(Path.of(profiles, "topics"))) {
            for (var file : files.sorted().toList()) {
                var topic = read(JSON.readTree(file.toFile()), file.getFileName().toString());
                topics.put(topic.url(), topic);
            }
        }
    }

    /** All of them, by their canonical URLs. */
    public Collection<Topic> all() {
        return topics.values();
    }

    Optional<Topic> find(String url) {
        return Optional.ofNullable(topics.get(url));
    }

    private static Topic read(JsonNode basic, String file) {
        var trigger = part(basic, EXTENSION + "resourceTrigger");
        var type = text(trigger, "resource").replace(TYPE, "");
        var query = part(trigger, "queryCriteria");
        var interactions = new ArrayList<String>();
        parts(trigger, "supportedInteraction")
                .forEach(one -> interactions.add(one.path("valueCode").asText()));
        if (!interactions.equals(List.of("create", "update")) || query.isMissingNode()) {
            throw new IllegalStateException(
                    file + ": a topic has one trigger, by create and update, with queryCriteria");
        }
        return new Topic(
                text(basic, EXTENSION + "url"),
                text(basic, EXTENSION + "title"),
                type,
                criteria(type, query, "previous", file),
                text(query, "resultForCreate").equals("test-passes"),
                criteria(type, query, "current", file),
                part(query, "requireBoth").path("valueBoolean").asBoolean(),
                parts(basic, EXTENSION + "canFilterBy")
                        .map(filter -> text(filter, "filterParameter"))
                        .toList());
    }

    private static @Nullable Criteria criteria(
            String type, JsonNode query, String name, String file) {
        var text = text(query, name);
        return text.isEmpty() ? null : Criteria.parse(type + "?" + text, "", file);
    }

    private static Stream<JsonNode> parts(JsonNode node, String url) {
        return node.path("extension")
                .valueStream()
                .filter(one -> one.path("url").asText().equals(url));
    }

    private static JsonNode part(JsonNode node, String url) {
        return parts(node, url)
                .findFirst()
                .orElseGet(() -> com.fasterxml.jackson.databind.node.MissingNode.getInstance());
    }

    /** The value, whatever its type; empty when it is not there. */
    private static String text(JsonNode node, String url) {
        return part(node, url)
                .propertyStream()
                .filter(property -> property.getKey().startsWith("value"))
                .map(property -> property.getValue().asText())
                .findFirst()
                .orElse("");
    }
}
