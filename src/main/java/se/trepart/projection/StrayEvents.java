package se.trepart.projection;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import se.trepart.consultation.HsaId;
import se.trepart.consultation.Identitetstyp;
import se.trepart.consultation.OpaqueIds;
import se.trepart.consultation.Personidentitet;
import se.trepart.consultation.StrayJoining;
import se.trepart.consultation.VisitKey;
import se.trepart.log.Commit;
import se.trepart.log.Consultations;
import se.trepart.log.Events;
import se.trepart.log.Lock;
import se.trepart.log.Persons;
import se.trepart.log.Strays;
import se.trepart.log.Visits;
import se.trepart.mapping.Times;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Keeps events of the hospital that name no consultation, and computes again, whenever either side
 * grows, which consultation each belongs to.
 */
@Component
class StrayEvents {
    private final Strays strays;
    private final Consultations consultations;
    private final Visits visits;
    private final Persons persons;
    private final ConsultationFold folds;
    private final OpaqueIds ids;

    StrayEvents(
            Strays strays,
            Consultations consultations,
            Visits visits,
            Persons persons,
            ConsultationFold folds,
            OpaqueIds ids) {
        this.strays = strays;
        this.consultations = consultations;
        this.visits = visits;
        this.persons = persons;
        this.folds = folds;
        this.ids = ids;
    }

    /** Keeps the strays among the appended events, and which remisser consultations tell of. */
    List<Strays.Row> keep(Commit commit, List<Events.Logged> logged, List<Derived> all) {
        var kept = new ArrayList<Strays.Row>();
        for (var index = 0; index < all.size(); index++) {
            var derived = all.get(index);
            var subject = derived.row().subject();
            if (derived.stray()) {
                kept.add(row(logged.get(index).position(), derived));
            } else if (subject != null) {
                derived.referral().ifPresent(referral -> strays.referred(subject, referral));
            }
        }
        for (var row : kept) {
            var locks = new ArrayList<Lock>();
            add(locks, row.person(), Lock::onPerson);
            add(locks, row.visit(), Lock::onVisit);
            commit.require(locks);
        }
        strays.add(kept);
        return kept;
    }

    private Strays.Row row(long position, Derived derived) {
        return new Strays.Row(
                position,
                derived.beside("trepartvisit")
                        .map(VisitKey::parse)
                        .map(VisitKey::toString)
                        .orElse(null),
                derived.beside("trepartpatient").flatMap(this::person).orElse(null),
                derived.beside("trepartclinic").map(HsaId::parse).map(HsaId::value).orElse(null),
                Times.day(derived.event().happened()),
                derived.beside("trepartcontact").orElse(null),
                derived.referral().orElse(null));
    }

    /** A number that cannot be one finds nobody. */
    private Optional<String> person(String told) {
        var bar = told.indexOf('|');
        try {
            var identity =
                    Personidentitet.parse(
                            Identitetstyp.of(told.substring(0, bar)), told.substring(bar + 1));
            return Optional.of(persons.canonical(ids.person(identity)));
        } catch (IllegalArgumentException notANumber) {
            return Optional.empty();
        }
    }

    /** Joins anew around these consultations and strays; the consultations whose strays changed. */
    Set<String> rejoin(Collection<String> dirty, Collection<Strays.Row> kept, Scope scope) {
        var candidates = new HashMap<String, StrayJoining.Candidate>();
        var belonging = scope.remembered.belonging(dirty);
        dirty.forEach(id -> candidates.put(id, folds.candidate(id, scope.remembered)));
        var rows = new HashSet<>(kept);
        var joined =
                belonging.stream()
                        .flatMap(found -> found.strays().stream())
                        .map(Strays.Join::event)
                        .toList();
        rows.addAll(strays.find(keys(joined, candidates.values())));
        if (rows.isEmpty()) {
            return Set.of();
        }
        rows.addAll(ofSameRemisser(rows));
        var events = rows.stream().map(Strays.Row::event).toList();
        scope.strays.addAll(events);
        var before = Set.copyOf(strays.joins(events));
        var after = new HashSet<Strays.Join>();
        rows.forEach(row -> after.addAll(joins(row, dirty, candidates, scope)));
        if (before.equals(after)) {
            return Set.of();
        }
        strays.join(events, after);
        scope.remembered.forgetBelonging();
        var changed = new TreeSet<String>();
        before.stream()
                .filter(join -> !after.contains(join))
                .forEach(join -> changed.add(join.consultation()));
        after.stream()
                .filter(join -> !before.contains(join))
                .forEach(join -> changed.add(join.consultation()));
        return changed;
    }

    /** All that tell of a remiss that one of them tells of: a reply goes where its remiss goes. */
    private List<Strays.Row> ofSameRemisser(Collection<Strays.Row> rows) {
        return strays.find(
                new Strays.Keys(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        rows.stream().map(Strays.Row::referral).filter(Objects::nonNull).toList()));
    }

    private static Strays.Keys keys(
            Collection<Long> joined, Collection<StrayJoining.Candidate> candidates) {
        var keys =
                new Strays.Keys(
                        joined, new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        for (var candidate : candidates) {
            candidate.person().ifPresent(keys.persons()::add);
            candidate.visits().forEach(visit -> keys.visits().add(visit.toString()));
            keys.contacts().addAll(candidate.contacts());
            keys.referrals().addAll(candidate.referrals());
        }
        return keys;
    }

    private List<Strays.Join> joins(
            Strays.Row row,
            Collection<String> dirty,
            Map<String, StrayJoining.Candidate> candidates,
            Scope scope) {
        var possible = new TreeSet<>(dirty);
        var stray = stray(row);
        var visit = stray.visit().map(VisitKey::toString);
        if (row.person() != null) {
            scope.remembered
                    .ofPersons(List.of(row.person()), consultations)
                    .forEach(known -> possible.add(known.id()));
        }
        visit.map(List::of)
                .ifPresent(one -> {
                    consultations.naming(one).forEach(known -> possible.add(known.id()));
                    visits.joins(one).forEach(join -> possible.add(join.consultation()));
                });
        possible.addAll(strays.consultations(row.contact(), row.referral()));
        scope.remembered.belonging(possible);
        possible.forEach(id ->
                candidates.computeIfAbsent(id, one -> folds.candidate(one, scope.remembered)));
        var found =
                StrayJoining.join(
                        stray,
                        possible.stream()
                                .map(id -> Objects.requireNonNull(candidates.get(id)))
                                .toList());
        return found.consultations().stream()
                .map(id -> new Strays.Join(row.event(), id.value(), found.parked()))
                .toList();
    }

    private StrayJoining.Stray stray(Strays.Row row) {
        return new StrayJoining.Stray(
                        Optional.ofNullable(row.visit()).map(VisitKey::parse),
                        Optional.ofNullable(row.person()),
                        Optional.ofNullable(row.clinic()).map(HsaId::new),
                        Optional.ofNullable(row.day()),
                        Optional.ofNullable(row.contact()),
                        Optional.ofNullable(row.referral()))
                .atVisitOf(
                        ofSameRemisser(List.of(row)).stream()
                                .map(Strays.Row::visit)
                                .filter(Objects::nonNull)
                                .map(VisitKey::parse)
                                .collect(Collectors.toSet()));
    }

    private static void add(List<Lock> locks, @Nullable String key, Function<String, Lock> lock) {
        if (key != null) {
            locks.add(lock.apply(key));
        }
    }
}
