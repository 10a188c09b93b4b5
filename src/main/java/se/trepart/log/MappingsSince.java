package se.trepart.log;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Which mapping set was in force from when on. */
@Component
public class MappingsSince {
    private final JdbcTemplate jdbc;

    MappingsSince(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Says that the recorded set is in force from this commit on; nothing when it was already. */
    public void inForce(Commit commit, String version) {
        jdbc.update(
                """
                insert into mapping_in_force (since, version) select ?, ?
                where ? is distinct from (select version from mapping_in_force order by since desc limit 1)
                """,
                Messages.time(commit.time()),
                version,
                version);
    }
}
