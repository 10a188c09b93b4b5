package se.trepart.log;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    /**
     * Keeps what the events tell, the latest name by time and then by event. Most tell nothing new,
     * and wait for nobody; who does holds the locks of whom it is about.
     */
    public void know(Commit commit, Collection<Told> told, Collection<Role> roles) {
        var news = Set.copyOf(news(told, roles));
        commit.require(news.stream().map(Lock::onPractitioner).toList());
        name(told.stream().filter(one -> news.contains(one.hsaId())).toList());
        act(roles.stream().filter(role -> news.contains(role.hsaId())).toList());
    }

    private void name(Collection<Told> told) {
        if (told.isEmpty()) {
            return;
        }
        jdbc.update(
                """
                insert into practitioner (hsa_id, name, named_at, named_by)
                select distinct on (hsa_id) hsa_id, name, case when name is not null then named_at end, case when name is not null then named_by end
                from unnest(?::text[], ?::text[], ?::timestamptz[], ?::text[]) as told (hsa_id, name, named_at, named_by)
                order by hsa_id, name is null, named_at desc, named_by desc
                on conflict (hsa_id) do update set name = excluded.name, named_at = excluded.named_at, named_by = excluded.named_by
                where excluded.name is not null
                  and (practitioner.name is null or (excluded.named_at, excluded.named_by) > (practitioner.named_at, practitioner.named_by))
                """,
                Columns.texts(told, Told::hsaId),
                Columns.texts(told, Told::name),
                Columns.texts(told, one -> one.time().toString()),
                Columns.texts(told, Told::by));
    }

    private void act(Collection<Role> roles) {
        if (roles.isEmpty()) {
            return;
        }
        jdbc.update(
                """
                insert into practitioner_role (hsa_id, unit, specialty) select * from unnest(?::text[], ?::text[], ?::text[]) on conflict do nothing
                """,
                Columns.texts(roles, Role::hsaId),
                Columns.texts(roles, Role::unit),
                Columns.texts(roles, Role::specialty));
    }

    /** Of whom they tell what is not known yet. */
    private List<String> news(Collection<Told> told, Collection<Role> roles) {
        return jdbc.queryForList(
                """
                select told.hsa_id from unnest(?::text[], ?::text[], ?::timestamptz[], ?::text[]) as told (hsa_id, name, named_at, named_by)
                    left join practitioner known using (hsa_id)
                where known.hsa_id is null or (told.name is not null
                    and (known.name is null or (told.named_at, told.named_by) > (known.named_at, known.named_by)))
                union select acted.hsa_id from unnest(?::text[], ?::text[], ?::text[]) as acted (hsa_id, unit, specialty)
                    left join practitioner_role known using (hsa_id, unit, specialty)
                where known.hsa_id is null
                """,
                String.class,
                Columns.texts(told, Told::hsaId),
                Columns.texts(told, Told::name),
                Columns.texts(told, one -> one.time().toString()),
                Columns.texts(told, Told::by),
                Columns.texts(roles, Role::hsaId),
                Columns.texts(roles, Role::unit),
                Columns.texts(roles, Role::specialty));
    }

    /** Those who are known, in the order of their HSA-ids. */
    public List<Row> find(Collection<String> hsaIds) {
        var found = new LinkedHashMap<String, Row>();
        jdbc.query(
                """
                select hsa_id, name, unit, specialty from practitioner left join practitioner_role using (hsa_id)
                where hsa_id = any (?) order by hsa_id, unit, specialty
                """,
                row -> {
                    var hsaId = row.getString(1);
                    var name = Optional.ofNullable(row.getString(2));
                    var known =
                            found.computeIfAbsent(
                                    hsaId, one -> new Row(one, name, new ArrayList<>()));
                    if (row.getString(3) != null) {
                        known.roles().add(new Role(hsaId, row.getString(3), row.getString(4)));
                    }
                },
                (Object) hsaIds.toArray(String[]::new));
        return List.copyOf(found.values());
    }
}
