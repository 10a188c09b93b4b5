package se.trepart.simulator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The vårdcentralers' record system: KVÅ codes on visits, set and taken off by ADT^A08 (contract,
 * section 6), beside the visits that it registered itself. Safe for use by several threads.
 */
public final class PrimaryCare implements Partner {
    private static final List<String> COLUMNS =
            List.of(
                    "consultation",
                    "besok",
                    "personnummer",
                    "vardcentral",
                    "start",
                    "slut",
                    "kvakoder",
                    "status");

    private final Map<Key, Holding> holdings = new LinkedHashMap<>();

    @Override
    public String name() {
        return "primary-care";
    }

    @Override
    public List<String> triggers() {
        return List.of("ADT^A08");
    }

    /** Registers a visit of its own, or what has become of it; codes that are on it stay. */
    public synchronized void register(Visit visit) {
        Holding holding = holdingOf(new Key(visit.vardcentral(), visit.besok()));
        holding.own = true;
        holding.visit = visit;
    }

    /** Sets a code on a visit, as the vårdcentral's own staff would. */
    public synchronized void registerCode(String vardcentral, String besok, String kvakod) {
        holdingOf(new Key(vardcentral, besok)).codes.put("own-" + kvakod, kvakod);
    }

    @Override
    public synchronized Decision decide(Hl7Message message) {
        Requirements requirements = requirements(message);
        Holding held = holdings.get(keyOf(message));
        String patient = message.value("PID", 3);
        if (held != null && held.own && !held.visit.personnummer().equals(patient)) {
            requirements.refuse(
                    "PID^1^3",
                    ErrorCondition.UNKNOWN_KEY_IDENTIFIER,
                    "Besöket tillhör en annan patient.");
        }
        if (!requirements.refusals().isEmpty()) {
            return new Decision.Refused(requirements.refusals());
        }
        Holding holding = holdingOf(keyOf(message));
        if (!holding.own) {
            holding.visit = new Visit(message.value("PV1", 19), patient, unit(message), "", "", "");
        }
        holding.consultations.clear();
        message.segments("ZKD").forEach(zkd -> holding.consultations.add(zkd.value(5)));
        message.segments("PR1").forEach(pr1 -> change(holding, pr1));
        return new Decision.Taken(List.of());
    }

    @Override
    public synchronized Extract extract() {
        return new Extract(COLUMNS, holdings.values().stream().map(Holding::row).toList());
    }

    private static void change(Holding holding, Hl7Segment pr1) {
        if (pr1.value(20).equals("D")) {
            holding.codes.remove(pr1.value(19));
        } else {
            holding.codes.put(pr1.value(19), pr1.value(3));
        }
    }

    private static Requirements requirements(Hl7Message message) {
        Requirements requirements = new Requirements(message);
        requirements.present("PID", 3, "Patientens identitet");
        requirements.present("PV1", 19, "Besökets nummer");
        if (unit(message).isEmpty()) {
            requirements.refuse(
                    "PV1^1^3", ErrorCondition.REQUIRED_FIELD_MISSING, "Vårdcentralen saknas.");
        }
        List<Hl7Segment> procedures = message.segments("PR1");
        for (int i = 0; i < procedures.size(); i++) {
            Hl7Segment pr1 = procedures.get(i);
            String at = "PR1^" + (i + 1) + "^";
            if (pr1.value(3).isEmpty()) {
                requirements.refuse(
                        at + 3, ErrorCondition.REQUIRED_FIELD_MISSING, "KVÅ-koden saknas.");
            }
            if (pr1.value(19).isEmpty()) {
                requirements.refuse(
                        at + 19, ErrorCondition.REQUIRED_FIELD_MISSING, "Åtgärdens id saknas.");
            }
            if (!Set.of("A", "D").contains(pr1.value(20))) {
                requirements.refuse(
                        at + 20,
                        ErrorCondition.TABLE_VALUE_NOT_FOUND,
                        "Åtgärdskoden är varken A eller D.");
            }
        }
        return requirements;
    }

    private Holding holdingOf(Key key) {
        return holdings.computeIfAbsent(
                key, k -> new Holding(new Visit(k.besok, "", k.vardcentral, "", "", "")));
    }

    private static Key keyOf(Hl7Message message) {
        return new Key(unit(message), message.value("PV1", 19));
    }

    private static String unit(Hl7Message message) {
        return PasisHolding.enhet(message);
    }

    /** HSA-ids are compared without case. */
    private record Key(String vardcentral, String besok) {
        Key {
            vardcentral = vardcentral.toUpperCase(Locale.ROOT);
        }
    }

    private static final class Holding {
        private final Set<String> consultations = new LinkedHashSet<>();
        private final Map<String, String> codes = new LinkedHashMap<>();
        private Visit visit;
        private boolean own;

        private Holding(Visit visit) {
            this.visit = visit;
        }

        private List<String> row() {
            return List.of(
                    consultations.stream()
                            .filter(id -> !id.isEmpty())
                            .collect(Collectors.joining(" ")),
                    visit.besok(),
                    visit.personnummer(),
                    visit.vardcentral(),
                    visit.start(),
                    visit.slut(),
                    new ArrayList<>(new LinkedHashSet<>(codes.values()))
                            .stream().collect(Collectors.joining(" ")),
                    visit.status());
        }
    }
}
