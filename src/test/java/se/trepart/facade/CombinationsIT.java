package se.trepart.facade;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The combinations that applications really call: each finds what it should, and is planned without
 * reading a whole table at a million consultations. By default a few thousand stand for them, and
 * the planner is told that there are more; {@code -Dconsultations=1000000} makes as many as named,
 * and {@code -Dmeasure=N} asks each N times and prints how long it took.
 */
@NullUnmarked
class CombinationsIT {
    private static final int MADE = Integer.getInteger("consultations", 2_000);
    private static final int MILLION = 1_000_000;
    private static RunningFacade facade;

    @BeforeAll
    static void fill() {
        facade = new RunningFacade();
        var many = new ManyConsultations(facade);
        var made = many.make(MADE);
        if (made < MILLION) {
            many.pretend((int) (MILLION / made));
        }
    }

    @AfterAll
    static void stop() {
        facade.close();
    }

    @ParameterizedTest
    @EnumSource
    void findsWhatItShouldWithoutReadingAWholeTable(Combination combination) {
        // when
        facade.statements().taken();
        var bundle = ask(combination);
        var asked = facade.statements().taken();
        // then
        assertThat(names(bundle))
                .containsAll(
                        Pattern.compile(" ")
                                .splitAsStream(combination.finds())
                                .filter(name -> !name.isEmpty())
                                .map(CombinationsIT::filled)
                                .toList());
        assertThat(bundle.path("total").asInt(-1)).isNotNegative();
        var plans = asked.stream().filter(Plans::onTheView).toList();
        assertThat(plans).isNotEmpty();
        for (var query : plans) {
            var plan = plan(query);
            assertThat(plan).as("%s%n%s", query.text(), plan).doesNotContainPattern(Plans.WHOLE);
        }
    }

    @Test
    void objectsToAPlanThatReadsAWholeTable() {
        assertThat(plan("select count(*) from resource where json like '%x%'"))
                .containsPattern(Plans.WHOLE);
        assertThat(plan("select count(*) from search_token where code like '%x%'"))
                .containsPattern(Plans.WHOLE);
    }

    @ParameterizedTest
    @EnumSource
    @EnabledIfSystemProperty(named = "measure", matches = "\\d+")
    void isFast(Combination combination) {
        // given
        var times = Integer.getInteger("measure");
        var nanos = new long[times];
        // when
        for (var round = 0; round < times; round++) {
            var start = System.nanoTime();
            ask(combination);
            nanos[round] = System.nanoTime() - start;
        }
        // then
        facade.statements().taken();
        ask(combination);
        facade.statements().taken().stream()
                .filter(Plans::onTheView)
                .forEach(CombinationsIT::printCost);
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%d consultations, %s: p50 %.1f ms, p99 %.1f ms%n",
                MADE,
                combination,
                nanos[times / 2] / 1e6,
                nanos[(int) (times * 0.99)] / 1e6);
    }

    /** Pages touched tell more than time does on a machine that has other things to do. */
    private static void printCost(Statements.Query query) {
        var plan =
                facade.jdbc()
                        .queryForList("explain (analyze, buffers) " + query.text(), String.class);
        System.out.println(
                "   "
                        + plan.stream()
                                .filter(line -> line.contains("Buffers:"))
                                .findFirst()
                                .orElse("")
                                .strip()
                        + ", "
                        + plan.getLast());
        if (Boolean.getBoolean("plans")) {
            System.out.println(query.text());
            plan.forEach(System.out::println);
        }
    }

    private static JsonNode ask(Combination combination) {
        return facade.bundle(filled(combination.query()));
    }

    /** The first copy's things; what is not copied is everybody's. */
    private static String filled(String text) {
        var filled = text;
        for (var place :
                new String[][] {
                    {"{location}", "Location/SE162321000255-TRP114"},
                    {"{clinic}", CLINIC},
                    {"{meeting}", ID + "-meeting.1"},
                    {"{consultation}", ID + "-consultation.1"},
                    {"{visit}", ID + "-visit.1"},
                    {"{request}", ID + "-request.1"},
                    {"{task}", ID + "-medical-registration.1"},
                    {
                        "{patient}",
                        value(
                                "select target_id from search_reference i join resource r using"
                                    + " (key) where r.id = ? and i.target_type = 'Patient' limit 1",
                                ID + "-consultation.1")
                    },
                    {"{day}", "2023-03-14"},
                    {"{next}", "2023-03-15"},
                    {"{today}", "2023-03-14"},
                    {"{since}", "2026-05-01"},
                }) {
            if (filled.contains(place[0])) {
                filled = filled.replace(place[0], place[1]);
            }
        }
        if (filled.contains("{location}")) {
            throw new IllegalStateException(filled);
        }
        if (filled.contains("{number}")) {
            filled =
                    filled.replace(
                            "{number}",
                            encoded(
                                    value(
                                            "select t.system || '|' || t.code from search_token t"
                                                + " join resource r using (key) where r.type ="
                                                + " 'Patient' and r.id = ? and t.code like '%.1'"
                                                + " limit 1",
                                            filled("{patient}"))));
        }
        if (filled.contains("{hsaId}")) {
            filled =
                    filled.replace(
                            "{hsaId}",
                            encoded(
                                    value(
                                            "select t.system || '|' || t.code from search_token t"
                                                + " join resource p using (key) join"
                                                + " search_reference i on i.target_type = p.type"
                                                + " and i.target_id = p.id join resource r on r.key"
                                                + " = i.key where p.type = 'Practitioner' and r.id"
                                                + " = ? and t.code like 'SE%' limit 1",
                                            filled("{meeting}"))));
        }
        if (filled.contains("{identifier}")) {
            filled =
                    filled.replace(
                            "{identifier}",
                            encoded(
                                    value(
                                            "select t.system || '|' || t.code from search_token t"
                                                + " join resource r using (key) where r.id = ? and"
                                                + " t.system like '%consultation' limit 1",
                                            filled("{meeting}"))));
        }
        return filled;
    }

    private static final String ID = "K-2023-000157";
    private static final String CLINIC = "SE162321000255-TRP202";

    private static String value(String sql, String id) {
        return facade.jdbc().queryForObject(sql, String.class, id);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static List<String> names(JsonNode bundle) {
        var names = new ArrayList<String>();
        bundle.path("entry")
                .forEach(entry ->
                        names.add(
                                entry.at("/resource/resourceType").asText()
                                        + "/"
                                        + entry.at("/resource/id").asText()));
        return names;
    }

    private static String plan(String query) {
        return plan(new Statements.Query(query));
    }

    private static String plan(Statements.Query query) {
        // Each page stands for so many; probing an index costs the same.
        return Plans.plan(facade.jdbc(), query, "; set local seq_page_cost = " + MILLION / MADE);
    }
}
