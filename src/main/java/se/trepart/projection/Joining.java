package se.trepart.projection;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import se.trepart.consultation.ConsultationId;
import se.trepart.consultation.VisitJoining;
import se.trepart.consultation.VisitKey;
import se.trepart.log.Consultations;
import se.trepart.log.Visits;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Computes again, whenever either side grows, which consultations the visits of one patient,
 * vårdcentral and day belong to (contract 3.2).
 */
@Component
class Joining {
    private final Consultations consultations;
    private final Visits visits;

    Joining(Consultations consultations, Visits visits) {
        this.consultations = consultations;
        this.visits = visits;
    }

    /** Where a visit or consultation belongs for joining: one patient, one vårdcentral, one day. */
    record Group(String person, String unit, LocalDate day) {
        static Optional<Group> of(
                @Nullable String person, @Nullable String unit, @Nullable LocalDate day) {
            return person == null || unit == null || day == null
                    ? Optional.empty()
                    : Optional.of(new Group(person, unit, day));
        }
    }

    /** What a consultation's own events tell for the joining. */
    record Side(
            String id,
            @Nullable String person,
            @Nullable String unit,
            @Nullable LocalDate day,
            @Nullable Instant startAt,
            @Nullable String namedVisit) {
        Optional<Group> group() {
            return Group.of(person, unit, day);
        }
    }

    /**
     * What changed.
     *
     * @param consultations whose joined or parked visits changed
     * @param visits all that were looked at
     */
    record Changed(Set<String> consultations, Set<String> visits) {}

    /**
     * Keeps these visits, and joins anew around them and the consultations, whose rows may still be
     * the old ones.
     */
    Changed rejoin(
            Collection<Side> dirtyConsultations,
            Collection<Visits.Row> dirtyVisits,
            Collection<Group> oldGroups,
            Remembered remembered) {
        var groups = new HashSet<>(oldGroups);
        dirtyConsultations.forEach(side -> side.group().ifPresent(groups::add));
        dirtyVisits.forEach(visit ->
                Group.of(visit.person(), visit.unit(), visit.day()).ifPresent(groups::add));
        var all = new LinkedHashMap<String, Visits.Row>();
        around(groups, dirtyVisits.stream().map(Visits.Row::key).collect(Collectors.toSet()))
                .stream()
                .filter(visit -> groups.contains(group(visit)))
                .forEach(visit -> all.put(visit.key(), visit));
        dirtyVisits.forEach(visit -> all.put(visit.key(), visit));
        visits.save(dirtyVisits);
        var named =
                dirtyConsultations.stream()
                        .map(Side::namedVisit)
                        .filter(Objects::nonNull)
                        .filter(key -> !all.containsKey(key))
                        .collect(Collectors.toSet());
        remembered.belonging(dirtyConsultations.stream().map(Side::id).toList()).stream()
                .flatMap(found -> found.visits().stream())
                .map(Visits.Join::visit)
                .filter(key -> !all.containsKey(key))
                .forEach(named::add);
        if (!named.isEmpty()) {
            visits.find(named).forEach(visit -> all.put(visit.key(), visit));
        }
        return all.isEmpty()
                ? new Changed(Set.of(), Set.of())
                : replace(
                        all,
                        sides(dirtyConsultations, groups, all.keySet(), remembered),
                        remembered);
    }

    /** All visits, as they were, of the persons in the groups; also where these visits were. */
    private Collection<Visits.Row> around(Set<Group> groups, Set<String> dirty) {
        var persons = persons(groups);
        var near = visits.near(dirty, persons);
        near.stream()
                .filter(visit -> dirty.contains(visit.key()))
                .flatMap(visit -> Group.of(visit.person(), visit.unit(), visit.day()).stream())
                .forEach(groups::add);
        var others = persons(groups);
        others.removeAll(persons);
        var all = new ArrayList<>(near);
        all.addAll(visits.near(Set.of(), others));
        return all;
    }

    private static Set<String> persons(Collection<Group> groups) {
        return groups.stream().map(Group::person).collect(Collectors.toCollection(TreeSet::new));
    }

    private Collection<Side> sides(
            Collection<Side> dirty,
            Set<Group> groups,
            Set<String> visitKeys,
            Remembered remembered) {
        var sides = new LinkedHashMap<String, Side>();
        remembered.ofPersons(groups.stream().map(Group::person).toList(), consultations).stream()
                .map(Joining::side)
                .filter(side -> side.group().filter(groups::contains).isPresent())
                .forEach(side -> sides.put(side.id(), side));
        consultations.naming(visitKeys).forEach(row -> sides.put(row.id(), side(row)));
        dirty.forEach(side -> sides.put(side.id(), side));
        return sides.values();
    }

    private static Side side(Consultations.Row row) {
        return new Side(
                row.id(), row.person(), row.unit(), row.day(), row.startAt(), row.namedVisit());
    }

    private Changed replace(
            Map<String, Visits.Row> all, Collection<Side> sides, Remembered remembered) {
        var before = Set.copyOf(visits.joins(all.keySet()));
        var after = new HashSet<Visits.Join>();
        byGroup(all.values())
                .forEach((group, members) ->
                        VisitJoining.join(
                                        members.stream().map(Joining::visit).toList(),
                                        candidates(sides, group, members))
                                .forEach(join ->
                                        after.add(
                                                new Visits.Join(
                                                        join.visit().toString(),
                                                        join.consultation().value(),
                                                        join.parked()))));
        if (before.equals(after)) {
            return new Changed(Set.of(), all.keySet());
        }
        visits.join(all.keySet(), after);
        remembered.forgetBelonging();
        var changed = new TreeSet<String>();
        before.stream()
                .filter(join -> !after.contains(join))
                .forEach(join -> changed.add(join.consultation()));
        after.stream()
                .filter(join -> !before.contains(join))
                .forEach(join -> changed.add(join.consultation()));
        return new Changed(changed, all.keySet());
    }

    /**
     * Visits without a patient or a start form groups of one: only a consultation that names them
     * joins them.
     */
    private static Map<Object, List<Visits.Row>> byGroup(Collection<Visits.Row> all) {
        return all.stream()
                .collect(
                        Collectors.groupingBy(
                                Joining::group, LinkedHashMap::new, Collectors.toList()));
    }

    private static Object group(Visits.Row visit) {
        return Group.of(visit.person(), visit.unit(), visit.day())
                .map(Object.class::cast)
                .orElse(visit.key());
    }

    private static List<VisitJoining.Candidate> candidates(
            Collection<Side> sides, Object group, List<Visits.Row> members) {
        var keys = members.stream().map(Visits.Row::key).collect(Collectors.toSet());
        var candidates = new ArrayList<VisitJoining.Candidate>();
        for (var side : sides) {
            var names = side.namedVisit();
            var inGroup = side.group().filter(group::equals).isPresent();
            if (inGroup || (names != null && keys.contains(names))) {
                candidates.add(
                        new VisitJoining.Candidate(
                                new ConsultationId(side.id()),
                                Optional.ofNullable(names).map(VisitKey::parse),
                                Optional.ofNullable(side.startAt())));
            }
        }
        return candidates;
    }

    private static VisitJoining.Visit visit(Visits.Row row) {
        return new VisitJoining.Visit(
                VisitKey.parse(row.key()), Optional.ofNullable(row.startAt()));
    }
}
