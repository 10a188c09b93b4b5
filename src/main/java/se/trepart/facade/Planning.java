package se.trepart.facade;

import org.springframework.jdbc.core.ArgumentPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.RowMapperResultSetExtractor;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How PostgreSQL plans a search: by many small steps, each as cheap as it is where most is in
 * memory, and by one process, since others take longer to begin than a page takes.
 */
enum Planning {
    /**
     * Anew for its values: after a few rounds PostgreSQL would keep one plan for all, and what is
     * right for a rare value is a hundred times too slow for a common one.
     */
    FOR_VALUES("set_config('plan_cache_mode', 'force_custom_plan', true)"),

    /**
     * Once for its shape, where that says where to begin whatever the values are. Planning would
     * take longer than all else. A plan that was made while tables were empty must be right later.
     */
    FOR_SHAPE(
            "set_config('plan_cache_mode', 'force_generic_plan', true),"
                    + " set_config('enable_seqscan', 'off', true)");

    /** So long may one statement take. */
    static final Duration LONGEST = Duration.ofSeconds(20);

    private static final String COMMON =
            ", set_config('random_page_cost', '1.1', true),"
                    + " set_config('max_parallel_workers_per_gather', '0', true),"
                    + " set_config('jit', 'off', true),"
                    + " set_config('statement_timeout', '%d', true)".formatted(LONGEST.toMillis());

    private final String special;

    Planning(String special) {
        this.special = special;
    }

    /** The statement that says so, for the rest of a transaction. */
    String settings() {
        return "select " + special + COMMON;
    }

    /** Asks in one journey to the database and back, and in one transaction where there is none. */
    <T> List<T> query(JdbcTemplate jdbc, Sql sql, RowMapper<T> mapper) {
        return Objects.requireNonNull(
                jdbc.execute(
                        settings() + "; " + sql.text(),
                        (PreparedStatementCallback<List<T>>)
                                statement -> {
                                    new ArgumentPreparedStatementSetter(sql.values())
                                            .setValues(statement);
                                    statement.execute();
                                    statement.getMoreResults();
                                    try (var rows = statement.getResultSet()) {
                                        return new RowMapperResultSetExtractor<>(mapper)
                                                .extractData(rows);
                                    }
                                }));
    }
}
