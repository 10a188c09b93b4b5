package se.trepart.projection;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import se.trepart.consultation.Consultation;
import se.trepart.consultation.KvaKod;
import se.trepart.consultation.PasisRegistration;
import se.trepart.consultation.PrimaryCareRegistration;
import se.trepart.consultation.VisitFacts;
import se.trepart.consultation.VisitKey;
import se.trepart.delivery.Ledger;
import se.trepart.log.Commit;
import se.trepart.log.Consultations;
import se.trepart.log.Lock;
import se.trepart.mapping.MappingSet;
import se.trepart.mapping.RegistrationJson;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sets what each record system must hold, from the states (contract 4). */
@Component
class Targets {
    static final String PASIS = "pasis";
    static final String PRIMARY_CARE = "primary-care";

    private final Ledger ledger;
    private final Consultations consultations;
    private final ConsultationFold folds;
    private final boolean watched;

    Targets(
            Ledger ledger,
            Consultations consultations,
            ConsultationFold folds,
            @Value("${trepart.destination.primary-care.mode}") String mode) {
        this.watched = mode.equals("verify");
        this.ledger = ledger;
        this.consultations = consultations;
        this.folds = folds;
    }

    /** The KD registration: one stream for each consultation. */
    void pasis(Commit commit, MappingSet mappings, Consultation state, Scope scope) {
        var registration = state.pasisRegistration();
        aim(
                new Ledger.Aim(
                        PASIS,
                        state.id().value(),
                        state.id().value(),
                        registration
                                .map(RegistrationJson::pasis)
                                .map(json ->
                                        mappings.transform("pasis/target", json, state.id().value())
                                                .toString())
                                .orElse(null),
                        "{}",
                        registration.map(PasisRegistration::missing).orElse(List.of())),
                commit,
                scope);
    }

    /**
     * XS004 on each visit: one stream for each, shared by its consultations; a consultation whose
     * visit has no number yet waits under its own name.
     */
    void primaryCare(
            Commit commit,
            MappingSet mappings,
            Collection<String> visits,
            List<ConsultationFold.Folded> affected,
            Scope scope) {
        for (var visit : visits) {
            var members = members(commit, visit, affected, scope);
            var registration = PrimaryCareRegistration.of(VisitKey.parse(visit), members.values());
            var first = members.keySet().stream().findFirst().orElse("");
            aim(
                    new Ledger.Aim(
                            PRIMARY_CARE,
                            visit,
                            first,
                            registration
                                    .map(RegistrationJson::primaryCare)
                                    .map(json ->
                                            mappings.transform("primary-care/target", json, visit)
                                                    .toString())
                                    .orElse(null),
                            members.isEmpty()
                                    ? null
                                    : RegistrationJson.primaryCareContext(members.values())
                                            .toString(),
                            List.of()),
                    commit,
                    scope);
            if (watched) {
                ledger.watch(PRIMARY_CARE, visit, seen(members.values()));
            }
        }
        affected.forEach(folded -> waiting(commit, folded.state(), scope));
    }

    /** Whether the vårdcentral was last seen to hold XS004 on the visit. */
    private static boolean seen(Collection<Consultation> members) {
        return members.stream()
                .flatMap(state -> state.visit().observedCodes().stream())
                .max(Comparator.comparing(VisitFacts.ObservedCodes::recordedAt))
                .map(observed -> observed.procedures().contains(KvaKod.XS004))
                .orElse(false);
    }

    /**
     * A visit without a number, or a patient not yet known, cannot be registered: pending, with the
     * cause.
     */
    private void waiting(Commit commit, Consultation state, Scope scope) {
        var missing = new java.util.ArrayList<String>();
        if (state.patient().isEmpty()) {
            missing.add("patient");
        }
        if (state.visit().named().isEmpty()) {
            missing.add("unit");
        }
        if (state.visit().key().isEmpty()) {
            missing.add("visit id");
        }
        var waits = state.tookPlace() && !missing.isEmpty();
        aim(
                new Ledger.Aim(
                        PRIMARY_CARE,
                        "?" + state.id(),
                        state.id().value(),
                        waits ? "{\"konsultation\":\"" + state.id() + "\",\"xs004\":true}" : null,
                        "{}",
                        waits ? missing : List.of()),
                commit,
                scope);
    }

    private Map<String, Consultation> members(
            Commit commit, String visit, List<ConsultationFold.Folded> affected, Scope scope) {
        var members = new LinkedHashMap<String, Consultation>();
        for (var row : consultations.ofVisit(visit)) {
            commit.require(List.of(Lock.onConsultation(row.id())));
            members.put(
                    row.id(),
                    affected.stream()
                            .filter(folded -> folded.id().equals(row.id()))
                            .findFirst()
                            .orElseGet(() -> folds.fold(commit, row.id(), scope))
                            .state());
        }
        return members;
    }

    private void aim(Ledger.Aim aim, Commit commit, Scope scope) {
        if (ledger.aim(aim, commit.time())) {
            scope.wake.add(aim.destination());
        }
    }
}
