package se.trepart.facade;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a search wants beside its matches, as tables of its statement: reached in rounds, each of
 * which follows the references of what the one before has reached.
 */
final class Includes {
    /** So many at most; beyond it the Bundle says that some are left out. */
    static final int LIMIT = 1000;

    private static final int ROUNDS = 5;

    /** So many tell that there are too many, even where all matches are among them. */
    private static final int KEYS = LIMIT + SearchRequest.LARGEST_PAGE + 1;

    private final boolean iterating;

    /** Numbers of references that are followed alike. */
    private final Map<Include, Set<Integer>> followed = new LinkedHashMap<>();

    Includes(List<Include> includes) {
        iterating = includes.stream().anyMatch(Include::iterate);
        for (var include : includes) {
            var alike =
                    new Include(Set.of(), include.target(), include.reverse(), include.iterate());
            followed.computeIfAbsent(alike, one -> new HashSet<>()).addAll(include.parameters());
        }
    }

    /**
     * Adds the table {@code reached}, for "with recursive".
     *
     * @param matches a table with the keys of the matches
     */
    void addReached(Sql sql, String matches, Object... values) {
        sql.add(
                "reached (key, type, id, round) as (select r.key, r.type, r.id, 0 from "
                        + matches
                        + " f (key) join resource r on r.key = f.key union",
                values);
        sql.add(" select n.key, n.type, n.id, b.round + 1 from reached b cross join lateral (");
        var next = "";
        for (var include : followed.entrySet()) {
            sql.add(next);
            addFollowed(sql, include.getKey(), include.getValue());
            next = " union all ";
        }
        sql.add(") n where b.round < " + (iterating ? ROUNDS : 1) + ")");
    }

    /**
     * Adds a table with the keys of what was reached, matches among them. Each can have been
     * reached in every round, so no more rows are needed to know enough of them.
     */
    static void addKeys(Sql sql) {
        sql.add(
                "(select distinct key from (select key from reached where round > 0 limit ?) b"
                        + " order by key limit ?)",
                ROUNDS * KEYS,
                KEYS);
    }

    private static void addFollowed(Sql sql, Include include, Set<Integer> parameters) {
        sql.add("select r.key, r.type, r.id from search_reference i join resource r on ");
        sql.add(
                include.reverse()
                        ? "r.key = i.key where i.target_id = b.id and i.target_type = b.type"
                        : "r.type = i.target_type and r.id = i.target_id where i.key = b.key and"
                                + " not r.deleted");
        sql.add(
                parameters.stream()
                        .sorted()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", ", " and i.parameter in (", ")")));
        if (!include.target().isEmpty()) {
            sql.add(" and i.target_type = ?", include.target());
        }
        sql.add(include.iterate() ? "" : " and b.round = 0");
    }
}
