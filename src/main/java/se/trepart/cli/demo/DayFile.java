package se.trepart.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a day from its YAML file; every problem of the file is told at once. */
final class DayFile {
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Day.Vardcentral> vardcentraler = new HashMap<>();
    private final Map<String, Day.Clinic> clinics = new HashMap<>();
    private final JsonNode root;

    private DayFile(JsonNode root) {
        this.root = root;
    }

    /**
     * Reads a day.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it is no day, with every problem in it
     */
    static Day read(Path file) throws IOException {
        DayFile reader = new DayFile(new YAMLMapper().readTree(Files.readString(file)));
        Day day = reader.day();
        if (!reader.problems.isEmpty()) {
            throw new IllegalArgumentException(
                    file + " is no day:\n  " + String.join("\n  ", reader.problems));
        }
        return day;
    }

    private Day day() {
        LocalDate date = LocalDate.parse(root.path("date").asText());
        root.path("vardcentraler")
                .properties()
                .forEach(entry -> vardcentraler.put(entry.getKey(), vardcentral(entry)));
        root.path("clinics")
                .properties()
                .forEach(entry -> clinics.put(entry.getKey(), clinic(entry.getValue())));
        Map<String, Day.Via> feeds = new HashMap<>();
        root.path("feeds")
                .properties()
                .forEach(entry -> feeds.put(entry.getKey(), Step.via(entry.getValue().asText())));
        Day day =
                new Day(
                        date,
                        senders(),
                        Map.copyOf(feeds),
                        stories(date, "consultations"),
                        stories(date, "others"),
                        refusals());
        Set<String> ids = new HashSet<>();
        day.consultations().stream()
                .filter(story -> !ids.add(story.consultation()))
                .forEach(story -> problems.add(story.consultation() + " is there twice"));
        return day;
    }

    private Day.Senders senders() {
        JsonNode node = root.path("senders");
        return new Day.Senders(
                required(node, "video"),
                required(node, "journal"),
                required(node, "hospital"),
                required(node, "journal-application"),
                required(node, "hospital-application"));
    }

    private List<Day.Story> stories(LocalDate date, String list) {
        List<Day.Story> stories = new ArrayList<>();
        for (JsonNode node : root.path(list)) {
            String name = node.path("id").asText(node.path("visit").asText());
            try {
                stories.add(story(date, node, name));
            } catch (IllegalArgumentException e) {
                problems.add(name + ": " + e.getMessage());
            }
        }
        return List.copyOf(stories);
    }

    private Day.Story story(LocalDate date, JsonNode node, String name) {
        String[] visit = node.path("visit").asText().split(" ", 2);
        List<Step> steps = new ArrayList<>();
        for (JsonNode line : node.path("happens")) {
            try {
                steps.add(Step.parse(date, line.asText()));
            } catch (IllegalArgumentException e) {
                problems.add(name + ": " + e.getMessage());
            }
        }
        return new Day.Story(
                node.path("id").asText(""),
                required(node, "what"),
                patient(node),
                visit[0],
                known(vardcentraler, visit.length < 2 ? "" : visit[1], "vårdcentral"),
                node.has("clinic")
                        ? Optional.of(known(clinics, node.path("clinic").asText(), "clinic"))
                        : Optional.empty(),
                node.path("service").asText("DSK"),
                List.copyOf(steps));
    }

    private static Day.Patient patient(JsonNode node) {
        Day.Actor person = actor(required(node, "patient"));
        return new Day.Patient(
                person.hsaId(),
                person.family(),
                person.given(),
                node.path("protection").asText("none"));
    }

    private List<Day.Refusal> refusals() {
        List<Day.Refusal> refusals = new ArrayList<>();
        for (JsonNode node : root.path("refused")) {
            if (node.has("hl7") == node.has("event")) {
                problems.add("refused: “" + node.path("what").asText() + "” needs hl7 or event");
            }
            refusals.add(
                    new Day.Refusal(
                            required(node, "what"),
                            required(node, "answer"),
                            node.path("part").asInt(1),
                            node.path("hl7").asText(""),
                            node.path("event").asText("")));
        }
        return List.copyOf(refusals);
    }

    private static Day.Vardcentral vardcentral(Map.Entry<String, JsonNode> entry) {
        JsonNode node = entry.getValue();
        String[] speaks = node.path("speaks").asText("2.5.1 UNICODE UTF-8").split(" ", 2);
        return new Day.Vardcentral(
                entry.getKey(),
                required(node, "hsaId"),
                actor(required(node, "physician")),
                speaks[0],
                speaks[1]);
    }

    private static Day.Clinic clinic(JsonNode node) {
        List<Day.Actor> specialists = new ArrayList<>();
        node.path("specialists").forEach(name -> specialists.add(actor(name.asText())));
        return new Day.Clinic(
                required(node, "hsaId"), required(node, "specialty"), List.copyOf(specialists));
    }

    private static Day.Actor actor(String text) {
        String[] parts = text.split(" ");
        if (parts.length != 3) {
            throw new IllegalArgumentException(
                    "a person is an identity, a family name and a given name");
        }
        return new Day.Actor(parts[0], parts[1], parts[2]);
    }

    private static String required(JsonNode node, String field) {
        String value = node.path(field).asText();
        if (value.isEmpty()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value;
    }

    private static <T> T known(Map<String, T> table, String name, String kind) {
        @Nullable T found = table.get(name);
        if (found == null) {
            throw new IllegalArgumentException("there is no " + kind + " “" + name + "”");
        }
        return found;
    }
}
