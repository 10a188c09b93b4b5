package se.trepart.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The hospital's patient administration: consultation registrations (contract, section 6), open or
 * taken back.
 */
public final class Pasis implements Partner {
    private static final int FIRST_NUMBER = 7_000_001;

    private final List<PasisHolding> registrations = new ArrayList<>();
    private int numbers = FIRST_NUMBER;

    @Override
    public String name() {
        return "pasis";
    }

    @Override
    public List<String> triggers() {
        return List.of("ADT^A04", "ADT^A08", "ADT^A11");
    }

    @Override
    public Decision decide(Hl7Message message) {
        boolean cancels = message.trigger().equals("ADT^A11");
        List<Refusal> refusals = cancels ? faultsOfKey(message) : faults(message);
        if (!refusals.isEmpty()) {
            return new Decision.Refused(refusals);
        }
        return switch (message.trigger()) {
            case "ADT^A04" -> register(message);
            case "ADT^A08" -> amend(message);
            default -> cancel(message);
        };
    }

    @Override
    public Extract extract() {
        return new Extract(
                PasisHolding.COLUMNS, registrations.stream().map(PasisHolding::row).toList());
    }

    private Decision register(Hl7Message message) {
        boolean open =
                registrations.stream()
                        .anyMatch(r ->
                                !r.makulerad()
                                        && (isOf(r, message)
                                                || r.id().equals(message.value("PV1", 19))));
        if (open) {
            return refused(
                    "ZKD^1^5",
                    ErrorCondition.DUPLICATE_KEY_IDENTIFIER,
                    "Konsultationen är redan registrerad.");
        }
        PasisHolding registration = PasisHolding.of(message, String.valueOf(numbers++));
        registrations.add(registration);
        return taken(message, registration);
    }

    private Decision amend(Hl7Message message) {
        return held(message)
                .map(before ->
                        replace(message, before, PasisHolding.of(message, before.kontaktnummer())))
                .orElseGet(Pasis::unknown);
    }

    private Decision cancel(Hl7Message message) {
        return held(message)
                .map(before -> replace(message, before, before.makulera()))
                .orElseGet(Pasis::unknown);
    }

    private Decision replace(Hl7Message message, PasisHolding before, PasisHolding after) {
        registrations.set(registrations.indexOf(before), after);
        return taken(message, after);
    }

    /**
     * The open registration that a message is about: its id, its consultation and, where told, its
     * contact number.
     */
    private Optional<PasisHolding> held(Hl7Message message) {
        String number = message.value("ZKD", 9);
        return registrations.stream()
                .filter(r -> !r.makulerad())
                .filter(r -> r.id().equals(message.value("PV1", 19)) && isOf(r, message))
                .filter(r -> number.isEmpty() || r.kontaktnummer().equals(number))
                .findFirst();
    }

    private static boolean isOf(PasisHolding registration, Hl7Message message) {
        return registration.consultation().equals(message.value("ZKD", 5));
    }

    private static List<Refusal> faults(Hl7Message message) {
        Requirements requirements = new Requirements(message);
        requireKey(requirements);
        requirements.present("PID", 3, "Patientens identitet");
        if (PasisHolding.enhet(message).isEmpty()) {
            requirements.refuse(
                    "PV1^1^3", ErrorCondition.REQUIRED_FIELD_MISSING, "Kliniken saknas.");
        }
        requirements.present("PV1", 44, "Starttid");
        requirements.time("PV1", 44, "Starttid");
        requirements.time("PV1", 45, "Sluttid");
        requirements.present("ZKD", 2, "Kontakttyp");
        requirements.oneOf("ZKD", 2, Set.of("KD"), "Kontakttyp");
        requirements.present("ZKD", 3, "Anledning");
        requirements.oneOf("ZKD", 3, Set.of("SJ"), "Anledning");
        requirements.present("ZKD", 4, "Yrkeskategori");
        requirements.oneOf("ZKD", 4, Set.of("10"), "Yrkeskategori");
        requirements.present("ZKD", 8, "Registreringsstatus");
        requirements.oneOf("ZKD", 8, Set.of("P", "K"), "Registreringsstatus");
        boolean complete = message.value("ZKD", 8).equals("K");
        if (complete && PasisHolding.codes(message, "DG1").isEmpty()) {
            requirements.refuse(
                    "DG1^1^3",
                    ErrorCondition.REQUIRED_FIELD_MISSING,
                    "Komplett registrering utan diagnos.");
        }
        return requirements.refusals();
    }

    private static List<Refusal> faultsOfKey(Hl7Message message) {
        Requirements requirements = new Requirements(message);
        requireKey(requirements);
        return requirements.refusals();
    }

    private static void requireKey(Requirements requirements) {
        requirements.present("PV1", 19, "Registreringens id");
        requirements.present("ZKD", 5, "Konsultationens id");
    }

    /** AA, with the message's own ZKD and the contact number in its ninth field. */
    private static Decision taken(Hl7Message message, PasisHolding registration) {
        Hl7Segment zkd = message.segments("ZKD").getFirst();
        return new Decision.Taken(List.of(zkd.encodedWith(9, registration.kontaktnummer())));
    }

    private static Decision unknown() {
        return refused(
                "PV1^1^19", ErrorCondition.UNKNOWN_KEY_IDENTIFIER, "Registreringen finns inte.");
    }

    private static Decision refused(String location, ErrorCondition condition, String text) {
        return new Decision.Refused(List.of(new Refusal(location, condition, text)));
    }
}
