package se.trepart.projection;

import se.trepart.consultation.EventData;
import se.trepart.consultation.HsaId;
import se.trepart.log.Practitioners;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * Who acts where, by what events tell: it only grows with the set of events, so that the order of
 * their arrival cannot show.
 */
final class ToldRoles {
    static final Comparator<Practitioners.Role> ORDER =
            Comparator.comparing(Practitioners.Role::hsaId)
                    .thenComparing(Practitioners.Role::unit)
                    .thenComparing(Practitioners.Role::specialty);

    private final TreeSet<HsaId> physicians = new TreeSet<>();
    private final TreeSet<HsaId> vardcentraler = new TreeSet<>();
    private final TreeSet<HsaId> booked = new TreeSet<>();
    private final Map<HsaId, TreeSet<HsaId>> joined = new HashMap<>();
    private final Map<HsaId, TreeSet<String>> clinics = new HashMap<>();

    void add(EventData data) {
        data.toldVisit().ifPresent(visit -> vardcentraler.add(visit.unit()));
        switch (data) {
            case EventData.ConsultationRequested told -> {
                physicians.add(told.physician().hsaId());
                specialties(told.specialistUnit()).add(told.specialty());
            }
            case EventData.ConsultationBooked told -> {
                physicians.add(told.physician().hsaId());
                specialties(told.specialistUnit()).add(told.specialty());
                told.specialist().ifPresent(specialist -> booked.add(specialist.hsaId()));
            }
            case EventData.VisitStarted told ->
                    told.physician().ifPresent(physician -> physicians.add(physician.hsaId()));
            case EventData.SpecialistJoined told -> {
                specialties(told.specialistUnit());
                joined.computeIfAbsent(told.specialist().hsaId(), hsaId -> new TreeSet<>())
                        .add(told.specialistUnit());
            }
            default -> {}
        }
    }

    /** The specialty is empty in primary care, and where no request or booking tells it. */
    Collection<Practitioners.Role> roles() {
        var roles = new TreeSet<>(ORDER);
        physicians.forEach(physician ->
                vardcentraler.forEach(unit ->
                        roles.add(new Practitioners.Role(physician.value(), unit.value(), ""))));
        booked.forEach(
                specialist -> clinics.keySet().forEach(clinic -> add(roles, specialist, clinic)));
        joined.forEach((specialist, units) -> units.forEach(unit -> add(roles, specialist, unit)));
        return roles;
    }

    private void add(Collection<Practitioners.Role> roles, HsaId specialist, HsaId clinic) {
        var asked = specialties(clinic);
        roles.add(new Practitioners.Role(specialist.value(), clinic.value(), ""));
        asked.forEach(specialty ->
                roles.add(new Practitioners.Role(specialist.value(), clinic.value(), specialty)));
    }

    private TreeSet<String> specialties(HsaId clinic) {
        return clinics.computeIfAbsent(clinic, hsaId -> new TreeSet<>());
    }
}
