package se.trepart.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.springframework.jdbc.core.JdbcTemplate;

import se.trepart.facade.Combination;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import javax.sql.DataSource;

/** What clients ask a store: each thing of many consultations that were drawn by chance. */
final class Questions {
    private static final int DRAWN = 400;
    private static final long SEED = 20_230_314;

    private final JdbcTemplate jdbc;
    private final List<Map<String, String>> drawn = new ArrayList<>();

    Questions(DataSource database) {
        jdbc = new JdbcTemplate(database);
        var random = new Random(SEED);
        var last = jdbc.queryForObject("select max(key) from resource", Long.class);
        while (drawn.size() < DRAWN) {
            Optional.ofNullable(last)
                    .flatMap(max -> consultation((long) (random.nextDouble() * max)))
                    .flatMap(this::places)
                    .ifPresent(drawn::add);
        }
    }

    List<Question> of(Combination combination) {
        return filled(combination.query());
    }

    /** Each of a consultation's resources by its id. */
    List<Question> reads() {
        return Stream.of(
                        "Appointment/{meeting}",
                        "Encounter/{consultation}",
                        "Task/{task}",
                        "Patient/{patient}")
                .flatMap(read -> filled(read).stream())
                .toList();
    }

    private List<Question> filled(String text) {
        return drawn.stream()
                .map(places -> {
                    var filled = text;
                    for (var place : places.entrySet()) {
                        filled = filled.replace("{" + place.getKey() + "}", place.getValue());
                    }
                    return Question.of(filled);
                })
                .toList();
    }

    private Optional<String> consultation(long key) {
        return jdbc
                .queryForList(
                        "select consultation from resource where key >= ? and consultation is not"
                                + " null order by key limit 1",
                        String.class,
                        key)
                .stream()
                .findFirst();
    }

    /** What stands in the place holders; empty where the consultation lacks something. */
    private Optional<Map<String, String>> places(String id) {
        var resources = new HashMap<String, ObjectNode>();
        jdbc.query(
                "select id, json from resource where consultation = ? and not deleted",
                row -> {
                    resources.put(row.getString("id"), Originals.parsed(row.getString("json")));
                },
                id);
        var meeting = resources.get(id + "-meeting");
        var consultation = resources.get(id + "-consultation");
        if (meeting == null || consultation == null || !meeting.has("start")) {
            return Optional.empty();
        }
        var patient = actor(meeting, "Patient");
        var day = OffsetDateTime.parse(meeting.path("start").asText()).toLocalDate();
        return Optional.of(
                Map.ofEntries(
                        Map.entry("meeting", id + "-meeting"),
                        Map.entry("consultation", id + "-consultation"),
                        Map.entry("visit", id + "-visit"),
                        Map.entry("request", id + "-request"),
                        Map.entry("task", id + "-medical-registration"),
                        Map.entry("location", "Location/" + actor(meeting, "Location")),
                        Map.entry(
                                "clinic",
                                consultation
                                        .at("/serviceProvider/reference")
                                        .asText()
                                        .replace("Organization/", "")),
                        Map.entry("patient", patient),
                        Map.entry("number", identifier("Patient", patient)),
                        Map.entry(
                                "hsaId",
                                identifier("Practitioner", actor(meeting, "Practitioner"))),
                        Map.entry("identifier", identifier(meeting)),
                        Map.entry("day", day.toString()),
                        Map.entry("next", day.plusDays(1).toString()),
                        Map.entry("today", Originals.DAY.toString()),
                        Map.entry(
                                "since", LocalDate.now(ZoneId.of("Europe/Stockholm")).toString())));
    }

    private static String actor(JsonNode appointment, String type) {
        return appointment
                .path("participant")
                .valueStream()
                .map(participant -> participant.at("/actor/reference").asText())
                .filter(reference -> reference.startsWith(type + "/"))
                .map(reference -> reference.substring(type.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    private String identifier(String type, String id) {
        return identifier(
                Originals.parsed(
                        Objects.requireNonNull(
                                jdbc.queryForObject(
                                        "select json from resource where type = ? and id = ?",
                                        String.class,
                                        type,
                                        id))));
    }

    private static String identifier(JsonNode resource) {
        var identifier = resource.at("/identifier/0");
        return URLEncoder.encode(
                identifier.path("system").asText() + "|" + identifier.path("value").asText(),
                StandardCharsets.UTF_8);
    }
}
