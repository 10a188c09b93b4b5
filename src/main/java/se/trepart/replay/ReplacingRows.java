package se.trepart.replay;

import java.util.List;

/**
 * The statements that put a scratch's rows ({@code pg_temp}) in the place of lasting ones, by kind;
 * each takes one array of ids as the comparison names them.
 */
final class ReplacingRows {
    private ReplacingRows() {}

    static final List<String> MESSAGES =
            List.of(
                    """
                    update message m set outcome = made.outcome from pg_temp.message made
                    where made.id = m.id and m.id = any (?::bigint[]) and m.outcome <> made.outcome
                      and m.outcome in ('accepted', 'not-concerned', 'parked') and made.outcome in ('accepted', 'not-concerned', 'parked')
                    """);

    private static final String PAIRED =
            """
            with ids as (select unnest(?::bigint[]) as message),
                kept as (select position, message, row_number() over (partition by message order by position) as ordinal
                    from event where message in (select message from ids) and not superseded),
                made as (select *, row_number() over (partition by message order by position) as ordinal
                    from pg_temp.event where message in (select message from ids) and not superseded)
            """;

    /** In their places in the log: readers have been told of those. */
    static final List<String> EVENTS =
            List.of(
                    PAIRED
                            + """
                            update event e set source = made.source, event_id = made.event_id, type = made.type, subject = made.subject, visit = made.visit,
                                person = made.person, replaces = made.replaces, content = made.content, mapping_version = made.mapping_version,
                                recorded_at = made.recorded_at
                            from kept join made using (message, ordinal) where e.position = kept.position
                            """,
                    PAIRED
                            + """
                            update event e set superseded = true from kept where e.position = kept.position
                                and not exists (select from made where made.message = kept.message and made.ordinal = kept.ordinal)
                            """,
                    PAIRED
                            + """
                            insert into event (message, source, event_id, type, subject, visit, person, replaces, content, mapping_version, recorded_at)
                            select message, source, event_id, type, subject, visit, person, replaces, content, mapping_version, recorded_at from made
                            where not exists (select from kept where kept.message = made.message and kept.ordinal = made.ordinal) order by made.position
                            """);

    static final List<String> STRAYS =
            List.of(
                    "delete from stray_join where event in (select position from event where"
                            + " message = any (?::bigint[]))",
                    "delete from stray where event in (select position from event where message ="
                            + " any (?::bigint[]))",
                    PAIRED
                            + """
                            insert into stray (event, visit, person, clinic, day, contact, referral)
                            select kept.position, s.visit, s.person, s.clinic, s.day, s.contact, s.referral
                            from kept join made using (message, ordinal) join pg_temp.stray s on s.event = made.position
                            """,
                    PAIRED
                            + """
                            insert into stray_join (event, consultation, parked)
                            select kept.position, j.consultation, j.parked
                            from kept join made using (message, ordinal) join pg_temp.stray_join j on j.event = made.position
                            """);

    static final List<String> PERSONS =
            List.of(
                    """
                    insert into person select * from pg_temp.person where key = any (?)
                    on conflict (key) do update set type = excluded.type, value = excluded.value, canonical = excluded.canonical
                    """,
                    "delete from person p where key = any (?) and not exists (select from"
                            + " pg_temp.person where key = p.key)");

    static final List<String> VISITS =
            List.of(
                    "delete from visit_join where visit = any (?)",
                    """
                    insert into visit select * from pg_temp.visit where key = any (?)
                    on conflict (key) do update set person = excluded.person, unit = excluded.unit, day = excluded.day, start_at = excluded.start_at
                    """,
                    "insert into visit_join select * from pg_temp.visit_join where visit = any (?)",
                    "delete from visit v where key = any (?) and not exists (select from"
                            + " pg_temp.visit where key = v.key)");

    static final List<String> STAYS =
            List.of(
                    """
                    insert into stay select * from pg_temp.stay where visit = any (?)
                    on conflict (visit) do update set person = excluded.person, from_at = excluded.from_at, until_at = excluded.until_at
                    """,
                    "delete from stay s where visit = any (?) and not exists (select from"
                            + " pg_temp.stay where visit = s.visit)");

    static final List<String> PRACTITIONERS =
            List.of(
                    """
                    insert into practitioner select * from pg_temp.practitioner where hsa_id = any (?)
                    on conflict (hsa_id) do update set name = excluded.name, named_at = excluded.named_at, named_by = excluded.named_by
                    """,
                    "delete from practitioner_role where hsa_id = any (?)",
                    "insert into practitioner_role select * from pg_temp.practitioner_role where"
                            + " hsa_id = any (?)",
                    "delete from practitioner p where hsa_id = any (?) and not exists (select from"
                            + " pg_temp.practitioner where hsa_id = p.hsa_id)");

    /** When a consultation was first known tells of the commit that it came with. */
    static final List<String> CONSULTATIONS =
            List.of(
                    """
                    insert into consultation (id, person, unit, day, start_at, named_visit, visit, took_place, phase, referral_due, state, mapping_version,
                        first_at, updated_at)
                    select id, person, unit, day, start_at, named_visit, visit, took_place, phase, referral_due, state, mapping_version,
                        first_at, updated_at from pg_temp.consultation where id = any (?)
                    on conflict (id) do update set person = excluded.person, unit = excluded.unit, day = excluded.day, start_at = excluded.start_at,
                        named_visit = excluded.named_visit, visit = excluded.visit, took_place = excluded.took_place, phase = excluded.phase,
                        referral_due = excluded.referral_due, state = excluded.state, mapping_version = excluded.mapping_version,
                        updated_at = clock_timestamp()
                    """,
                    "insert into consultation_referral select * from pg_temp.consultation_referral"
                            + " where consultation = any (?) on conflict do nothing",
                    "delete from consultation c where id = any (?) and not exists (select from"
                            + " pg_temp.consultation where id = c.id)");

    /**
     * A row that is gone comes back as its latest version that is left, to be followed by the next;
     * what is stored is not believed to say what its hash says.
     */
    static final List<String> RESOURCES =
            List.of(
                    """
                    with latest as (delete from resource_history h where type || '/' || id = any (?)
                            and not exists (select from resource r where r.type = h.type and r.id = h.id)
                            and version = (select max(version) from resource_history o where o.type = h.type and o.id = h.id)
                        returning *)
                    insert into resource (key, type, id, version, last_updated, deleted, json, content, consultation)
                    overriding system value select key, type, id, version, last_updated, deleted, json, null,
                        (select consultation from pg_temp.resource made where made.type = latest.type and made.id = latest.id) from latest
                    """,
                    "update resource set content = '' where type || '/' || id = any (?) and not"
                            + " deleted");
}
