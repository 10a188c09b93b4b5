package se.trepart.walls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;

import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One file of routes/, and all that is wrong with it. */
final class Route {
    private static final int MOST_STEPS = 12;
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([\\w.-]+)(:[^}]*)?}}");

    /** The module that a route's first word names; a route calls beans of that module alone. */
    private static final Map<String, String> STAGES =
            Map.of(
                    "feed", "feed",
                    "deliver", "delivery",
                    "wake", "delivery",
                    "sweep", "delivery",
                    "erase", "log",
                    "group", "cause",
                    "send", "",
                    "publish", "publication",
                    "notify", "facade");

    /** Expression languages: in the canonical form they stand under {@code expression}. */
    private static final Set<String> LANGUAGES =
            Set.of("simple", "constant", "header", "jq", "jsonpath", "xpath", "exchangeProperty");

    private static final Set<String> REDELIVERY =
            Set.of(
                    "redeliveryPolicy",
                    "redeliveryPolicyRef",
                    "maximumRedeliveries",
                    "redeliveryDelay",
                    "errorHandler",
                    "deadLetterChannel",
                    "retryWhile");

    private final String file;
    private final String text;
    private final List<String> faults = new ArrayList<>();

    private Route(Path file) throws IOException {
        this.file = String.valueOf(file.getFileName());
        this.text = Text.of(file);
    }

    /** Everything that is wrong with the file, each with where. */
    static List<String> faults(Path file, JavaClasses hub, JsonNode settings) throws IOException {
        var route = new Route(file);
        route.read(hub, settings);
        return route.faults;
    }

    private void read(JavaClasses hub, JsonNode settings) throws IOException {
        var tree = YAML.readTree(text);
        if (!tree.isArray() || tree.size() != 1 || tree.get(0).size() != 1) {
            fault("one file holds one route");
            return;
        }
        var kind = tree.get(0).fieldNames().next();
        var route = tree.get(0).path(kind);
        var id = route.path("id").asText("");
        if (!file.equals(id + ".camel.yaml")) {
            fault("its id is " + id + ", not the file's name");
        }
        var description = route.path("description").asText("");
        if (description.isBlank()
                || (kind.equals("route") && !description.contains("On fault: "))) {
            fault("its description does not say what happens on fault");
        }
        if (steps(route) > MOST_STEPS) {
            fault("it has " + steps(route) + " steps");
        }
        placeholders(settings);
        shape(route, "");
        if (kind.equals("route")) {
            stage(id, route, hub);
        }
    }

    private void fault(String what) {
        faults.add(file + ": " + what);
    }

    private static int steps(JsonNode node) {
        int steps = 0;
        for (var child : node.properties()) {
            if (child.getKey().equals("steps")) {
                steps += child.getValue().size();
            }
            steps += steps(child.getValue());
        }
        if (node.isArray()) {
            for (var child : node) {
                steps += steps(child);
            }
        }
        return steps;
    }

    private void placeholders(JsonNode settings) {
        PLACEHOLDER
                .matcher(text)
                .results()
                .forEach(found -> {
                    var value = settings.at("/" + found.group(1).replace('.', '/'));
                    if (value.isMissingNode()
                            || value.isContainerNode()
                            || found.group(2) != null) {
                        fault("no value in application.yaml for " + found.group());
                    }
                });
    }

    private void shape(JsonNode node, String in) {
        for (var child : node.properties()) {
            var key = child.getKey();
            if (REDELIVERY.contains(key)) {
                fault(key + ": outcomes go to the ledger, not to a redelivery");
            }
            if (LANGUAGES.contains(key)
                    && (!in.equals("expression") || !child.getValue().isObject())) {
                fault(key + " in " + in + " is not the canonical form");
            }
            if (Set.of("to", "bean", "from", "toD").contains(key) && !child.getValue().isObject()) {
                fault(key + " is not the canonical form");
            }
            shape(child.getValue(), key);
        }
        if (node.isArray()) {
            node.forEach(child -> shape(child, in));
        }
    }

    private void stage(String id, JsonNode route, JavaClasses hub) {
        var word = id.replaceFirst("-.*", "");
        var module = STAGES.get(word);
        if (module == null) {
            fault("no stage is called " + word);
            return;
        }
        if (word.equals("feed") && !route.at("/from/steps/0").has("removeHeaders")) {
            fault("a door removes headers first");
        }
        route.findValues("bean").forEach(call -> bean(call, module, hub));
        Pattern.compile("\"#(\\w+)\"")
                .matcher(text)
                .results()
                .forEach(part -> {
                    if (find(part.group(1), "", hub).isEmpty()) {
                        fault("there is no part called " + part.group(1));
                    }
                });
    }

    private void bean(JsonNode call, String module, JavaClasses hub) {
        var ref = call.path("ref").asText("");
        var method = call.path("method").asText("").replaceFirst("\\(.*", "");
        var bean = find(ref, module, hub);
        if (bean.isEmpty()) {
            fault("there is no bean " + ref + " in " + module);
        } else if (bean.orElseThrow().getMethods().stream()
                .noneMatch(it -> it.getName().equals(method))) {
            fault(ref + " has no method " + method);
        }
    }

    /** The class of a bean in a module; in any module where none is named. */
    private static Optional<JavaClass> find(String bean, String module, JavaClasses hub) {
        var room = module.isEmpty() ? "se.trepart" : "se.trepart." + module;
        var inRoom =
                hub.stream()
                        .filter(it -> (it.getPackageName() + ".").startsWith(room + "."))
                        .toList();
        var component =
                inRoom.stream()
                        .filter(it -> it.isMetaAnnotatedWith(Component.class))
                        .filter(it -> bean.equals(decapitalised(it.getSimpleName())))
                        .findAny();
        return component.or(() ->
                inRoom.stream()
                        .flatMap(it -> it.getMethods().stream())
                        .filter(it -> it.isAnnotatedWith(Bean.class) && it.getName().equals(bean))
                        .map(it -> it.getRawReturnType())
                        .findAny());
    }

    private static String decapitalised(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
