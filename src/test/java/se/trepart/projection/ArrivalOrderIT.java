package se.trepart.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

import se.trepart.RunningHub;
import se.trepart.consultation.OpaqueIds;
import se.trepart.simulator.MllpClient;
import se.trepart.simulator.Pasis;
import se.trepart.simulator.Ports;
import se.trepart.simulator.PrimaryCare;
import se.trepart.simulator.Simulator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * Law 3 through real doors: however a day's messages arrive, and however often, the hub ends with
 * the same state, the same targets and the same resources.
 */
class ArrivalOrderIT {
    private static final int PERMUTATIONS = Integer.getInteger("permutations", 100);
    private static final long SEED = Long.getLong("seed", System.nanoTime());
    private static final int THREADS = 6;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private static Path data;
    private static Simulator<Pasis> pasis;
    private static Simulator<PrimaryCare> primaryCare;
    private static RunningHub hub;

    @BeforeAll
    static void start() throws IOException {
        pasis = Simulator.start(new Pasis(), Ports.FREE, null);
        primaryCare = Simulator.start(new PrimaryCare(), Ports.FREE, null);
        hub = RunningHub.start(data, pasis.mllpPort(), primaryCare.mllpPort());
    }

    @AfterAll
    static void stop() throws IOException {
        hub.close();
        pasis.close();
        primaryCare.close();
    }

    @Test
    void everyOrderOfArrivalEndsInTheSameStateTargetsAndResources() throws Exception {
        System.out.println("ArrivalOrderIT: -Dseed=" + SEED + " -Dpermutations=" + PERMUTATIONS);
        var random = new Random(SEED);
        // given
        var days = new ArrayList<Day>();
        // when
        for (var number = 0; number <= PERMUTATIONS; number++) {
            var day = new Day(number);
            days.add(day);
            if (number == 0) {
                sendInTurn(day.told());
            } else if (number % 4 == 0) {
                sendTogether(shuffled(day.told(), random));
            } else {
                sendInTurn(shuffled(day.told(), random));
            }
        }
        awaitDeliveries();
        // then
        var inTurn = outcome(days.getFirst());
        assertThat(inTurn)
                .contains("/phases/KA-# = completed", "/phases/KB-# = completed")
                .contains(
                        "= not-concerned",
                        "= parked",
                        "= visit-overlaps",
                        "= message-ambiguous",
                        "M170",
                        "= VA-#",
                        "/pasis/1",
                        "/primary care/1");
        for (var number = 1; number <= PERMUTATIONS; number++) {
            assertThat(differences(outcome(days.get(number)), inTurn))
                    .as("permutation %s of seed %s", number, SEED)
                    .isEmpty();
        }
    }

    /** Every message at least once, some twice, in any order. */
    private static List<Day.Told> shuffled(List<Day.Told> told, Random random) {
        var all = new ArrayList<>(told);
        told.stream().filter(message -> random.nextInt(8) == 0).forEach(all::add);
        Collections.shuffle(all, random);
        return all;
    }

    private static void sendInTurn(List<Day.Told> told) throws IOException {
        try (var client = hub.mllp()) {
            for (var message : told) {
                send(client, message);
            }
        }
    }

    private static void sendTogether(List<Day.Told> told)
            throws InterruptedException, ExecutionException {
        var shares = new ArrayList<Callable<Void>>();
        for (var share = 0; share < THREADS; share++) {
            var mine = new ArrayList<Day.Told>();
            for (var index = share; index < told.size(); index += THREADS) {
                mine.add(told.get(index));
            }
            shares.add(() -> {
                sendInTurn(mine);
                return null;
            });
        }
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            for (var share : threads.invokeAll(shares)) {
                share.get();
            }
        }
    }

    private static void send(MllpClient client, Day.Told message) throws IOException {
        if (message.hl7()) {
            var answer =
                    client.send(
                            message.text().replace('\n', '\r').getBytes(StandardCharsets.UTF_8));
            assertThat(RunningHub.code(answer))
                    .as(new String(answer, StandardCharsets.UTF_8))
                    .isEqualTo("AA");
        } else {
            var answer = hub.event(message.text());
            assertThat(answer.statusCode()).as(answer.body() + message.text()).isIn(200, 201);
        }
    }

    private static void awaitDeliveries() {
        await().atMost(Duration.ofMinutes(3))
                .untilAsserted(() ->
                        assertThat(
                                        hub.jdbc()
                                                .queryForList(
                                                        "select destination, key, state, cause"
                                                                + " from stream where state <>"
                                                                + " 'idle' and missing = ''"))
                                .isEmpty());
    }

    /** All that the day has led to, without the names that only this telling has. */
    private static String outcome(Day day) throws IOException {
        var jdbc = hub.jdbc();
        var names = day.names(hub.bean(OpaqueIds.class));
        var all = new TreeMap<String, Object>();
        all.put(
                "phases",
                pairs(jdbc, "select id, phase from consultation where id = any (?)", day));
        all.put(
                "states",
                documents(jdbc, "select id, state from consultation where id = any (?)", day));
        all.put(
                "targets",
                documents(
                        jdbc,
                        "select destination || ' ' || key, target from stream where consultation ="
                                + " any (?) and target is not null",
                        day));
        all.put(
                "confirmed",
                documents(
                        pairs(
                                jdbc,
                                "select destination || ' ' || key, confirmed from stream where"
                                        + " consultation = any (?) and confirmed is not null",
                                day.held())));
        all.put(
                "resources",
                documents(
                        jdbc,
                        "select type || '/' || id, json from resource where not deleted and"
                                + " consultation = any (?)",
                        day));
        all.put("shared", shared(jdbc, names));
        all.put(
                "outcomes",
                pairs(
                        jdbc,
                        "select control_id, outcome from message where outcome <> 'duplicate' and"
                                + " control_id = any (?)",
                        day.ids()));
        all.put("pasis", holdings(pasis.extract().csv(), day));
        // Which consultations a visit has is told with XS004 and never again by itself (contract 4:
        // "other
        // changes send nothing"), so that column tells of the moment of the message, not of the
        // end.
        all.put(
                "primary care",
                holdings(primaryCare.extract().csv(), day).stream()
                        .map(line -> line.replaceFirst("^[^;]*;", ""))
                        .sorted()
                        .toList());
        var text = JSON.writeValueAsString(all);
        for (var name : names.entrySet()) {
            text = text.replace(name.getKey(), name.getValue());
        }
        return sorted(text);
    }

    /** One line for each value, by its place: what differs is seen at once. */
    private static String sorted(String text) throws IOException {
        var lines = new ArrayList<String>();
        flatten("", JSON.readTree(text), lines);
        Collections.sort(lines);
        return String.join("\n", lines);
    }

    private static List<String> differences(String one, String other) {
        var differences = new ArrayList<String>();
        one.lines().filter(line -> !other.contains(line)).forEach(differences::add);
        other.lines()
                .filter(line -> !one.contains(line))
                .forEach(line -> differences.add("missing: " + line));
        return differences;
    }

    private static void flatten(String place, JsonNode node, List<String> lines) {
        if (node.isValueNode()) {
            lines.add(place + " = " + node.asText());
        } else if (node.isArray()) {
            for (var index = 0; index < node.size(); index++) {
                flatten(place + "/" + index, node.get(index), lines);
            }
        } else {
            node.fields()
                    .forEachRemaining(field ->
                            flatten(place + "/" + field.getKey(), field.getValue(), lines));
        }
    }

    private static Map<String, Object> pairs(JdbcTemplate jdbc, String sql, Day day) {
        return pairs(jdbc, sql, day.consultations());
    }

    private static Map<String, Object> pairs(JdbcTemplate jdbc, String sql, List<String> keys) {
        var pairs = new TreeMap<String, Object>();
        jdbc.query(
                sql,
                row -> {
                    pairs.put(row.getString(1), row.getString(2));
                },
                (Object) keys.toArray(String[]::new));
        return pairs;
    }

    private static Map<String, Object> documents(JdbcTemplate jdbc, String sql, Day day)
            throws IOException {
        return documents(pairs(jdbc, sql, day));
    }

    private static Map<String, Object> documents(Map<String, Object> texts) throws IOException {
        var documents = new TreeMap<String, Object>();
        for (var text : texts.entrySet()) {
            var document = (ObjectNode) JSON.readTree((String) text.getValue());
            if (document.path("meta") instanceof ObjectNode meta) {
                meta.remove(List.of("versionId", "lastUpdated"));
            }
            documents.put(text.getKey(), JSON.treeToValue(document, TreeMap.class));
        }
        return documents;
    }

    private static Map<String, Object> shared(JdbcTemplate jdbc, Map<String, String> names)
            throws IOException {
        return documents(
                pairs(
                        jdbc,
                        "select type || '/' || id, json from resource where not deleted and"
                                + " consultation is null and type <> 'Provenance' and id = any"
                                + " (?)",
                        List.copyOf(names.keySet())));
    }

    /** What a partner holds for the day, without its own numbers and what was taken back. */
    private static List<String> holdings(String csv, Day day) {
        return csv.lines()
                .filter(line -> Arrays.stream(line.split("[; ]")).anyMatch(day.held()::contains))
                .filter(line -> !line.endsWith(";ja"))
                .map(line -> line.replaceFirst("^([^;]*);[^;B]*;", "$1;"))
                .sorted()
                .toList();
    }
}
