package se.trepart.facade;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.stereotype.Component;

import se.trepart.projection.fhir.Shielding;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;

/** The versions of resources in the view. */
@Component
class Versions {
    static final String COLUMNS = "key, type, id, version, last_updated, json";

    /** Of {@code resource_version v}; of a protected person, what may not leave is left out. */
    static final String ANY_VERSION = COLUMNS + ", " + Shielding.LABEL;

    static final RowMapper<Version> ROW = (row, number) -> version(row);
    static final RowMapper<Version> ANY_ROW = (row, number) -> shielded(row);

    private final JdbcTemplate jdbc;

    Versions(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** The current version, deleted or not; empty when there never was one. */
    Optional<Version> current(String type, String id) {
        return jdbc
                .query(
                        "select " + COLUMNS + " from resource where type = ? and id = ?",
                        ROW,
                        type,
                        id)
                .stream()
                .findFirst();
    }

    /** One version, counted from 1. */
    Optional<Version> version(String type, String id, int version) {
        return jdbc
                .query(
                        "select "
                                + ANY_VERSION
                                + " from resource_version v where type = ? and id = ? and version ="
                                + " ?",
                        ANY_ROW,
                        type,
                        id,
                        version)
                .stream()
                .findFirst();
    }

    private static Version shielded(ResultSet row) throws SQLException {
        var kept = version(row);
        return new Version(
                kept.key(),
                kept.type(),
                kept.id(),
                kept.version(),
                kept.lastUpdated(),
                Shielding.shielded(kept.type(), kept.json(), row.getString("label")));
    }

    static Version version(ResultSet row) throws SQLException {
        return new Version(
                row.getLong("key"),
                row.getString("type"),
                row.getString("id"),
                row.getInt("version"),
                row.getObject("last_updated", OffsetDateTime.class).toInstant(),
                row.getString("json"));
    }
}
