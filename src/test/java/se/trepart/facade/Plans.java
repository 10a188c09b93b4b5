package se.trepart.facade;

import org.jspecify.annotations.NullUnmarked;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.util.List;
import java.util.regex.Pattern;

import javax.sql.DataSource;

/** How the database goes about a search: the plans of the statements that the facade asks. */
@NullUnmarked
public final class Plans implements AutoCloseable {
    /**
     * What a plan shows that reads a whole table, or a whole index; of an empty one it costs
     * nothing.
     */
    static final String WHOLE =
            "Seq Scan on (resource|search_)(?!\\w*\\s+(\\w+\\s+)?\\(cost=0\\.00\\.\\.0\\.00"
                    + " )|Bitmap Index Scan on resource_by_type|Index (Only )?Scan"
                    + " [^\\n]*\\n(?!\\s+Index Cond)";

    private static final Pattern READS_WHOLE = Pattern.compile(WHOLE);

    private static final Pattern PAGES = Pattern.compile("(?:hit|read)=(\\d+)");

    private final RunningFacade facade;

    /** A facade over a filled database. */
    public Plans(DataSource database) {
        facade = new RunningFacade(database);
    }

    /** The statements with their plans by which a search reads a whole table. */
    public List<String> broken(String query) {
        facade.statements().taken();
        facade.bundle(query);
        return facade.statements().taken().stream()
                .filter(Plans::onTheView)
                .map(statement ->
                        statement
                                + "\n"
                                + plan(facade.jdbc(), Planning.FOR_VALUES.settings(), statement))
                .filter(plan -> READS_WHOLE.matcher(plan).find())
                .toList();
    }

    /** How many pages of tables and indexes it takes to answer a search. */
    public long pages(String query) {
        facade.statements().taken();
        facade.bundle(query);
        return facade.statements().taken().stream()
                .filter(Plans::onTheView)
                .mapToLong(statement -> pages(facade.jdbc(), statement))
                .sum();
    }

    private static long pages(JdbcTemplate jdbc, String statement) {
        var touched =
                planned(
                                jdbc,
                                Planning.FOR_VALUES.settings(),
                                "explain (analyze, buffers) " + statement)
                        .stream()
                        .filter(line -> line.contains("Buffers:"))
                        .findFirst()
                        .map(PAGES::matcher)
                        .orElseThrow();
        var pages = 0L;
        while (touched.find()) {
            pages += Long.parseLong(touched.group(1));
        }
        return pages;
    }

    static boolean onTheView(String query) {
        return query.contains("resource") || query.contains("search_");
    }

    /**
     * The plan of a statement.
     *
     * @param before what is said first in the same transaction
     */
    static String plan(JdbcTemplate jdbc, String before, String statement) {
        return String.join("\n", planned(jdbc, before, "explain " + statement));
    }

    private static List<String> planned(JdbcTemplate jdbc, String before, String explain) {
        return new TransactionTemplate(new JdbcTransactionManager(jdbc.getDataSource()))
                .execute(status -> {
                    jdbc.execute(before);
                    return jdbc.queryForList(explain, String.class);
                });
    }

    @Override
    public void close() {
        facade.close();
    }
}
