package se.trepart.replay;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import se.trepart.log.Commit;
import se.trepart.log.Messages;
import se.trepart.mapping.MappingSet;
import se.trepart.projection.Appending;
import se.trepart.projection.Day;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

/**
 * A store filled with days as real senders tell them, each of other people, spread over two years:
 * kept, derived and projected by the hub's own path, some days in one commit.
 */
final class Stocked {
    /** Messages that tell an address with c/o before the street, and a phone as an e-mail place. */
    static final int IN_PID_11 = 398;

    static final int IN_PID_13 = 14;

    private static final int DAYS_IN_A_COMMIT = 10;
    private static final Instant FIRST = Instant.parse("2024-01-01T06:00:00Z");
    private static final Duration SPAN = Duration.ofDays(730);

    private final DataSource database;
    private final ConfigurableEnvironment environment = environment();
    private final MappingSet set = MappingSet.load(Path.of("mappings"));
    private int odd;
    private long kept;

    private Stocked(DataSource database) {
        this.database = database;
    }

    /** An application of nothing but the hub's settings. */
    @SpringBootConfiguration(proxyBeanMethods = false)
    static class Settings {}

    static ConfigurableEnvironment environment() {
        return new SpringApplicationBuilder(Settings.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .run()
                .getEnvironment();
    }

    /**
     * Fills the store with so many messages, or a few more; how many there are.
     *
     * @param whole of so many all is derived; of the others, which are read and change nothing, the
     *     log alone is kept
     */
    static long with(DataSource database, int messages, int whole) throws SQLException {
        return new Stocked(database).fill(messages, whole);
    }

    private long fill(int messages, int whole) throws SQLException {
        try (var connection = database.getConnection();
                var workroom =
                        Workroom.over(
                                new SingleConnectionDataSource(connection, true), environment)) {
            workroom.records().keep(set.version(), set.files());
            workroom.transactions()
                    .executeWithoutResult(
                            status -> workroom.registry().write(Commit.alone(FIRST), set));
            var days = (messages + new Day(0).told().size() - 1) / new Day(0).told().size();
            for (var first = 0; first < days; first += DAYS_IN_A_COMMIT) {
                var from = first;
                var to = Math.min(days, first + DAYS_IN_A_COMMIT);
                workroom.transactions()
                        .executeWithoutResult(status -> {
                            if (kept < whole) {
                                keep(workroom, from, to, days);
                            } else {
                                log(workroom, from, to, days);
                            }
                        });
            }
            workroom.jdbc()
                    .update(
                            "update stream set confirmed = target, state = 'idle' where state ="
                                    + " 'pending' and missing = ''");
            workroom.jdbc().execute("vacuum analyze");
        }
        return kept;
    }

    private void keep(Workroom workroom, int from, int to, int days) {
        var meant = new ArrayList<Appending.Meant>();
        var at = FIRST;
        for (var number = from; number < to; number++) {
            at = FIRST.plus(SPAN.multipliedBy(number).dividedBy(days));
            for (var told : new Day(number).told()) {
                at = at.plusMillis(10);
                var body = odd(told).getBytes(StandardCharsets.UTF_8);
                var meaning = Meaning.of(set, told.hl7() ? "mllp" : "http", body);
                if (meaning.refused()) {
                    throw new IllegalStateException(meaning.faults().toString());
                }
                var message = message(workroom, at, told, body);
                meant.add(new Appending.Meant(message, at, meaning.events()));
                kept++;
            }
        }
        var outcomes = new HashMap<Long, Messages.Outcome>();
        meant.forEach(one -> outcomes.put(one.message(), Messages.Outcome.NOT_CONCERNED));
        outcomes.putAll(workroom.appending().rederive(Commit.alone(at), set, meant));
        workroom.messages().become(outcomes);
    }

    /** Messages and events, and nothing that follows from them. */
    private void log(Workroom workroom, int from, int to, int days) {
        var messages = new ArrayList<Object[]>();
        var events = new ArrayList<Object[]>();
        for (var number = from; number < to; number++) {
            var at = FIRST.plus(SPAN.multipliedBy(number).dividedBy(days));
            for (var told : new Day(number).told()) {
                at = at.plusMillis(10);
                kept++;
                var body = told.text().replace('\n', '\r').getBytes(StandardCharsets.UTF_8);
                var meaning = Meaning.of(set, told.hl7() ? "mllp" : "http", body);
                var time = at.atOffset(ZoneOffset.UTC);
                messages.add(
                        new Object[] {
                            kept, time, told.hl7() ? "mllp" : "http", told.id(), body, set.version()
                        });
                for (var event : meaning.events()) {
                    var touched = new Touched(workroom.ids());
                    touched.add(List.of(event));
                    events.add(
                            new Object[] {
                                kept,
                                event.path("source").asText(),
                                event.path("id").asText(),
                                event.path("type").asText(),
                                touched.subjects().stream().findFirst().orElse(null),
                                touched.visits().stream().findFirst().orElse(null),
                                touched.persons().stream().findFirst().orElse(null),
                                event.toString(),
                                set.version(),
                                time
                            });
                }
            }
        }
        workroom.jdbc()
                .batchUpdate(
                        """
                        insert into message (id, received_at, feed, sender, control_id, content_hash, body, outcome, answer, mapping_version)
                        overriding system value values (?, ?, ?, 'bench', ?, '', ?, 'accepted', '', ?)
                        """,
                        messages);
        workroom.jdbc()
                .batchUpdate(
                        """
                        insert into event (message, source, event_id, type, subject, visit, person, content, mapping_version, recorded_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """,
                        events);
    }

    private String odd(Day.Told told) {
        var text = told.text().replace('\n', '\r');
        if (!told.hl7() || !text.contains("|ADT^A31^")) {
            return text;
        }
        odd++;
        var pid = text.indexOf("\rPID|");
        var end = text.indexOf('\r', pid + 1);
        var more =
                odd <= IN_PID_11
                        ? "|||||| c/o Vik^Storgatan %d^Lund^^22222".formatted(odd)
                        : odd <= IN_PID_11 + IN_PID_13
                                ? "||||||||046-111%03d^^^^^^^^^^^0761234%03d".formatted(odd, odd)
                                : "";
        return text.substring(0, end) + more + text.substring(end);
    }

    private long message(Workroom workroom, Instant at, Day.Told told, byte[] body) {
        return java.util.Objects.requireNonNull(
                workroom.jdbc()
                        .queryForObject(
                                """
                                insert into message (received_at, feed, sender, control_id, type, content_hash, body, outcome, answer, mapping_version)
                                values (?, ?, 'bench', ?, ?, '', ?, 'accepted', '', ?) returning id
                                """,
                                Long.class,
                                at.atOffset(ZoneOffset.UTC),
                                told.hl7() ? "mllp" : "http",
                                told.id(),
                                told.hl7() ? "ADT^A31" : "event",
                                body,
                                set.version()));
    }

    /** Today's mappings, but for where an address' street and a phone number stand. */
    static MappingSet candidate() {
        var files = new HashMap<>(MappingSet.load(Path.of("mappings")).files());
        var path = "feed/dialects/default.yaml";
        var text = new String(files.get(path), StandardCharsets.UTF_8);
        files.put(
                path,
                text.replace("street: [PID-11.1]", "street: [PID-11.2, PID-11.1]")
                        .replace("phone: [PID-13.1,", "phone: [PID-13.12, PID-13.1,")
                        .getBytes(StandardCharsets.UTF_8));
        return MappingSet.of(Map.copyOf(files));
    }

    static List<Long> messages(JdbcTemplate jdbc) {
        return jdbc.queryForList("select id from message order by id", Long.class);
    }
}
