package se.trepart.mapping;

import com.fasterxml.jackson.databind.JsonNode;

import se.trepart.consultation.HsaId;
import se.trepart.consultation.Identitetstyp;
import se.trepart.consultation.Personidentitet;
import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.registry.Registry;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The rules of contract 3.1 and 5 that a JSON Schema cannot say. */
final class EventRules {
    private final Registry registry;
    private final CodeTables codes;

    EventRules(Registry registry, CodeTables codes) {
        this.registry = registry;
        this.codes = codes;
    }

    /** All that is wrong, but for what stands at a path that a schema has refused already. */
    List<Fault> faults(JsonNode event, List<String> refused) {
        var faults = new ArrayList<Fault>();
        var data = event.path("data");
        identity(data.path("patient").path("identifier"), "/data/patient/identifier/value", faults);
        identity(
                data.path("replaces").path("identifier"),
                "/data/replaces/identifier/value",
                faults);
        time(event.path("time"), "/time", faults);
        slot(data.path("slot"), faults);
        hsaId(data.path("visit").path("unit"))
                .filter(unit -> registry.vardcentral(unit).isEmpty())
                .ifPresent(unit ->
                        faults.add(
                                new Fault(
                                        FaultCode.TRP_204,
                                        "/data/visit/unit",
                                        "not a vårdcentral of the registry")));
        clinic(data, faults);
        codes(data, faults);
        faults.removeIf(fault -> refused.stream().anyMatch(path -> fault.where().equals(path)));
        return faults;
    }

    private static void identity(JsonNode identifier, String where, List<Fault> faults) {
        if (identifier.path("value").isTextual()) {
            try {
                Personidentitet.parse(
                        Identitetstyp.of(identifier.path("type").asText()),
                        identifier.path("value").asText());
            } catch (IllegalArgumentException wrong) {
                faults.add(new Fault(FaultCode.TRP_202, where, ""));
            }
        }
    }

    private static Optional<OffsetDateTime> time(JsonNode time, String where, List<Fault> faults) {
        if (!time.isTextual()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(time.asText()));
        } catch (DateTimeException noSuchTime) {
            faults.add(new Fault(FaultCode.TRP_208, where, "RFC 3339 with zone"));
            return Optional.empty();
        }
    }

    private static void slot(JsonNode slot, List<Fault> faults) {
        var start = time(slot.path("start"), "/data/slot/start", faults);
        var end = time(slot.path("end"), "/data/slot/end", faults);
        if (start.isPresent() && end.isPresent() && !end.get().isAfter(start.get())) {
            faults.add(new Fault(FaultCode.TRP_210, "/data/slot/end", ""));
        }
    }

    private void clinic(JsonNode data, List<Fault> faults) {
        var unit = hsaId(data.path("specialistUnit"));
        if (unit.isEmpty()) {
            return;
        }
        if (registry.clinic(unit.get()).isEmpty()) {
            faults.add(
                    new Fault(
                            FaultCode.TRP_204,
                            "/data/specialistUnit",
                            "not a clinic of the registry"));
        } else if (data.path("specialty").isTextual()
                && !registry.offers(unit.get(), data.get("specialty").asText())) {
            faults.add(new Fault(FaultCode.TRP_205, "/data/specialty", ""));
        }
    }

    private void codes(JsonNode data, List<Fault> faults) {
        for (var i = 0; i < data.path("procedures").size(); i++) {
            var code = data.at("/procedures/" + i + "/code").asText("").toUpperCase(Locale.ROOT);
            if (!codes.knowsKva(code)) {
                faults.add(new Fault(FaultCode.TRP_206, "/data/procedures/" + i + "/code", ""));
            }
        }
        for (var i = 0; i < data.path("diagnoses").size(); i++) {
            var code =
                    data.at("/diagnoses/" + i + "/code")
                            .asText("")
                            .toUpperCase(Locale.ROOT)
                            .replace(".", "");
            if (!codes.knowsDiagnosis(code)) {
                faults.add(new Fault(FaultCode.TRP_207, "/data/diagnoses/" + i + "/code", ""));
            }
        }
    }

    private static Optional<HsaId> hsaId(JsonNode node) {
        return node.isTextual() && HsaId.matches(node.asText())
                ? Optional.of(HsaId.parse(node.asText()))
                : Optional.empty();
    }
}
