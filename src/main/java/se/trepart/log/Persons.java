package se.trepart.log;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.util.Collection;
import java.util.List;

/**
 * The identities that events have told, each under its opaque key, and which one is in force for
 * the same person.
 */
@Component
public class Persons {
    private final JdbcTemplate jdbc;

    Persons(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** One identity of a person; {@code canonical} is the key of the one in force. */
    public record Row(String key, String type, String value, String canonical) {}

    /** Makes identities known, each in force for itself until something replaces it. */
    public void know(Collection<Row> identities) {
        if (!identities.isEmpty()) {
            jdbc.update(
                    """
                    insert into person (key, type, value, canonical) select distinct on (key) key, type, value, key
                    from unnest(?::text[], ?::text[], ?::text[]) as told (key, type, value) order by key on conflict do nothing
                    """,
                    Columns.texts(identities, Row::key),
                    Columns.texts(identities, Row::type),
                    Columns.texts(identities, Row::value));
        }
    }

    /** All identities of the persons that these keys name. */
    public List<Row> same(Collection<String> keys) {
        return jdbc.query(
                """
                select key, type, value, canonical from person where canonical in (select canonical from person where key = any (?)) order by key
                """,
                (row, number) ->
                        new Row(
                                row.getString(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4)),
                (Object) keys.toArray(String[]::new));
    }

    /**
     * Makes all these keys one person's, with the first in force; consultations, visits and stays
     * follow.
     */
    public void unite(String inForce, Collection<String> keys) {
        var all = (Object) keys.toArray(String[]::new);
        jdbc.update(
                "update person set canonical = ? where key = any (?) and canonical <> ?",
                inForce,
                all,
                inForce);
        jdbc.update(
                "update consultation set person = ? where person = any (?) and person <> ?",
                inForce,
                all,
                inForce);
        jdbc.update(
                "update visit set person = ? where person = any (?) and person <> ?",
                inForce,
                all,
                inForce);
        jdbc.update(
                "update stray set person = ? where person = any (?) and person <> ?",
                inForce,
                all,
                inForce);
        // By the events that tell whose they are, for the index of stays holds only those begun.
        jdbc.update(
                """
                update stay set person = ? where visit = any (array(select visit from event where person = any (?) and visit is not null))
                and person = any (?) and person <> ?
                """,
                inForce,
                all,
                all,
                inForce);
    }

    /** The key in force. */
    public String canonical(String key) {
        return jdbc
                .query(
                        "select canonical from person where key = ?",
                        (row, number) -> row.getString(1),
                        key)
                .stream()
                .findFirst()
                .orElse(key);
    }
}
