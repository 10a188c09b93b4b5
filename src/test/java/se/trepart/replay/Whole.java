package se.trepart.replay;

import org.springframework.jdbc.core.JdbcTemplate;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The whole database in a few words: how many rows each table has, and a hash of all of them. */
final class Whole {
    /** What the hub's own readers and watches write, who go on beside everything at any time. */
    private static final Set<String> BESIDE =
            Set.of(
                    "reader",
                    "cause_reader",
                    "cause",
                    "cause_member",
                    "alert",
                    "alert_id_seq",
                    "traffic_hour",
                    "scheduled_tasks");

    private Whole() {}

    /** By table; the sequences too, by their last value. */
    static Map<String, String> of(JdbcTemplate jdbc, String... without) {
        var whole = new TreeMap<String, String>();
        for (var table :
                jdbc.queryForList(
                        "select table_name from information_schema.tables where table_schema ="
                                + " 'public' and table_type = 'BASE TABLE'",
                        String.class)) {
            if (!BESIDE.contains(table) && !List.of(without).contains(table)) {
                whole.put(
                        table,
                        jdbc.queryForObject(
                                "select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text),"
                                        + " '' order by md5(t::text))), '') from "
                                        + table
                                        + " t",
                                String.class));
            }
        }
        jdbc.query(
                "select sequencename, coalesce(last_value, 0) from pg_sequences",
                row -> {
                    if (!BESIDE.contains(row.getString(1))
                            && Arrays.stream(without).noneMatch(row.getString(1)::startsWith)) {
                        whole.put(row.getString(1), row.getString(2));
                    }
                });
        return whole;
    }
}
