package se.trepart.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import se.trepart.consultation.HsaId;
import se.trepart.consultation.Organisationsnummer;
import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.io.IOException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * Reads the registry's shelf ({@code mappings/registry/}): gathers every problem before it refuses.
 */
public final class Registries {
    private static final YAMLMapper YAML = new YAMLMapper();

    private final List<Fault> faults = new ArrayList<>();

    private Registries() {}

    /**
     * Builds the registry from the bytes of {@code units.yaml}, {@code specialties.yaml} and {@code
     * opening-days.yaml}, keyed by file name; throws FaultException with every problem (file and
     * entry) when one is wrong.
     */
    public static Registry read(Map<String, byte[]> files) {
        return new Registries().load(files);
    }

    /**
     * A registry in which nobody takes part: what the rest of a set is checked with when this shelf
     * is wrong.
     */
    public static Registry none() {
        return new Registry(
                List.of(),
                List.of(),
                new OpeningDays(Set.of(), Map.of(), new OpeningDays.Terms(0, 0, 0)));
    }

    private Registry load(Map<String, byte[]> files) {
        var specialties = specialties(tree(files, "specialties.yaml"));
        var known = new LinkedHashSet<String>();
        specialties.forEach(specialty -> known.add(specialty.code()));
        var units = units(tree(files, "units.yaml"), known);
        var openingDays = openingDays(tree(files, "opening-days.yaml"));
        if (!faults.isEmpty()) {
            throw new FaultException(faults);
        }
        return new Registry(units, specialties, openingDays);
    }

    private JsonNode tree(Map<String, byte[]> files, String name) {
        var bytes = files.get(name);
        if (bytes == null) {
            problem(name, "the file is missing");
            return YAML.createObjectNode();
        }
        try {
            return YAML.readTree(bytes);
        } catch (IOException unreadable) {
            problem(name, "not readable as YAML");
            return YAML.createObjectNode();
        }
    }

    private List<Specialty> specialties(JsonNode tree) {
        return StreamSupport.stream(tree.path("specialties").spliterator(), false)
                .map(node ->
                        new Specialty(
                                text(node, "code", "specialties.yaml"),
                                text(node, "name", "specialties.yaml")))
                .toList();
    }

    private List<Unit> units(JsonNode tree, Set<String> specialties) {
        var units = new ArrayList<Unit>();
        var seen = new HashSet<HsaId>();
        for (var group : tree.path("units")) {
            var kind = group.path("kind").asText();
            if (!kind.equals("vårdcentral") && !kind.equals("clinic")) {
                problem("units.yaml", "kind is neither vårdcentral nor clinic: " + kind);
                continue;
            }
            var organisation = organisation(group);
            for (var entry : group.path("members")) {
                unit(group, kind, entry, specialties, organisation)
                        .ifPresent(unit -> {
                            if (!seen.add(unit.hsaId())) {
                                problem("units.yaml", "told twice: " + unit.hsaId());
                            }
                            units.add(unit);
                        });
            }
        }
        if (units.isEmpty()) {
            problem("units.yaml", "no units");
        }
        return units;
    }

    private Optional<Unit> unit(
            JsonNode group,
            String kind,
            JsonNode entry,
            Set<String> known,
            Optional<Organisationsnummer> organisation) {
        var id = text(entry, "hsaId", "units.yaml");
        if (!HsaId.matches(id)) {
            problem("units.yaml", "not an HSA-id: " + id);
            return Optional.empty();
        }
        var specialties = new ArrayList<String>();
        entry.path("specialties").forEach(node -> specialties.add(node.asText()));
        specialties.stream()
                .filter(code -> !known.contains(code))
                .forEach(
                        code -> problem("units.yaml", id + " names an unknown specialty: " + code));
        if (kind.equals("clinic") && specialties.isEmpty()) {
            problem("units.yaml", id + " is a clinic without specialties");
        }
        return Optional.of(
                new Unit(
                        HsaId.parse(id),
                        text(entry, "name", "units.yaml"),
                        kind.equals("clinic") ? Unit.Kind.CLINIC : Unit.Kind.VARDCENTRAL,
                        text(group, "organisation", "units.yaml"),
                        organisation,
                        List.copyOf(specialties)));
    }

    private Optional<Organisationsnummer> organisation(JsonNode group) {
        try {
            return group.has("organisationNumber")
                    ? Optional.of(
                            Organisationsnummer.parse(group.path("organisationNumber").asText()))
                    : Optional.empty();
        } catch (IllegalArgumentException wrong) {
            problem(
                    "units.yaml",
                    "not an organisationsnummer: that of " + group.path("organisation").asText());
            return Optional.empty();
        }
    }

    private OpeningDays openingDays(JsonNode tree) {
        var eves = new HashSet<MonthDay>();
        for (var node : tree.path("closedEves")) {
            try {
                eves.add(MonthDay.parse("--" + node.asText()));
            } catch (DateTimeParseException notADay) {
                problem("opening-days.yaml", "not a day of the year (MM-DD): " + node.asText());
            }
        }
        var closures = new HashMap<HsaId, Set<LocalDate>>();
        for (var node : tree.path("closures")) {
            var id = text(node, "unit", "opening-days.yaml");
            try {
                closures.computeIfAbsent(HsaId.parse(id), unit -> new HashSet<>())
                        .add(LocalDate.parse(text(node, "day", "opening-days.yaml")));
            } catch (IllegalArgumentException | DateTimeParseException wrong) {
                problem(
                        "opening-days.yaml",
                        "a closure needs an HSA-id and a day (YYYY-MM-DD): " + id);
            }
        }
        return new OpeningDays(
                eves,
                closures,
                new OpeningDays.Terms(
                        days(tree, "medicalRegistrationDays"),
                        days(tree, "referralDays"),
                        days(tree, "referralAnswerDays")));
    }

    private int days(JsonNode tree, String field) {
        var days = tree.path(field).asInt();
        if (days < 1) {
            problem("opening-days.yaml", field + " is missing or not above 0");
        }
        return days;
    }

    private String text(JsonNode node, String field, String file) {
        var text = node.path(field).asText();
        if (text.isBlank()) {
            problem(file, field + " is missing");
        }
        return text;
    }

    private void problem(String file, String detail) {
        faults.add(new Fault(FaultCode.TRP_220, "registry/" + file, detail));
    }
}
