package se.trepart.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import se.trepart.RunningHub;
import se.trepart.projection.Day;
import se.trepart.projection.fhir.FhirView;
import se.trepart.simulator.MllpClient;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import javax.sql.DataSource;

/**
 * The consultations that all others are copies of: told message by message, kept, derived and
 * projected by the hub's own code. All are of one day, at all vårdcentraler and six of the clinics.
 */
final class Originals {
    static final int CONSULTATIONS_OF_A_DAY = new Day(0).consultations().size();

    /** When all took place. */
    static final LocalDate DAY = LocalDate.of(2023, 3, 14);

    private static final int SENDERS = 4;
    private static final int VARDCENTRALER = 18;
    private static final Pattern WORD =
            Pattern.compile("TRP1(?<vardcentral>\\d\\d)|TRP20(?<clinic>[1-6])|ortopedi|neurologi");
    private static final List<String> SPECIALTIES =
            List.of(
                    "akut-internmedicin",
                    "ortopedi",
                    "handkirurgi",
                    "neurologi",
                    "reumatologi",
                    "barnmedicin");

    /** What is still to be done with a consultation that nobody has looked at again. */
    private static final Map<String, Set<String>> OPEN =
            Map.of(
                    "Task", Set.of("requested", "accepted", "ready", "in-progress", "on-hold"),
                    "Encounter", Set.of("in-progress", "planned"));

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    Originals(DataSource database) {
        jdbc = new JdbcTemplate(database);
        transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    }

    /** Tells so many patients' days to a hub over this database; no partner hears of them. */
    static void tell(Path folder, DataSource database, int days) throws Exception {
        var next = new AtomicInteger();
        try (var hub =
                        RunningHub.start(
                                folder,
                                RunningHub.freePort(),
                                RunningHub.freePort(),
                                "--spring.datasource.url="
                                        + ((PGSimpleDataSource) database).getUrl(),
                                "--spring.datasource.username=postgres");
                var senders = Executors.newFixedThreadPool(SENDERS)) {
            var all = new ArrayList<Future<?>>();
            for (var sender = 0; sender < SENDERS; sender++) {
                all.add(
                        senders.submit(() -> {
                            try (var line = hub.mllp()) {
                                for (var day = next.getAndIncrement();
                                        day < days;
                                        day = next.getAndIncrement()) {
                                    for (var told : new Day(day).told()) {
                                        tell(hub, line, told.hl7(), elsewhere(day, told.text()));
                                    }
                                }
                            }
                            return null;
                        }));
            }
            for (var sender : all) {
                sender.get();
            }
        }
    }

    private static void tell(RunningHub hub, MllpClient line, boolean hl7, String text)
            throws IOException {
        var taken =
                hl7
                        ? RunningHub.code(
                                        line.send(
                                                text.strip()
                                                        .replace('\n', '\r')
                                                        .getBytes(StandardCharsets.UTF_8)))
                                .equals("AA")
                        : hub.event(text).statusCode() < 300;
        if (!taken) {
            throw new IllegalStateException("refused: " + text);
        }
    }

    /** Each patient's day is of other units than the next one's. */
    private static String elsewhere(int day, String text) {
        return WORD.matcher(text)
                .replaceAll(word -> {
                    if (word.group("vardcentral") != null) {
                        var unit = Integer.parseInt(word.group("vardcentral")) - 1 + 3 * day;
                        return "TRP1%02d".formatted(unit % VARDCENTRALER + 1);
                    }
                    if (word.group("clinic") != null) {
                        var clinic = Integer.parseInt(word.group("clinic")) - 1 + day;
                        return "TRP20" + (clinic % SPECIALTIES.size() + 1);
                    }
                    var specialty = SPECIALTIES.indexOf(word.group()) + day;
                    return SPECIALTIES.get(specialty % SPECIALTIES.size());
                });
    }

    /** Lets all be done that is still to be done: so it is with most of what a hub keeps. */
    void settle() {
        var view = new FhirView(jdbc);
        jdbc.update("update stream set confirmed = target, state = 'idle'");
        transaction.executeWithoutResult(status ->
                jdbc.queryForList(
                                "select distinct consultation from resource where consultation is"
                                        + " not null",
                                String.class)
                        .forEach(consultation ->
                                view.write(consultation, settled(consultation), Instant.now())));
    }

    private List<ObjectNode> settled(String consultation) {
        var resources = new ArrayList<ObjectNode>();
        for (var json :
                jdbc.queryForList(
                        "select json from resource where consultation = ? and not deleted",
                        String.class,
                        consultation)) {
            var resource = parsed(json);
            var open = OPEN.getOrDefault(resource.path("resourceType").asText(), Set.of());
            if (open.contains(resource.path("status").asText())) {
                var task = resource.path("resourceType").asText().equals("Task");
                resource.put("status", task ? "completed" : "finished");
                if (!task
                        && resource.path("period") instanceof ObjectNode period
                        && !period.has("end")) {
                    period.put("end", "2023-03-14T18:00:00+01:00");
                }
            }
            resources.add(resource);
        }
        return resources;
    }

    static ObjectNode parsed(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
