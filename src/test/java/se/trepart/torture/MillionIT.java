package se.trepart.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code -Dmillion=1000000}: so many deliveries that wait when a hub of 512 MB of heap starts are
 * all delivered, each once and each stream in order. Half of them are messages that a hub before it
 * has left without an outcome, the other half what their streams owe after them.
 */
@EnabledIfSystemProperty(named = "million", matches = "\\d+")
class MillionIT {
    private static final int NUMBER = Integer.getInteger("million", 0);
    private static final int STREAMS = NUMBER / 2;

    /** To compare: a clone of another commit with its jar built. */
    private static final Optional<Path> PREVIOUS =
            Optional.ofNullable(System.getProperty("previous")).map(Path::of);

    private static final Duration PATIENCE = Duration.ofHours(2);

    /** Copies of the real row {@code M0000000}, with its name in everything that it says. */
    private static final String STREAM =
            """
            insert into stream (destination, key, consultation, target, context, caused_at, confirmed, state, serial, due_at)
            select destination, name, name, replace(target, 'M0000000', name), replace(context, 'M0000000', name), caused_at, null, 'pending', 1, clock_timestamp()
            from stream, lateral (select 'M' || lpad(number::text, 7, '0') as name from generate_series(%d, %d) as number) as names
            where destination = 'pasis' and key = 'M0000000'
            """;

    private static final String DELIVERY =
            """
            insert into delivery (destination, key, consultation, serial, operation, control_id, target, message, state, attempts, in_doubt, created_at, sent_at)
            select destination, name, name, 1, operation, name || '-1', '{}',
                convert_to(replace(replace(convert_from(message, 'UTF8'), 'M0000000', name), control_id, name || '-1'), 'UTF8'), 'in-flight', 1, 1, created_at, sent_at
            from delivery, lateral (select 'M' || lpad(number::text, 7, '0') as name from generate_series(%d, %d) as number) as names
            where destination = 'pasis' and key = 'M0000000'
            """;

    private static final String OWED =
            "select count(*) from stream where destination = 'pasis' and state <> 'idle'";

    private static final Pattern GC =
            Pattern.compile("\\[([0-9.]+)s].*Tenured: (\\d+)K(?:\\([^)]*\\))?->(\\d+)K");

    @TempDir private Path run;

    @Test
    void allAreDeliveredOnceAndInOrder() throws Exception {
        var ports = Ports.free(6);
        try (var database = new Database(run.resolve("postgres"), ports.get(0));
                var pasis = new FastWitness(ports.get(1), STREAMS)) {
            // given
            database.start();
            fill(database, pasis, ports);
            // when
            var began = System.nanoTime();
            var hub = hub(database, pasis, ports, "drain");
            drained(database, pasis, began);
            hub.stop();
            // then
            heap();
            assertThat(pasis.disorder()).as("out of order").isZero();
            assertThat(pasis.again()).as("again, though it was answered").isZero();
            assertThat(pasis.effects()).isEqualTo(2L * STREAMS);
            assertThat(
                            database.number(
                                    "select count(*) from delivery where key like 'M%' and state ="
                                            + " 'confirmed' and key <> 'M0000000'"))
                    .isEqualTo(2L * STREAMS);
        }
    }

    /** One consultation through a hub's real door, then copies of what it made. */
    private void fill(Database database, FastWitness pasis, List<Integer> ports) throws Exception {
        var hub = hub(database, pasis, ports, "fill");
        tell(
                ports.get(2),
                "{'id':'1','type':'se.trepart.consultation.requested.v1','data':{'patient':"
                        + "{'identifier':{'type':'personnummer','value':'189001029819'}},"
                        + "'visit':{'id':'B-1','unit':'SE162321000255-TRP102'},"
                        + "'physician':{'hsaId':'SE162321000255-TRP901'},"
                        + "'specialty':'ortopedi','specialistUnit':'SE162321000255-TRP202'}}");
        tell(
                ports.get(2),
                "{'id':'2','type':'se.trepart.specialist.joined.v1','data':{'specialist':"
                        + "{'hsaId':'SE162321000255-TRP951'},"
                        + "'specialistUnit':'SE162321000255-TRP202'}}");
        await().atMost(Duration.ofMinutes(2))
                .until(() ->
                        database.number("select count(*) from delivery where state = 'confirmed'")
                                > 0);
        hub.stop();
        pasis.forget();
        var began = System.nanoTime();
        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            statement.execute(
                    "update stream set state = 'idle', target = confirmed where key ="
                            + " 'M0000000'");
            for (var from = 1; from <= STREAMS; from += 20_000) {
                var to = Math.min(STREAMS, from + 19_999);
                statement.execute(STREAM.formatted(from, to));
                statement.execute(DELIVERY.formatted(from, to));
            }
            statement.execute("analyze stream");
            statement.execute("analyze delivery");
        }
        say("%d deliveries wait, written in %d s", 2 * STREAMS, seconds(began));
    }

    private OwnProcess hub(Database database, FastWitness pasis, List<Integer> ports, String name)
            throws IOException, InterruptedException {
        var process =
                OwnProcess.start(
                        run.resolve(name + ".log"),
                        PREVIOUS,
                        List.of("-Xlog:gc+heap=info:file=" + run.resolve(name + "-gc.log")),
                        List.of(
                                "serve",
                                "--server.port=" + ports.get(2),
                                "--management.server.port=" + ports.get(3),
                                "--trepart.feed.mllp.port=" + ports.get(4),
                                "--trepart.feed.jms.port=" + ports.get(5),
                                "--trepart.data-dir=" + run.resolve("data"),
                                "--spring.datasource.url=" + database.url(),
                                "--spring.datasource.username=postgres",
                                "--trepart.destination.pasis.address=127.0.0.1:" + pasis.port(),
                                "--trepart.destination.primary-care.address=127.0.0.1:"
                                        + pasis.port()));
        var instance =
                new Instance(
                        name,
                        new HubDoors(ports.get(2), ports.get(4)),
                        ports.get(3),
                        run,
                        List.of(),
                        Optional.empty());
        await().atMost(Duration.ofMinutes(5)).until(() -> !process.alive() || instance.answers());
        assertThat(process.alive()).as("the hub has started, see " + name + ".log").isTrue();
        return process;
    }

    private static void drained(Database database, FastWitness pasis, long began) {
        var progress = new Progress(began);
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    progress.at(pasis.effects());
                    return pasis.effects() >= 2L * STREAMS && database.number(OWED) == 0;
                });
        say(
                "drained in %d s, %d/s on average",
                seconds(began), 2L * STREAMS / Math.max(1, seconds(began)));
    }

    /** Says now and then how far it has come. */
    private static final class Progress {
        private final long began;
        private long told;
        private long before;

        Progress(long began) {
            this.began = began;
            this.told = began;
        }

        void at(long effects) {
            if (seconds(told) >= 20) {
                say(
                        "%5d s %8d delivered, %5.0f/s",
                        seconds(began), effects, (effects - before) / (double) seconds(told));
                before = effects;
                told = System.nanoTime();
            }
        }
    }

    /** The old generation after each collection. */
    private void heap() throws IOException {
        var after =
                Files.readAllLines(run.resolve("drain-gc.log")).stream()
                        .map(GC::matcher)
                        .filter(java.util.regex.Matcher::find)
                        .map(found -> Long.parseLong(found.group(3)) / 1024)
                        .toList();
        if (!after.isEmpty()) {
            say(
                    "old generation after each of %d collections: %d MB first, %d MB in the middle,"
                            + " %d MB last, %d MB most",
                    after.size(),
                    after.getFirst(),
                    after.get(after.size() / 2),
                    after.getLast(),
                    after.stream().mapToLong(Long::longValue).max().orElse(0));
        }
    }

    private static void tell(int port, String event) throws IOException, InterruptedException {
        var json =
                ("{'specversion':'1.0','source':'https://journal.example.se/',"
                                + "'subject':'M0000000','time':'2023-03-14T10:00:00+01:00',"
                                + event.substring(1))
                        .replace('\'', '"');
        try (var http = HttpClient.newHttpClient()) {
            var answer =
                    http.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:" + port + "/api/events"))
                                    .header("Content-Type", "application/cloudevents+json")
                                    .POST(HttpRequest.BodyPublishers.ofString(json))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        }
    }

    private static long seconds(long began) {
        return (System.nanoTime() - began) / 1_000_000_000;
    }

    private static void say(String text, Object... arguments) {
        System.out.println(text.formatted(arguments));
    }
}
