package se.trepart.registry;

import se.trepart.consultation.HsaId;

import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Everybody who takes part (R6) and the days that they are open. Immutable. */
public final class Registry {
    private final Map<HsaId, Unit> units;
    private final Map<String, Specialty> specialties;
    private final OpeningDays openingDays;

    Registry(List<Unit> units, List<Specialty> specialties, OpeningDays openingDays) {
        this.units = new LinkedHashMap<>();
        units.forEach(unit -> this.units.put(unit.hsaId(), unit));
        this.specialties = new LinkedHashMap<>();
        specialties.forEach(specialty -> this.specialties.put(specialty.code(), specialty));
        this.openingDays = openingDays;
    }

    public Collection<Unit> units() {
        return units.values();
    }

    public Collection<Specialty> specialties() {
        return specialties.values();
    }

    public Optional<Unit> unit(HsaId hsaId) {
        return Optional.ofNullable(units.get(hsaId));
    }

    /** The unit, if it is a clinic. */
    public Optional<Unit> clinic(HsaId hsaId) {
        return unit(hsaId).filter(unit -> unit.kind() == Unit.Kind.CLINIC);
    }

    /** The unit, if it is a vårdcentral. */
    public Optional<Unit> vardcentral(HsaId hsaId) {
        return unit(hsaId).filter(unit -> unit.kind() == Unit.Kind.VARDCENTRAL);
    }

    /** Whether the clinic offers the specialty. */
    public boolean offers(HsaId clinic, String specialty) {
        return clinic(clinic).filter(unit -> unit.specialties().contains(specialty)).isPresent();
    }

    /** Whether the unit is open on that day: helgfria vardagar, less the unit's own closed days. */
    public boolean isOpen(HsaId unit, LocalDate day) {
        return openingDays.isOpen(unit, day);
    }

    /**
     * When the medical registration of a consultation on that day should be checked: so many open
     * days of the clinic later.
     */
    public LocalDate medicalRegistrationDue(HsaId clinic, LocalDate day) {
        return openingDays.addOpenDays(clinic, day, openingDays.terms().medicalRegistration());
    }

    /**
     * When a remiss that the outcome of a consultation on that day asks for should be written: so
     * many open days of the vårdcentral later.
     */
    public LocalDate referralDue(HsaId vardcentral, LocalDate day) {
        return openingDays.addOpenDays(vardcentral, day, openingDays.terms().referral());
    }

    /**
     * When a remiss that was sent on that day should be answered: so many open days of the
     * receiving unit later.
     */
    public LocalDate referralAnswerDue(HsaId receiving, LocalDate day) {
        return openingDays.addOpenDays(receiving, day, openingDays.terms().referralAnswer());
    }

    /** The units' HSA-ids. */
    public Set<HsaId> hsaIds() {
        return units.keySet();
    }
}
