package se.trepart.replay;

import org.springframework.jdbc.core.JdbcTemplate;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Which consultation a record that a dry run found is about; none for what is shared. */
final class Consulted {
    private static final Map<String, String> SQL =
            Map.of(
                    "resource",
                    "select consultation from resource where type || '/' || id = ? and consultation"
                            + " is not null",
                    "target",
                    "select consultation from stream where destination || '/' || key = ? and"
                            + " consultation is not null");

    private final JdbcTemplate jdbc;
    private final TreeSet<String> found;

    Consulted(JdbcTemplate jdbc, long plan) {
        this.jdbc = jdbc;
        this.found =
                new TreeSet<>(
                        jdbc.queryForList(
                                "select id from replay_difference where plan = ? and kind ="
                                        + " 'consultation'",
                                String.class,
                                plan));
    }

    List<String> of(String kind, String id) {
        if (kind.equals("consultation")) {
            return List.of(id);
        }
        var sql = SQL.get(kind);
        if (sql == null) {
            return List.of();
        }
        var known = jdbc.queryForList(sql, String.class, id);
        return known.isEmpty() ? byName(id.substring(id.indexOf('/') + 1)) : known;
    }

    /** What is not there yet is named after its consultation: {@code K-1-visit}, or {@code K-1}. */
    private List<String> byName(String name) {
        for (var before = found.floor(name); before != null; before = found.lower(before)) {
            if (name.equals(before) || name.startsWith(before + "-")) {
                return List.of(before);
            }
            if (!before.startsWith(name.substring(0, 1))) {
                break;
            }
        }
        return List.of();
    }
}
