package se.trepart.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import se.trepart.RunningHub;
import se.trepart.log.Commits;
import se.trepart.log.Messages;
import se.trepart.mapping.Mappings;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What messages make that share a commit is what they make one after the other. */
class SharedAppendIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENTS = 3;

    @TempDir private static Path data;
    private static RunningHub hub;

    @BeforeAll
    static void start() {
        hub = RunningHub.start(data, RunningHub.freePort(), RunningHub.freePort());
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    @Test
    void eachMessagesProvenanceNamesWhatItMadeAndNothingOfTheOthers() {
        // when
        for (var step : List.of("requested", "joined")) {
            told("alone", step).forEach(event -> append(List.of(event)));
            append(told("shared", step));
        }
        // then
        for (var number = 0; number < PATIENTS; number++) {
            for (var step : List.of("requested", "joined")) {
                var targets = targets("shared", number, step);
                assertThat(targets)
                        .isNotEmpty()
                        .isEqualTo(targets("alone", number, step))
                        .anySatisfy(target -> assertThat(target).contains("/K-#-"));
            }
        }
        assertThat(targets("shared", 1, "requested")).contains("Patient/1", "Practitioner/1");
        assertThat(commits("alone")).isEqualTo(2 * PATIENTS);
        assertThat(commits("shared")).isEqualTo(2);
    }

    private static List<ObjectNode> told(String round, String step) {
        return IntStream.range(0, PATIENTS)
                .mapToObj(number ->
                        step.equals("requested") ? requested(round, number) : joined(round, number))
                .toList();
    }

    private static ObjectNode requested(String round, int number) {
        return event(
                round,
                number,
                "consultation.requested",
                """
                {"patient":{"identifier":{"type":"personnummer","value":"%s"}},"visit":{"id":"B-%s-%d","unit":"SE162321000255-TRP102"},
                 "physician":{"hsaId":"SE162321000255-P%s%d"},"specialty":"ortopedi","specialistUnit":"SE162321000255-TRP202"}
                """
                        .formatted(
                                Day.testNumber((round.equals("alone") ? 700 : 800) + number),
                                round,
                                number,
                                round,
                                number));
    }

    /** Names the consultation alone: whose it is shows only from what is kept. */
    private static ObjectNode joined(String round, int number) {
        return event(
                round,
                number,
                "specialist.joined",
                """
                {"specialist":{"hsaId":"SE162321000255-S%s%d"},"specialistUnit":"SE162321000255-TRP202"}
                """
                        .formatted(round, number));
    }

    private static ObjectNode event(String round, int number, String type, String told) {
        var event =
                JSON.createObjectNode()
                        .put("specversion", "1.0")
                        .put("id", type + "-" + round + number)
                        .put("source", "https://journal.example.se/")
                        .put("type", "se.trepart." + type + ".v1")
                        .put("subject", "K-" + round + "-" + number)
                        .put("time", "2023-03-14T10:0" + number + ":00+01:00")
                        .put("datacontenttype", "application/json");
        event.set("data", json(told));
        var events = hub.bean(Mappings.class).current().events();
        assertThat(events.validate(event)).isEmpty();
        return events.normalised(event);
    }

    /** Keeps each event as a message of its own, all in one commit. */
    private static void append(List<ObjectNode> events) {
        var mappings = hub.bean(Mappings.class).current();
        var appending = hub.bean(Appending.class);
        var outcomes =
                hub.bean(Commits.class)
                        .commit(
                                appending.locks(events),
                                commit -> {
                                    var kept =
                                            hub.bean(Messages.class)
                                                    .keep(
                                                            commit,
                                                            events.stream()
                                                                    .map(one ->
                                                                            message(
                                                                                    one,
                                                                                    mappings
                                                                                            .version()))
                                                                    .toList());
                                    var meant = new ArrayList<Appending.Meant>();
                                    for (var at = 0; at < events.size(); at++) {
                                        meant.add(
                                                new Appending.Meant(
                                                        kept.get(at),
                                                        commit.time(),
                                                        List.of(events.get(at))));
                                    }
                                    return appending.append(
                                            commit,
                                            mappings,
                                            meant,
                                            appending.begin(commit, events));
                                });
        assertThat(outcomes).hasSize(events.size());
        assertThat(outcomes.values()).containsOnly(Messages.Outcome.ACCEPTED);
    }

    private static Messages.New message(ObjectNode event, String version) {
        var body = event.toString().getBytes(StandardCharsets.UTF_8);
        return new Messages.New(
                "http",
                event.path("source").asText(),
                event.path("id").asText(),
                event.path("type").asText(),
                new byte[32],
                body,
                Messages.Outcome.ACCEPTED,
                new byte[0],
                "[]",
                null,
                null,
                version);
    }

    /** As its Provenance names them, without what tells the two rounds apart. */
    private static List<String> targets(String round, int number, String step) {
        var type = step.equals("requested") ? "consultation.requested" : "specialist.joined";
        return provenances()
                .filter(one -> one.toString().contains("\"" + type + "-" + round + number + "\""))
                .flatMap(one -> one.path("target").valueStream())
                .map(target -> target.path("reference").asText())
                .map(target -> target.replace("K-" + round + "-" + number, "K-#"))
                .map(target -> target.replaceAll("/[0-9a-f]{32}/_history", ""))
                .sorted()
                .toList();
    }

    private static Stream<JsonNode> provenances() {
        return hub
                .jdbc()
                .queryForList("select json from resource where type = 'Provenance'", String.class)
                .stream()
                .map(SharedAppendIT::json);
    }

    private static long commits(String round) {
        return Objects.requireNonNull(
                hub.jdbc()
                        .queryForObject(
                                "select count(distinct xid) from event where subject like ?",
                                Long.class,
                                "K-" + round + "-%"));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
