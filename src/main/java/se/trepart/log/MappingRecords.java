package se.trepart.log;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Every mapping set ever in force, whole, by its hash: a rebuild uses the recorded one (law 2). */
@Component
public class MappingRecords {
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Set<String> kept = ConcurrentHashMap.newKeySet();

    MappingRecords(JdbcTemplate jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** Keeps the set, once; outside of any commit. */
    public void keep(String version, Map<String, byte[]> files) {
        if (kept.contains(version)) {
            return;
        }
        transactions.executeWithoutResult(status -> {
            if (jdbc.update(
                            "insert into mapping_set (version) values (?) on conflict do nothing",
                            version)
                    > 0) {
                files.forEach((path, content) ->
                        jdbc.update(
                                "insert into mapping_file (version, path, content) values (?, ?,"
                                        + " ?)",
                                version,
                                path,
                                content));
            }
        });
        kept.add(version);
    }

    /** The files of a recorded set; empty when there is none. */
    public Map<String, byte[]> files(String version) {
        var files = new TreeMap<String, byte[]>();
        jdbc.query(
                "select path, content from mapping_file where version = ?",
                row -> {
                    files.put(row.getString(1), row.getBytes(2));
                },
                version);
        return files;
    }
}
