package se.trepart.projection.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

import se.trepart.TestDatabase;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

@NullUnmarked
class SearchIndexIT {
    private static final String ROWS =
            "select parameter, code, system, key from search_token order by 1, 2, 3, 4";

    @Test
    void makesStaleRowsAgainAndLeavesFreshOnesAlone() throws Exception {
        // given
        var database = TestDatabase.create();
        var jdbc = new JdbcTemplate(database);
        var index = new SearchIndex(jdbc, new JdbcTransactionManager(database));
        index.bringUpToDate();
        var json = new ObjectMapper();
        var view = new FhirView(jdbc);
        List<ObjectNode> many =
                IntStream.range(0, 1200)
                        .mapToObj(number ->
                                json.createObjectNode()
                                        .put("resourceType", "Task")
                                        .put("id", "t" + number)
                                        .put("status", "ready"))
                        .toList();
        view.write("K-1", many, Instant.EPOCH);
        view.write("K-1", many.subList(1, 1200), Instant.EPOCH);
        var rows = jdbc.queryForList(ROWS);
        // when
        jdbc.execute("update search_token set code = 'stale'");
        index.bringUpToDate();
        var left = jdbc.queryForList("select distinct code from search_token", String.class);
        jdbc.execute("update search_definitions set hash = 'of another program'");
        index.bringUpToDate();
        // then
        assertThat(left).containsExactly("stale");
        assertThat(rows).hasSize(1199);
        assertThat(jdbc.queryForList(ROWS)).isEqualTo(rows);
        assertThat(
                        jdbc.queryForList(
                                "select name from search_parameter where parameter = "
                                        + rows.getFirst().get("parameter"),
                                String.class))
                .containsExactly("status");
    }
}
