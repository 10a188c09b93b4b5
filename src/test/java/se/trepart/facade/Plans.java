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
    public List<String> broken(String search) {
        facade.statements().taken();
        facade.bundle(search);
        return facade.statements().taken().stream()
                .filter(Plans::onTheView)
                .map(query -> query.text() + "\n" + plan(facade.jdbc(), query, ""))
                .filter(plan -> READS_WHOLE.matcher(plan).find())
                .toList();
    }

    /** How many pages of tables and indexes it takes to answer a search. */
    public long pages(String search) {
        facade.statements().taken();
        facade.bundle(search);
        return facade.statements().taken().stream()
                .filter(Plans::onTheView)
                .mapToLong(query -> pages(facade.jdbc(), query))
                .sum();
    }

    private static long pages(JdbcTemplate jdbc, Statements.Query query) {
        var touched =
                planned(
                                jdbc,
                                query.planning().settings(),
                                "explain (analyze, buffers) " + query.text(),
                                "")
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

    static boolean onTheView(Statements.Query query) {
        return query.text().contains("resource") || query.text().contains("search_");
    }

    /**
     * The plan of a statement.
     *
     * @param settings what is said first besides, beginning with a semicolon
     */
    static String plan(JdbcTemplate jdbc, Statements.Query query, String settings) {
        var before = query.planning().settings() + settings;
        if (query.shape().isEmpty()) {
            return String.join("\n", planned(jdbc, before, "explain " + query.text(), ""));
        }
        var values = query.shape().chars().filter(character -> character == '$').count();
        return String.join(
                "\n",
                planned(
                        jdbc,
                        before + "; prepare shape as " + query.shape(),
                        "explain execute shape (null" + ", null".repeat((int) values - 1) + ")",
                        "deallocate shape"));
    }

    private static List<String> planned(
            JdbcTemplate jdbc, String before, String explain, String after) {
        return new TransactionTemplate(new JdbcTransactionManager(jdbc.getDataSource()))
                .execute(status -> {
                    jdbc.execute(before);
                    var plan = jdbc.queryForList(explain, String.class);
                    jdbc.execute(after);
                    return plan;
                });
    }

    @Override
    public void close() {
        facade.close();
    }
}
