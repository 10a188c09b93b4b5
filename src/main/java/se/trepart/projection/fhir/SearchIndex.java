package se.trepart.projection.fhir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the search index in step with the definitions: when the program starts with other
 * definitions than the index was made with, every index row is made again before anything is
 * served.
 */
@Component
public class SearchIndex implements InitializingBean {
    private static final Logger LOG = LoggerFactory.getLogger(SearchIndex.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BATCH = 500;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final SearchParameters definitions = SearchParameters.served();

    public SearchIndex(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        transaction = new TransactionTemplate(transactions);
    }

    @Override
    public void afterPropertiesSet() {
        bringUpToDate();
    }

    /** Makes the index again if it is stale; other instances wait meanwhile. */
    public void bringUpToDate() {
        transaction.executeWithoutResult(status -> {
            jdbc.execute("lock table search_definitions in exclusive mode");
            var made = jdbc.queryForList("select hash from search_definitions", String.class);
            if (!made.contains(definitions.hash())) {
                jdbc.execute("lock table resource in share mode");
                make();
                jdbc.update(
                        "insert into search_definitions (hash) values (?)"
                                + " on conflict (one) do update set hash = excluded.hash",
                        definitions.hash());
            }
        });
    }

    private void make() {
        jdbc.execute(
                "truncate search_parameter, search_token, search_reference, search_date,"
                        + " search_string");
        var names = new ArrayList<Object[]>();
        for (var type : definitions.types()) {
            for (var parameter : definitions.of(type)) {
                names.add(new Object[] {parameter.number(), type, parameter.name()});
            }
        }
        jdbc.batchUpdate(
                "insert into search_parameter (parameter, type, name) values (?, ?, ?)", names);
        var last = batchAfter(Long.MIN_VALUE);
        while (last != null) {
            last = batchAfter(last);
        }
    }

    private record Stored(long key, String json) {}

    /** Indexes the next resources by key; null when there are no more. */
    private @Nullable Long batchAfter(long key) {
        List<Stored> batch =
                jdbc.query(
                        "select key, json from resource where key > ? and not deleted order by key"
                                + " limit "
                                + BATCH,
                        (row, number) -> new Stored(row.getLong(1), row.getString(2)),
                        key);
        if (batch.isEmpty()) {
            return null;
        }
        var rows = new IndexRows(definitions);
        batch.forEach(stored -> rows.add(stored.key(), json(stored.json())));
        new ResourceTable(jdbc).index(batch.stream().map(Stored::key).toList(), rows);
        LOG.info("search index made again up to resource {}", batch.getLast().key());
        return batch.getLast().key();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored resource is no JSON");
        }
    }
}
