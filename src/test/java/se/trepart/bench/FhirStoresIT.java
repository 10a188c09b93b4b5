package se.trepart.bench;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

import se.trepart.TestDatabase;
import se.trepart.projection.fhir.SearchIndex;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/** What is measured is what the hub would have written. */
class FhirStoresIT {
    private static final int DAYS = 2;
    private static final int COPIES = 9;

    @TempDir Path folder;

    @Test
    void copiesHaveTheIndexRowsThatTheHubMakesOfTheirJson() throws Exception {
        // given
        var database = TestDatabase.create();
        var jdbc = new JdbcTemplate(database);

        // when
        Originals.tell(folder, database, DAYS);
        var kept = new TreeMap<String, Long>();
        List.of("message", "event", "consultation", "told", "stream", "person")
                .forEach(table -> kept.put(table, count(jdbc, table)));
        FhirStores.copy(database, COPIES);

        // then
        assertThat(
                        jdbc.queryForObject(
                                "select count(distinct consultation) from resource", Integer.class))
                .isEqualTo(DAYS * COPIES * Originals.CONSULTATIONS_OF_A_DAY);
        assertThat(
                        jdbc.queryForObject(
                                "select count(*) from resource where json::jsonb ->> 'id' <> id or"
                                        + " json::jsonb ->> 'resourceType' <> type",
                                Integer.class))
                .isZero();
        kept.forEach((table, rows) ->
                assertThat(count(jdbc, table)).as(table).isPositive().isEqualTo(COPIES * rows));
        assertThat(
                        jdbc.queryForList(
                                """
                                select told.position from told left join event on event.position = told.event
                                    left join message on message.id = event.message where message.id is null
                                """))
                .isEmpty();
        assertThat(
                        jdbc.queryForObject(
                                "select nextval(pg_get_serial_sequence('event', 'position')) >"
                                        + " max(position) from event",
                                Boolean.class))
                .isTrue();
        for (var table : ViewTable.values()) {
            jdbc.execute("create table copied_%s as select * from %s".formatted(table, table));
        }
        jdbc.update("update search_definitions set hash = ''");
        new SearchIndex(jdbc, new JdbcTransactionManager(database)).bringUpToDate();
        for (var table : ViewTable.values()) {
            assertThat(
                            jdbc.queryForList(
                                    "table copied_%s except all table %s".formatted(table, table)))
                    .isEmpty();
            assertThat(
                            jdbc.queryForList(
                                    "table %s except all table copied_%s".formatted(table, table)))
                    .isEmpty();
        }
    }

    private static long count(JdbcTemplate jdbc, String table) {
        return requireNonNull(jdbc.queryForObject("select count(*) from " + table, Long.class));
    }
}
