package se.trepart.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.springframework.jdbc.core.JdbcTemplate;

import se.trepart.TestDatabase;
import se.trepart.mapping.Identifiers;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The first page of every filter and of common pairs over {@code -Dmessages=1000000} messages, each
 * under 200 ms; and what the indexes cost a message that comes in.
 */
@EnabledIfSystemProperty(named = "messages", matches = "\\d+")
class MessageSearchAtScaleIT {
    private static final Duration LIMIT = Duration.ofMillis(200);
    private static final int MESSAGES = Integer.getInteger("messages", 1_000_000);
    private static final int CONSULTATIONS = MESSAGES / 8;
    private static final int KEPT = 1_500;
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");

    private final JdbcTemplate jdbc = new JdbcTemplate(TestDatabase.create());
    private final MessageIdentifiers identifiers =
            new MessageIdentifiers(jdbc, new HubKeys(jdbc), Identifiers::in);
    private final MessageSearch search = new MessageSearch(jdbc, identifiers);

    @Test
    void theFirstPageOfEachFilterTakesLessThanTheLimit() {
        // given
        fill();
        // when
        var took = new LinkedHashMap<String, Duration>();
        queries().forEach((name, query) -> took.put(name, took(name, query)));
        cost();
        // then
        assertThat(took).allSatisfy((name, time) -> assertThat(time).as(name).isLessThan(LIMIT));
    }

    /** The best of six, so that what else the machine does is left out; the first is shown too. */
    private Duration took(String name, MessageSearch.Query query) {
        var times = new ArrayList<Duration>();
        var found = 0;
        for (var round = 0; round < 6; round++) {
            var began = System.nanoTime();
            found = search.find(query).size();
            times.add(Duration.ofNanos(System.nanoTime() - began));
        }
        var best = times.stream().min(Duration::compareTo).orElseThrow();
        System.out.printf(
                "search %-44s %3d found, first %4d ms, best %4d ms%n",
                name, found, times.getFirst().toMillis(), best.toMillis());
        return best;
    }

    /** A query as it is built up. */
    private static final class Asked {
        Optional<Instant> from = Optional.empty();
        Optional<Instant> to = Optional.empty();
        Optional<String> feed = Optional.empty();
        Optional<String> sender = Optional.empty();
        Optional<String> controlId = Optional.empty();
        Optional<String> type = Optional.empty();
        Optional<Messages.Outcome> outcome = Optional.empty();
        Optional<String> fault = Optional.empty();
        Optional<String> consultation = Optional.empty();
        List<String> identifier = List.of();
        Optional<String> destination = Optional.empty();
        Optional<MessageSearch.Standing> standing = Optional.empty();

        MessageSearch.Query query() {
            return new MessageSearch.Query(
                    from,
                    to,
                    feed,
                    sender,
                    controlId,
                    type,
                    outcome,
                    fault,
                    consultation,
                    identifier,
                    destination,
                    standing,
                    Optional.empty(),
                    51);
        }
    }

    private static Map<String, MessageSearch.Query> queries() {
        var single = new LinkedHashMap<String, UnaryOperator<Asked>>();
        single.put("nothing", asked -> asked);
        single.put("from, late", set(asked -> asked.from = at(0.99)));
        single.put("to, early", set(asked -> asked.to = at(0.02)));
        single.put("sender, one in 40", set(asked -> asked.sender = Optional.of("JOURNAL|V7")));
        single.put("sender, five, long ago", set(asked -> asked.sender = Optional.of("RARE|V1")));
        single.put("feed, most", set(asked -> asked.feed = Optional.of("mllp")));
        single.put("feed, rare", set(asked -> asked.feed = Optional.of("files-lab")));
        single.put("type, common", set(asked -> asked.type = Optional.of("ADT^A04")));
        single.put("type, rare", set(asked -> asked.type = Optional.of("ADT^A47")));
        single.put("control id", set(asked -> asked.controlId = Optional.of("C4711")));
        for (var outcome : Messages.Outcome.values()) {
            single.put(outcome.code(), set(asked -> asked.outcome = Optional.of(outcome)));
        }
        single.put("fault, common", set(asked -> asked.fault = Optional.of("TRP-204")));
        single.put("fault, rare", set(asked -> asked.fault = Optional.of("TRP-116")));
        single.put("fault, none", set(asked -> asked.fault = Optional.of("TRP-117")));
        single.put("consultation", set(asked -> asked.consultation = Optional.of("K-4711")));
        single.put("personnummer", set(asked -> asked.identifier = List.of("P4711")));
        single.put("unit's HSA-id", set(asked -> asked.identifier = List.of("U7")));
        single.put("identifier of nobody", set(asked -> asked.identifier = List.of("X")));
        for (var standing : MessageSearch.Standing.values()) {
            single.put(standing.code(), set(asked -> asked.standing = Optional.of(standing)));
        }
        single.put(
                "pasis held",
                set(asked -> {
                    asked.destination = Optional.of("pasis");
                    asked.standing = Optional.of(MessageSearch.Standing.HELD);
                }));
        var queries = new LinkedHashMap<String, MessageSearch.Query>();
        single.forEach((name, one) -> queries.put(name, one.apply(new Asked()).query()));
        for (var pair :
                List.of(
                        "to, early + sender, one in 40",
                        "to, early + refused",
                        "to, early + type, common",
                        "to, early + fault, common",
                        "from, late + held",
                        "sender, one in 40 + refused",
                        "sender, one in 40 + type, common",
                        "sender, one in 40 + fault, common",
                        "sender, five, long ago + accepted",
                        "type, common + refused",
                        "type, rare + refused",
                        "feed, rare + refused",
                        "feed, most + parked",
                        "personnummer + refused",
                        "personnummer + type, common",
                        "unit's HSA-id + refused",
                        "unit's HSA-id + to, early",
                        "consultation + refused",
                        "held + type, common",
                        "pending + sender, one in 40")) {
            var parts = pair.split(" \\+ ");
            queries.put(
                    pair,
                    java.util.Objects.requireNonNull(single.get(parts[1]))
                            .apply(
                                    java.util.Objects.requireNonNull(single.get(parts[0]))
                                            .apply(new Asked()))
                            .query());
        }
        return queries;
    }

    private static UnaryOperator<Asked> set(java.util.function.Consumer<Asked> change) {
        return asked -> {
            change.accept(asked);
            return asked;
        };
    }

    private static Optional<Instant> at(double share) {
        return Optional.of(FIRST.plusSeconds((long) (share * MESSAGES * 25)));
    }

    private void fill() {
        jdbc.execute(
                """
                insert into message (received_at, feed, sender, control_id, type, content_hash, body, outcome, answer, faults, dialect, mapping_version)
                select '2026-01-01'::timestamptz + n * interval '25 seconds',
                    case when n %% 20000 = 7 then 'files-lab' when n %% 10 < 8 then 'mllp' when n %% 50 = 9 then 'jms' else 'http' end,
                    case when n < 50 and n %% 10 = 0 then 'RARE|V1' when n %% 10 < 8 then 'JOURNAL|V' || n %% 40 else 'https://video.example.se/' end,
                    'C' || n,
                    case when n %% 10000 = 17 then 'ADT^A47' when n %% 10 < 8 then (array['ADT^A04','ADT^A08','ADT^A03','SIU^S12','ADT^A04','BAR^P12','ADT^A01'])[1 + n %% 7]
                        else 'se.trepart.specialist.joined.v1' end,
                    decode(md5(n::text), 'hex'), convert_to(repeat(md5(n::text), 28), 'UTF8'), outcome, convert_to(repeat(md5(n::text), 7), 'UTF8'),
                    case when outcome <> 'refused' then '[]' else '[{"code":"' || case when n %% 100000 = 99 then 'TRP-116' when n %% 3 = 0 then 'TRP-202' else 'TRP-204' end
                        || '","path":"PID-3","remedy":"Rätta uppgiften hos avsändaren och skicka meddelandet igen.","text":"not valid at PID-3"}]' end,
                    'default', repeat('a', 64)
                from (select n, case when n %% 100 = 99 or n %% 25 = 24 then 'refused' when n %% 1000 = 500 then 'parked' when n %% 33 = 1 then 'duplicate'
                    when n %% 8 = 3 then 'not-concerned' else 'accepted' end as outcome from generate_series(1, %1$d) as n) as numbered
                """
                        .formatted(MESSAGES));
        jdbc.execute(
                """
                insert into event (message, source, event_id, type, subject, visit, person, content, mapping_version, recorded_at)
                select id, sender, control_id || '.1', 'se.trepart.visit.started.v1', case when outcome = 'accepted' and id % 3 > 0 then 'K-' || id / 8 end,
                    'V7|B-' || id / 8, 'P' || id / 16, repeat('x', 300), mapping_version, received_at from message where outcome in ('accepted', 'not-concerned')
                """);
        jdbc.execute(
                """
                insert into consultation (id, took_place, phase, state, mapping_version, first_at, updated_at)
                select 'K-' || n, true, 'completed', '{}', 'a', now(), now() from generate_series(0, %1$d) as n
                """
                        .formatted(CONSULTATIONS));
        jdbc.execute(
                "insert into visit (key, unit) select 'V7|B-' || n, 'V7' from generate_series(0, "
                        + CONSULTATIONS
                        + ") as n");
        jdbc.execute(
                "insert into visit_join (visit, consultation, parked) select 'V7|B-' || n, 'K-' ||"
                        + " n, false from generate_series(0, "
                        + CONSULTATIONS
                        + ") as n");
        jdbc.execute(
                """
                insert into stream (destination, key, consultation, target, caused_at, confirmed, state)
                select destination, 'K-' || n, 'K-' || n, '{}', now(), case when n %% 400 > 1 then '{}' end,
                    case n %% 400 when 0 then 'held' when 1 then 'pending' else 'idle' end
                from generate_series(0, %1$d) as n, unnest(array['pasis', 'primary-care']) as destination
                """
                        .formatted(CONSULTATIONS));
        var key = hashes("U", 18);
        jdbc.execute("create table unit_hash (number int, hash bigint)");
        for (var number = 0; number < key.size(); number++) {
            jdbc.update("insert into unit_hash values (?, ?)", number, key.get(number));
        }
        jdbc.execute(
                """
                insert into message_identifier (hash, message) select hash, id from (
                    select id, hashtextextended('P' || id / 16, 0) as hash from message
                    union all select id, hashtextextended('B' || id / 8, 0) from message
                    union all select id, hashtextextended('D' || id % 300, 0) from message
                    union all select id, hash from message join unit_hash on number = id % 18) as found order by id
                """);
        jdbc.update(
                "insert into message_identifier (hash, message) select ?, 4711 * 16 + number from"
                        + " generate_series(0, 15) as number",
                identifiers.hashes(List.of("P4711"))[0]);
        jdbc.execute("vacuum analyze");
    }

    private List<Long> hashes(String prefix, int count) {
        var hashes = new ArrayList<Long>();
        for (var number = 0; number < count; number++) {
            hashes.add(identifiers.hashes(List.of(prefix + number))[0]);
        }
        return hashes;
    }

    /** What keeping a message costs with these indexes, and with those that were there before. */
    private void cost() {
        var messages = new Messages(jdbc, identifiers);
        var without =
                new Messages(
                        jdbc,
                        new MessageIdentifiers(
                                jdbc, new HubKeys(jdbc), body -> java.util.Set.of()));
        keep(messages, "warm");
        for (var round = 1; round <= 3; round++) {
            report("with indexes and identifiers", keep(messages, "a" + round));
            report("with indexes, without identifiers", keep(without, "b" + round));
        }
        jdbc.execute("create index message_key on message (sender, control_id, id)");
        for (var index : List.of("control", "sender", "type", "feed", "refused")) {
            jdbc.execute("drop index message_" + index);
        }
        for (var round = 1; round <= 3; round++) {
            report("as before", keep(without, "c" + round));
        }
    }

    private static void report(String what, Duration each) {
        System.out.printf("keep %-34s %4d µs each%n", what, each.toNanos() / 1000);
    }

    private Duration keep(Messages messages, String name) {
        var body =
                "MSH|^~\\&|JOURNAL|SE162321000255-TRP102|TREPART||20261117095500||ADT^A04^ADT_A01|X|P|2.5.1\rEVN|A04|20261117095500\rPID|1||199101022391^^^&1.2.752.129.2.1.3.1&ISO^NI||Testsson^Test\rPV1|1|O|SE162321000255-TRP102||||SE162321000255-TRP901||||||||||||B-README|||||||||||||||||||||||||20261117095500"
                        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        var commit = Commit.alone(Instant.now());
        var began = System.nanoTime();
        for (var number = 0; number < KEPT; number++) {
            messages.keep(
                    commit,
                    new Messages.New(
                            "mllp",
                            "JOURNAL|V" + number % 40,
                            name + number,
                            "ADT^A04",
                            body,
                            body,
                            Messages.Outcome.ACCEPTED,
                            body,
                            "[]",
                            null,
                            "default",
                            "a"));
        }
        return Duration.ofNanos((System.nanoTime() - began) / KEPT);
    }
}
