package se.trepart.cases;

import se.trepart.consultation.Consultation;
import se.trepart.consultation.EventData;
import se.trepart.consultation.HsaId;
import se.trepart.consultation.Identitetstyp;
import se.trepart.consultation.Personidentitet;
import se.trepart.consultation.StrayJoining;
import se.trepart.consultation.VisitKey;
import se.trepart.mapping.Times;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Says of an event that names neither consultation nor visit which consultation it belongs to; what
 * PASiS has answered is not known here.
 *
 * @param all each consultation, folded from its own events alone
 */
record StrayJoins(
        Collection<Consultation> all,
        Joins visits,
        Function<Personidentitet, Personidentitet> current,
        List<Told> log) {

    /** The consultations that know the event: one, or none. */
    List<String> consultations(Told told) {
        if (!(told.event().data() instanceof EventData.MedicalRegistrationRecorded)
                && referral(told.event().data()).isEmpty()) {
            return List.of();
        }
        var found =
                StrayJoining.join(
                        new StrayJoining.Stray(
                                        text(told, "trepartvisit").map(VisitKey::parse),
                                        text(told, "trepartpatient")
                                                .map(StrayJoins::identity)
                                                .map(current)
                                                .map(StrayJoins::key),
                                        text(told, "trepartclinic").map(HsaId::parse),
                                        Optional.of(Times.day(told.event().happened())),
                                        Optional.empty(),
                                        referral(told.event().data()))
                                .atVisitOf(visitsOf(referral(told.event().data()))),
                        all.stream().map(this::candidate).toList());
        return found.parked()
                ? List.of()
                : found.consultations().stream().map(id -> id.value()).toList();
    }

    /** The visits that messages of the remiss name which name no consultation. */
    private Set<VisitKey> visitsOf(Optional<String> remiss) {
        return log.stream()
                .filter(one -> one.subject().isEmpty() && remiss.isPresent())
                .filter(one -> referral(one.event().data()).equals(remiss))
                .flatMap(one -> text(one, "trepartvisit").stream())
                .map(VisitKey::parse)
                .collect(Collectors.toSet());
    }

    private StrayJoining.Candidate candidate(Consultation state) {
        var visited = new TreeSet<VisitKey>();
        state.visit().key().ifPresent(visited::add);
        visits.all().stream()
                .filter(join -> !join.parked() && join.consultation().equals(state.id()))
                .forEach(join -> visited.add(join.visit()));
        return new StrayJoining.Candidate(
                state.id(),
                visited,
                Joins.patient(state.events()).map(current).map(StrayJoins::key),
                state.clinic(),
                StrayJoining.days(state).map(Times::day).collect(Collectors.toSet()),
                !state.call().presences().isEmpty(),
                state.enteredInError(),
                Set.of(),
                state.referrals().stream()
                        .map(referral -> referral.id())
                        .collect(Collectors.toSet()));
    }

    private static String key(Personidentitet identity) {
        return identity.type().code() + "|" + identity.value();
    }

    private static Personidentitet identity(String told) {
        var bar = told.indexOf('|');
        return Personidentitet.parse(
                Identitetstyp.of(told.substring(0, bar)), told.substring(bar + 1));
    }

    private static Optional<String> referral(EventData data) {
        return switch (data) {
            case EventData.ReferralSent sent -> Optional.of(sent.referral());
            case EventData.ReferralAccepted accepted -> Optional.of(accepted.referral());
            case EventData.ReferralReturned returned -> Optional.of(returned.referral());
            default -> Optional.empty();
        };
    }

    private static Optional<String> text(Told told, String attribute) {
        return Optional.ofNullable(told.json().path(attribute).textValue());
    }
}
