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

import java.util.ArrayList;
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

    /** What both record systems must hold, of these consultations and visits. */
    void set(
            Commit commit,
            MappingSet mappings,
            Collection<String> visits,
            List<ConsultationFold.Folded> affected,
            Scope scope) {
        var aims = new ArrayList<Ledger.Aim>();
        affected.forEach(folded -> aims.add(pasis(mappings, folded.state())));
        var seen = new LinkedHashMap<String, Boolean>();
        var holding = consultations.ofVisits(visits);
        commit.require(holding.stream().map(row -> Lock.onConsultation(row.id())).toList());
        for (var visit : visits) {
            var members = members(commit, visit, holding, affected, scope);
            aims.add(primaryCare(mappings, visit, members));
            seen.put(visit, seen(members.values()));
        }
        affected.forEach(folded -> aims.add(waiting(folded.state())));
        scope.wake.addAll(ledger.aim(aims, commit.time()));
        if (watched) {
            seen.forEach((visit, holds) -> ledger.watch(PRIMARY_CARE, visit, holds));
        }
    }

    /** The KD registration: one stream for each consultation. */
    private static Ledger.Aim pasis(MappingSet mappings, Consultation state) {
        var registration = state.pasisRegistration();
        return new Ledger.Aim(
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
                registration.map(PasisRegistration::missing).orElse(List.of()));
    }

    /**
     * XS004 on a visit: one stream for each, shared by its consultations; a consultation whose
     * visit has no number yet waits under its own name.
     */
    private static Ledger.Aim primaryCare(
            MappingSet mappings, String visit, Map<String, Consultation> members) {
        return new Ledger.Aim(
                PRIMARY_CARE,
                visit,
                members.keySet().stream().findFirst().orElse(""),
                PrimaryCareRegistration.of(VisitKey.parse(visit), members.values())
                        .map(RegistrationJson::primaryCare)
                        .map(json ->
                                mappings.transform("primary-care/target", json, visit).toString())
                        .orElse(null),
                members.isEmpty()
                        ? null
                        : RegistrationJson.primaryCareContext(members.values()).toString(),
                List.of());
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
    private static Ledger.Aim waiting(Consultation state) {
        var missing = new ArrayList<String>();
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
        return new Ledger.Aim(
                PRIMARY_CARE,
                "?" + state.id(),
                state.id().value(),
                waits ? "{\"konsultation\":\"" + state.id() + "\",\"xs004\":true}" : null,
                "{}",
                waits ? missing : List.of());
    }

    private Map<String, Consultation> members(
            Commit commit,
            String visit,
            List<Consultations.Row> holding,
            List<ConsultationFold.Folded> affected,
            Scope scope) {
        var members = new LinkedHashMap<String, Consultation>();
        holding.stream()
                .filter(row -> visit.equals(row.visit()))
                .map(Consultations.Row::id)
                .forEach(id ->
                        members.put(
                                id,
                                affected.stream()
                                        .filter(folded -> folded.id().equals(id))
                                        .findFirst()
                                        .orElseGet(() -> folds.fold(commit, id, scope.remembered))
                                        .state()));
        return members;
    }
}
