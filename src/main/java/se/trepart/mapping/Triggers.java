package se.trepart.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * The triggers of {@code mappings/feed/triggers.yaml} with the mapping that reads each, and the
 * versions and processing ids that are accepted.
 */
record Triggers(Map<String, String> mappings, Set<String> versions, Set<String> processingIds) {
    private static final String FILE = "triggers.yaml";

    static Triggers read(SortedMap<String, byte[]> shelf, List<Fault> faults) {
        var mappings = new LinkedHashMap<String, String>();
        JsonNode tree = com.fasterxml.jackson.databind.node.MissingNode.getInstance();
        try {
            var bytes = shelf.get(FILE);
            if (bytes != null) {
                tree = new YAMLMapper().readTree(bytes);
            }
        } catch (IOException unreadable) {
            faults.add(new Fault(FaultCode.TRP_220, "feed/" + FILE, "not readable as YAML"));
        }
        tree.path("triggers")
                .properties()
                .forEach(entry -> {
                    mappings.put(entry.getKey(), entry.getValue().asText());
                    if (!shelf.containsKey(entry.getValue().asText() + ".jslt")) {
                        faults.add(
                                new Fault(
                                        FaultCode.TRP_220,
                                        "feed/" + FILE,
                                        entry.getKey() + " names a mapping that is missing"));
                    }
                });
        var triggers =
                new Triggers(
                        Map.copyOf(mappings),
                        texts(tree.path("versions")),
                        texts(tree.path("processingIds")));
        if (mappings.isEmpty() || triggers.versions.isEmpty() || triggers.processingIds.isEmpty()) {
            faults.add(
                    new Fault(
                            FaultCode.TRP_220,
                            "feed/" + FILE,
                            "triggers, versions and processingIds are needed"));
        }
        return triggers;
    }

    private static Set<String> texts(JsonNode list) {
        var texts = new HashSet<String>();
        list.forEach(each -> texts.add(each.asText()));
        return Set.copyOf(texts);
    }

    Set<String> names() {
        return mappings.keySet();
    }

    Optional<String> mapping(String trigger) {
        return Optional.ofNullable(mappings.get(trigger));
    }

    /** Whether any trigger has this message type (MSH-9.1). */
    boolean knowsType(String type) {
        return mappings.keySet().stream()
                .map(trigger -> trigger.split("\\^", 2)[0])
                .collect(Collectors.toSet())
                .contains(type);
    }
}
