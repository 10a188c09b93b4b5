package se.trepart.bench;

import static java.util.Objects.requireNonNull;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import se.trepart.facade.Plans;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.regex.Pattern;

import javax.sql.DataSource;

/**
 * Servers over the filled databases, one after the other, and what clients saw of them.
 *
 * @param port where PostgreSQL listens
 */
record FhirRun(Surroundings surroundings, List<FhirRequest> requests, FhirStores stores, int port) {
    private static final List<String> OPTIONS = List.of("-Xmx2g");
    private static final int FIRST = 20;
    private static final Pattern ENTRY = Pattern.compile("\"fullUrl\"");
    private static final Duration WARMING = Duration.ofSeconds(30);
    private static final Duration EACH = Duration.ofSeconds(1);

    /**
     * How the clients were answered: the rounds of one kind of request.
     *
     * @param rate answers per second, to clients that keep the server busy
     * @param p50 milliseconds, to a client that asks alone
     * @param p99 milliseconds, to a client that asks alone
     * @param cpu milliseconds of processor time for an answer, the database's included
     * @param found how many entries the first answers have together
     */
    record Paces(Spread rate, Spread p50, Spread p99, Spread cpu, long found) {}

    /** The hub's, by request. */
    Map<FhirRequest, Paces> hub(int copies) throws Exception {
        try (var hub = FhirStores.hub(surroundings, FhirStores.database(copies), port, OPTIONS)) {
            return paces(hub.http(), hub::cpuMillis, questions(copies));
        }
    }

    /** HAPI's, by request; without those that it cannot answer. */
    Map<FhirRequest, Paces> hapi(int copies) throws Exception {
        var peer = Peer.maven(surroundings, "hapi-jpa");
        var jdbc = new JdbcTemplate(database("postgres"));
        var name = "hapi_" + copies;
        if (jdbc.queryForList("select 1 from pg_database where datname = ?", name).isEmpty()) {
            jdbc.execute("drop database if exists filling");
            jdbc.execute("create database filling");
            try (var hapi = HapiJpa.start(peer, OPTIONS, url("filling"))) {
                var took =
                        hapi.load(
                                new JdbcTemplate(database(FhirStores.database(copies))),
                                surroundings.root().resolve("fhir-profiles"));
                System.out.println("loaded " + name + " in " + took.toSeconds() + " s");
            }
            jdbc.execute("alter database filling rename to " + name);
            new JdbcTemplate(database(name)).execute("vacuum analyze");
        }
        try (var hapi = HapiJpa.start(peer, OPTIONS, url(name))) {
            return paces(hapi.port(), hapi::cpuMillis, questions(copies));
        }
    }

    /**
     * How the database goes about it.
     *
     * @param pages of tables and indexes that an answer takes, on average
     * @param broken the statements that read a whole table, with their plans
     */
    record Ways(double pages, List<String> broken) {}

    /** The database's, by request. */
    Map<FhirRequest, Ways> ways(int copies) {
        var ways = new LinkedHashMap<FhirRequest, Ways>();
        try (var plans = new Plans(database(FhirStores.database(copies)))) {
            questions(copies)
                    .forEach((request, questions) ->
                            ways.put(
                                    request,
                                    new Ways(
                                            questions.stream()
                                                    .limit(FIRST)
                                                    .mapToLong(one -> plans.pages(one.text()))
                                                    .average()
                                                    .orElseThrow(),
                                            plans.broken(questions.getFirst().text()))));
        }
        return ways;
    }

    private Map<FhirRequest, List<Question>> questions(int copies) {
        var questions = new LinkedHashMap<FhirRequest, List<Question>>();
        var url = url(FhirStores.database(copies));
        try (var database = new SingleConnectionDataSource(url, true)) {
            var drawn = new Questions(database);
            requests.forEach(request -> questions.put(request, request.questions().apply(drawn)));
        }
        return questions;
    }

    private Map<FhirRequest, Paces> paces(
            int http, DoubleSupplier server, Map<FhirRequest, List<Question>> questions)
            throws Exception {
        try (var asking = new Asking(http)) {
            var asked = new LinkedHashMap<FhirRequest, List<byte[]>>();
            var found = new HashMap<FhirRequest, Long>();
            for (var entry : questions.entrySet()) {
                if (asking.ask(entry.getValue().getFirst()).status() == 200) {
                    asked.put(
                            entry.getKey(), entry.getValue().stream().map(Question::http).toList());
                    found.put(entry.getKey(), found(asking, entry.getValue()));
                }
            }
            for (var questioned : asked.values()) {
                asking.pace(Asking.MOST, questioned, WARMING.dividedBy(asked.size()));
            }
            var effort = new Effort(server, stores.directory());
            // What works for us does so below the stores' folder, or descends from this process.
            var rounds = new Rounds(surroundings.rounds().number(), new Load(stores.directory()));
            var spreads =
                    rounds.each(() -> {
                        var values = new LinkedHashMap<String, Double>();
                        for (var request : asked.keySet()) {
                            var before = effort.soFar();
                            var busy = asking.pace(Asking.MOST, asked.get(request), EACH);
                            var cpu = effort.soFar() - before;
                            var alone = asking.pace(1, asked.get(request), EACH);
                            values.put(request.name() + " rate", busy.rate());
                            values.put(request.name() + " p50", alone.p50());
                            values.put(request.name() + " p99", alone.p99());
                            values.put(request.name() + " cpu", cpu / busy.answers());
                        }
                        return values;
                    });
            var paces = new LinkedHashMap<FhirRequest, Paces>();
            for (var request : asked.keySet()) {
                paces.put(
                        request,
                        new Paces(
                                spreads.of(request.name() + " rate"),
                                spreads.of(request.name() + " p50"),
                                spreads.of(request.name() + " p99"),
                                spreads.of(request.name() + " cpu"),
                                requireNonNull(found.get(request))));
            }
            return paces;
        }
    }

    private static long found(Asking asking, List<Question> questions) throws IOException {
        var found = 0L;
        for (var question : questions.subList(0, Math.min(FIRST, questions.size()))) {
            found += ENTRY.matcher(asking.ask(question).text()).results().count();
        }
        return found;
    }

    private String url(String database) {
        return FhirStores.url(port, database);
    }

    private DataSource database(String name) {
        return new DriverManagerDataSource(url(name));
    }
}
