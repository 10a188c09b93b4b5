package se.trepart.replay;

import org.springframework.jdbc.core.JdbcTemplate;

import se.trepart.consultation.HsaId;
import se.trepart.consultation.OpaqueIds;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Brings into a scratch all that lies around some messages: their patients with every identity,
 * visit and consultation, those of the visits that they share, and what is known and owed of them.
 */
final class Surroundings {
    private static final int ROUNDS = 8;

    /** As events in their one form name somebody. */
    private static final Pattern NAMED = Pattern.compile("\"hsaId\":\"([^\"]+)\"");

    private final Scratch scratch;
    private final JdbcTemplate jdbc;
    private final OpaqueIds ids;
    private final Set<String> consultations = new TreeSet<>();
    private final Set<String> visits = new TreeSet<>();
    private final Set<String> persons = new TreeSet<>();
    private final Set<String> practitioners = new TreeSet<>();
    private final Set<String> shownAs = new TreeSet<>();
    private final Map<String, String> columns = new HashMap<>();

    Surroundings(Scratch scratch) {
        this.scratch = scratch;
        this.jdbc = scratch.jdbc();
        this.ids = scratch.workroom().ids();
    }

    /** Brings what these messages tell now, and what is touched besides. */
    void bring(Collection<Long> messages, Touched touched) {
        consultations.clear();
        visits.clear();
        persons.clear();
        practitioners.clear();
        consultations.addAll(touched.subjects());
        visits.addAll(touched.visits());
        persons.addAll(touched.persons());
        practitioners.addAll(touched.practitioners());
        var ids = messages.toArray(Long[]::new);
        add(
                consultations,
                "select subject from %sevent where message = any (?) and not superseded",
                ids);
        add(visits, "select visit from %sevent where message = any (?) and not superseded", ids);
        add(persons, "select person from %sevent where message = any (?) and not superseded", ids);
        add(
                persons,
                "select person from %1$sstray where event in (select position from %1$sevent where"
                        + " message = any (?) and not superseded)",
                ids);
        for (var round = 0; round < ROUNDS; round++) {
            var before = size();
            grow();
            growByStrays();
            if (size() == before) {
                break;
            }
        }
        copy(ids);
    }

    private int size() {
        return consultations.size() + visits.size() + persons.size();
    }

    private void grow() {
        add(
                persons,
                "select key from %1$sperson where canonical in (select canonical from %1$sperson"
                        + " where key = any (?))",
                of(persons));
        add(consultations, "select id from %sconsultation where person = any (?)", of(persons));
        add(visits, "select key from %svisit where person = any (?)", of(persons));
        add(
                visits,
                "select visit from %sstay where person = any (?) and from_at is not null",
                of(persons));
        add(
                consultations,
                "select subject from %sevent where person = any (?) and not superseded",
                of(persons));
        add(
                visits,
                "select visit from %sevent where person = any (?) and not superseded",
                of(persons));
        add(consultations, "select id from %sconsultation where visit = any (?)", of(visits));
        add(consultations, "select id from %sconsultation where named_visit = any (?)", of(visits));
        add(
                consultations,
                "select consultation from %svisit_join where visit = any (?)",
                of(visits));
        add(
                visits,
                "select visit from %svisit_join where consultation = any (?)",
                of(consultations));
        add(visits, "select visit from %sconsultation where id = any (?)", of(consultations));
        add(
                visits,
                "select visit from %sevent where subject = any (?) and not superseded",
                of(consultations));
        add(
                persons,
                "select person from %sevent where subject = any (?) and not superseded",
                of(consultations));
        add(
                persons,
                "select replaces from %sevent where person = any (?) and not superseded",
                of(persons));
        add(
                persons,
                "select person from %sevent where visit = any (?) and not superseded",
                of(visits));
    }

    /** What strays belong to, or could belong to, and what has told of the same remiss. */
    private void growByStrays() {
        add(
                consultations,
                "select consultation from %1$sstray_join where event in (select event from"
                        + " %1$sstray_join where consultation = any (?))",
                of(consultations));
        add(
                consultations,
                "select consultation from %1$sstray_join where event in (select event from"
                        + " %1$sstray where person = any (?))",
                of(persons));
        add(
                consultations,
                "select consultation from %1$sconsultation_referral where referral in (select"
                        + " referral from %1$sconsultation_referral where consultation = any (?))",
                of(consultations));
        add(
                persons,
                "select person from %1$sstray where event in (select event from %1$sstray_join"
                        + " where consultation = any (?))",
                of(consultations));
    }

    private static String[] of(Set<String> keys) {
        return keys.toArray(String[]::new);
    }

    private void add(Set<String> keys, String sql, Object[] arguments) {
        jdbc
                .queryForList(sql.formatted(scratch.lasting("")), String.class, (Object) arguments)
                .stream()
                .filter(java.util.Objects::nonNull)
                .forEach(keys::add);
    }

    private void copy(Long[] messages) {
        var lasting = scratch.lasting("");
        rows(
                "stray_join",
                ("consultation = any (?) or event = any (array(select event from %1$sstray where"
                                + " person = any (?) or visit = any (?)))")
                        .formatted(lasting),
                of(consultations),
                of(persons),
                of(visits));
        rows(
                "stray",
                ("person = any (?) or visit = any (?) or event = any (array(select event from"
                     + " stray_join union select position from %1$sevent where message = any (?)"
                     + " and not superseded)) or referral = any (array(select referral from"
                     + " %1$sconsultation_referral where consultation = any (?)))")
                        .formatted(lasting),
                of(persons),
                of(visits),
                messages,
                of(consultations));
        rows("consultation_referral", "consultation = any (?)", (Object) of(consultations));
        var told =
                "not superseded and (subject = any (?) or visit = any (?) or person = any (?) or"
                        + " position = any (array(select event from stray)))";
        rows("person", "key = any (?)", (Object) of(persons));
        rows("visit", "key = any (?)", (Object) of(visits));
        rows(
                "visit_join",
                "visit = any (?) or consultation = any (?)",
                of(visits),
                of(consultations));
        rows("stay", "visit = any (?)", (Object) of(visits));
        rows("consultation", "id = any (?)", (Object) of(consultations));
        rows("event", told, of(consultations), of(visits), of(persons));
        rows(
                "message",
                "id = any (?) or id = any (array(select message from event))",
                (Object) messages);
        rows("told", "consultation = any (?)", (Object) of(consultations));
        practitioners();
        rows(
                "stream",
                "consultation = any (?) or key = any (?)",
                of(consultations),
                Stream.of(
                                visits.stream(),
                                consultations.stream(),
                                consultations.stream().map(id -> "?" + id))
                        .flatMap(keys -> keys)
                        .toArray(String[]::new));
        rows(
                "resource",
                "consultation = any (?) or (type = any (?) and id = any (?))",
                of(consultations),
                new String[] {"Patient", "Practitioner", "PractitionerRole"},
                Stream.concat(persons.stream(), shownAs.stream()).toArray(String[]::new));
    }

    /** Those whom any of these events names, with where they have acted. */
    private void practitioners() {
        jdbc.query(
                "select content from event",
                row -> {
                    NAMED.matcher(row.getString(1))
                            .results()
                            .forEach(named -> practitioners.add(named.group(1)));
                });
        rows("practitioner", "hsa_id = any (?)", (Object) of(practitioners));
        rows("practitioner_role", "hsa_id = any (?)", (Object) of(practitioners));
        shownAs.clear();
        practitioners.forEach(named -> shownAs.add(ids.practitioner(HsaId.parse(named))));
        jdbc.query(
                "select hsa_id, unit from practitioner_role",
                row -> {
                    shownAs.add(
                            ids.role(HsaId.parse(row.getString(1)), HsaId.parse(row.getString(2))));
                });
    }

    private void rows(String table, String where, Object... arguments) {
        var names = columns.computeIfAbsent(table, this::names);
        jdbc.update(
                "insert into %2$s (%3$s) overriding system value select %3$s from %1$s where %4$s"
                        .formatted(scratch.lasting(table), table, names, where),
                arguments);
    }

    /** All but the bodies, which nobody reads here. */
    private String names(String table) {
        return jdbc
                .queryForList(
                        "select column_name from information_schema.columns where table_schema ="
                                + " ? and table_name = ? and is_generated = 'NEVER' order by"
                                + " ordinal_position",
                        String.class,
                        scratch.schema(),
                        table)
                .stream()
                .filter(name ->
                        !(table.equals("message") && List.of("body", "answer").contains(name)))
                .collect(Collectors.joining(", "));
    }
}
