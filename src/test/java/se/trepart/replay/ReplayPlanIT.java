package se.trepart.replay;

import static org.assertj.core.api.Assertions.assertThat;

import static se.trepart.replay.Workshop.asked;
import static se.trepart.replay.Workshop.changed;
import static se.trepart.replay.Workshop.described;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import se.trepart.RunningHub;
import se.trepart.projection.Day;

import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What a plan may be about, from where it starts, by which mappings, and what it tells of causes.
 */
class ReplayPlanIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private static Path data;
    private static RunningHub hub;
    private static Workshop workshop;

    @BeforeAll
    static void start() {
        hub = RunningHub.start(data, RunningHub.freePort(), RunningHub.freePort());
        workshop = new Workshop(hub);
    }

    @AfterAll
    static void stop() {
        hub.close();
    }

    private static JsonNode planned(String selection) throws Exception {
        var asked = asked();
        asked.set("selection", JSON.readTree(selection));
        return workshop.plan(asked);
    }

    private static List<Long> numbers(JsonNode plan) {
        var numbers = new ArrayList<Long>();
        workshop.messages(plan).forEach(item -> numbers.add(item.path("id").asLong()));
        return numbers;
    }

    private static String received(long message) {
        return hub.jdbc()
                .queryForList(
                        "select received_at from message where id = ?",
                        OffsetDateTime.class,
                        message)
                .getFirst()
                .toString();
    }

    @Test
    void isAboutExactlyWhatItsSelectionNames() throws Exception {
        // given
        workshop.requested("YA-1");
        var first = workshop.visitRefused("YA-1", "A04", "0955");
        var second = workshop.visitRefused("YA-3", "A04", "1030");
        workshop.requested("YA-2");
        var asked = workshop.number("YA-1-consultation.requested-10:02:11");
        var fault = workshop.get("/api/messages/" + first).at("/faults/0/code").asText();
        // when
        var selections = new LinkedHashMap<String, List<Long>>();
        selections.put("{'messages':[%d]}".formatted(second), List.of(second));
        selections.put("{'consultation':'YA-1'}", List.of(asked));
        selections.put(
                "{'sender':'GRANJOURNAL|SE162321000255-TRP103','from':'%s'}"
                        .formatted(received(first)),
                List.of(first, second));
        selections.put(
                "{'fault':'%s','from':'%s'}".formatted(fault, received(second)), List.of(second));
        selections.put(
                "{'fault':'%s','from':'%s','to':'%s'}"
                        .formatted(fault, received(first), received(second)),
                List.of(first));
        selections.put(
                "{'outcome':'refused','feed':'mllp','from':'%s'}".formatted(received(first)),
                List.of(first, second));
        selections.put(
                "{'type':'ADT^A04','from':'%s'}".formatted(received(second)), List.of(second));
        // then
        for (var selection : selections.entrySet()) {
            assertThat(numbers(planned(selection.getKey().replace('\'', '"'))))
                    .as(selection.getKey())
                    .isEqualTo(selection.getValue());
        }
        assertThat(workshop.post("/api/replays", "Åsa", asked()).toString()).contains("TRP-201");
    }

    @ParameterizedTest
    @ValueSource(strings = {"message", "event", "projection"})
    void startsWhereItIsAskedTo(String start) {
        // given
        var name = "YB-" + start;
        workshop.requested(name);
        var message = workshop.number(name + "-consultation.requested-10:02:11");
        // when
        var plan =
                workshop.plan(
                        changed(
                                asked("derive", List.of(message)).put("start", start),
                                "fhir/request.jslt",
                                text -> text.replace("\"order\"", "\"original-order\"")));
        workshop.carryOut(plan);
        // then
        assertThat(plan.path("start").asText()).isEqualTo(start);
        assertThat(plan.at("/dryRun/changed").asInt()).isEqualTo(1);
        assertThat(
                        workshop.get("/fhir/ServiceRequest/" + name + "-request")
                                .path("intent")
                                .asText())
                .isEqualTo("original-order");
    }

    @Test
    void whatComesOutTheSameByAnotherMappingIsNotCountedAsAChange() {
        // given
        workshop.requested("YE-1");
        var message = workshop.number("YE-1-consultation.requested-10:02:11");
        // when
        var plan =
                workshop.plan(
                        changed(
                                asked("dry-run", List.of(message)),
                                "fhir/xs004.jslt",
                                text -> text + "\n"));
        // then
        assertThat(plan.at("/dryRun/messages").asInt()).isEqualTo(1);
        assertThat(plan.at("/dryRun/changed").asInt()).isZero();
    }

    @Test
    void mappingsAreTodaysARecordedSetOrACandidate() {
        // given
        workshop.requested("YC-1");
        var message = workshop.visitRefused("YC-1", "A04", "0955");
        // when
        var today = workshop.plan(asked("dry-run", List.of(message)));
        var candidate = workshop.plan(described(asked("derive", List.of(message))));
        workshop.carryOut(candidate);
        var again = workshop.visitRefused("YC-2", "A04", "0955");
        var recorded = asked("derive", List.of(again));
        recorded.putObject("mapping").put("version", candidate.path("mappingVersion").asText());
        var byHash = workshop.plan(recorded);
        var unknown = asked("derive", List.of(again));
        unknown.putObject("mapping").put("version", "0".repeat(64));
        // then
        assertThat(today.at("/dryRun/changed").asInt()).isZero();
        assertThat(candidate.at("/dryRun/changed").asInt()).isEqualTo(1);
        assertThat(byHash.at("/dryRun/changed").asInt()).isEqualTo(1);
        assertThat(byHash.path("mappingVersion")).isEqualTo(candidate.path("mappingVersion"));
        assertThat(workshop.post("/api/replays", "Åsa", unknown).toString()).contains("TRP-501");
    }

    @Test
    void messagesAreGroupedByTheInputFieldsThatTheirChangeDependsOn() {
        // given
        var messages = new ArrayList<Long>();
        for (var number = 40; number < 43; number++) {
            for (var told : new Day(number).told()) {
                if (told.hl7()) {
                    assertThat(RunningHub.code(hub.hl7(odd(told.text())))).isEqualTo("AA");
                } else {
                    hub.event(told.text());
                }
                messages.add(workshop.number(told.id()));
            }
        }
        workshop.requested("YD-1");
        messages.add(workshop.visitRefused("YD-1", "A04", "0955"));
        // when
        var plan =
                workshop.plan(
                        changed(
                                described(asked("dry-run", messages)),
                                "feed/dialects/default.yaml",
                                text -> text.replace("[PID-11.1]", "[PID-11.2, PID-11.1]")));
        // then
        assertThat(plan.at("/dryRun/causes").toString())
                .contains("Patient /address")
                .doesNotContain("Condition", "pasis");
        assertThat(plan.at("/dryRun/inputs").toString())
                .isEqualTo(
                        "[{\"messages\":3,\"fields\":[\"PID-11\"]},{\"messages\":1,\"fields\":[\"PID-3\"]}]");
    }

    private static String odd(String text) {
        var pid = text.indexOf("PID|");
        var end = text.indexOf('\n', pid);
        return text.contains("|ADT^A31^")
                ? text.substring(0, end)
                        + "||||||c/o Vik^Storgatan 1^Lund^^22222"
                        + text.substring(end)
                : text;
    }
}
