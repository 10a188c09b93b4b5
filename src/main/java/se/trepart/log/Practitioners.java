package se.trepart.log;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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

    /** A practitioner as known now; the name as JSON. */
    public record Row(String hsaId, Optional<String> name, List<Role> roles) {}

    /** A row, and when and by which event its name was told. */
    private record Known(Row row, @Nullable Instant namedAt, @Nullable String namedBy) {
        /** Whether the event may tell another name: which of two at one time, the row decides. */
        boolean mayChange(Told told) {
            return told.name() != null
                    && (namedAt == null
                            || told.time().isAfter(namedAt)
                            || (told.time().equals(namedAt) && !told.by().equals(namedBy)));
        }
    }

    /**
     * Keeps what the events tell, the latest name by time and then by event. Most tell nothing new,
     * and wait for nobody; who does holds the locks of whom it is about. All whom they tell of, as
     * they are known now.
     */
    public List<Row> know(Commit commit, Collection<Told> told, Collection<Role> roles) {
        var all = new TreeSet<String>();
        told.forEach(one -> all.add(one.hsaId()));
        roles.forEach(role -> all.add(role.hsaId()));
        var known = find(all);
        var news = news(known, told, roles);
        if (news.isEmpty()) {
            return rows(known);
        }
        commit.take(news.stream().map(Lock::onPractitioner).toList());
        name(told.stream().filter(one -> news.contains(one.hsaId())).toList());
        act(roles.stream().filter(role -> news.contains(role.hsaId())).toList());
        return rows(find(all));
    }

    private static List<Row> rows(Map<String, Known> known) {
        return known.values().stream().map(Known::row).toList();
    }

    /** Of whom they tell what is not known yet. */
    private static Set<String> news(
            Map<String, Known> known, Collection<Told> told, Collection<Role> roles) {
        var news = new TreeSet<String>();
        for (var one : told) {
            var before = known.get(one.hsaId());
            if (before == null || before.mayChange(one)) {
                news.add(one.hsaId());
            }
        }
        for (var role : roles) {
            var before = known.get(role.hsaId());
            if (before == null || !before.row().roles().contains(role)) {
                news.add(role.hsaId());
            }
        }
        return news;
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

    /** Those who are known, in the order of their HSA-ids. */
    private Map<String, Known> find(Collection<String> hsaIds) {
        var found = new LinkedHashMap<String, Known>();
        jdbc.query(
                """
                select hsa_id, name, named_at, named_by, unit, specialty from practitioner left join practitioner_role using (hsa_id)
                where hsa_id = any (?) order by hsa_id, unit, specialty
                """,
                row -> {
                    var hsaId = row.getString(1);
                    var known = found.get(hsaId);
                    if (known == null) {
                        var namedAt = row.getObject(3, OffsetDateTime.class);
                        known =
                                new Known(
                                        new Row(
                                                hsaId,
                                                Optional.ofNullable(row.getString(2)),
                                                new ArrayList<>()),
                                        namedAt == null ? null : namedAt.toInstant(),
                                        row.getString(4));
                        found.put(hsaId, known);
                    }
                    if (row.getString(5) != null) {
                        known.row()
                                .roles()
                                .add(new Role(hsaId, row.getString(5), row.getString(6)));
                    }
                },
                (Object) hsaIds.toArray(String[]::new));
        return found;
    }
}
