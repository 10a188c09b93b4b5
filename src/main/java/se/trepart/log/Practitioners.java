package se.trepart.log;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Physicians, specialists and secretaries, by HSA-id: the name last told and where they have acted.
 * Grows only, so that arrival does not matter.
 */
@Component
public class Practitioners {
    private final JdbcTemplate jdbc;

    Practitioners(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** Somebody whom an event names; the name as JSON, where it is told. */
    public record Told(String hsaId, @Nullable String name, Instant time, String by) {}

    /** Where somebody acted; the specialty is empty in primary care. */
    public record Role(String hsaId, String unit, String specialty) {}

    /** A practitioner as known now. */
    public record Row(String hsaId, Optional<String> name, List<Role> roles) {}

    /** Keeps what the events tell, the latest name by time and then by event. */
    public void know(Collection<Told> told, Collection<Role> roles) {
        told.stream()
                .sorted(java.util.Comparator.comparing(Told::hsaId))
                .forEach(one ->
                        jdbc.update(
                                """
                                insert into practitioner (hsa_id, name, named_at, named_by) values (?, ?, ?, ?)
                                on conflict (hsa_id) do update set name = excluded.name, named_at = excluded.named_at, named_by = excluded.named_by
                                where excluded.name is not null
                                  and (practitioner.name is null or (excluded.named_at, excluded.named_by) > (practitioner.named_at, practitioner.named_by))
                                """,
                                one.hsaId(),
                                one.name(),
                                one.name() == null ? null : Messages.time(one.time()),
                                one.name() == null ? null : one.by()));
        for (var role : roles) {
            jdbc.update(
                    "insert into practitioner_role (hsa_id, unit, specialty) values (?, ?, ?) on"
                            + " conflict do nothing",
                    role.hsaId(),
                    role.unit(),
                    role.specialty());
        }
    }

    public List<Row> find(Collection<String> hsaIds) {
        var keys = (Object) hsaIds.toArray(String[]::new);
        var roles =
                jdbc.query(
                        "select hsa_id, unit, specialty from practitioner_role where hsa_id = any"
                                + " (?) order by hsa_id, unit, specialty",
                        (row, number) ->
                                new Role(row.getString(1), row.getString(2), row.getString(3)),
                        keys);
        return jdbc.query(
                "select hsa_id, name from practitioner where hsa_id = any (?) order by hsa_id",
                (row, number) -> {
                    var hsaId = row.getString(1);
                    return new Row(
                            hsaId,
                            Optional.ofNullable(row.getString(2)),
                            roles.stream().filter(role -> role.hsaId().equals(hsaId)).toList());
                },
                keys);
    }
}
