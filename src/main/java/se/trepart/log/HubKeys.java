package se.trepart.log;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.security.SecureRandom;
import java.util.Objects;

/**
 * The hub's own secrets, made once and kept in the database, so that every instance has the same.
 */
@Component
public class HubKeys {
    private static final int BYTES = 32;

    private final JdbcTemplate jdbc;

    HubKeys(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The key of that name, 32 bytes; made at its first use. */
    public byte[] key(String name) {
        var fresh = new byte[BYTES];
        new SecureRandom().nextBytes(fresh);
        jdbc.update(
                "insert into hub_key (name, key) values (?, ?) on conflict do nothing",
                name,
                fresh);
        return Objects.requireNonNull(
                jdbc.queryForObject("select key from hub_key where name = ?", byte[].class, name));
    }
}
