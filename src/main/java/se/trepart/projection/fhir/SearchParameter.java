package se.trepart.projection.fhir;

import java.util.List;

/**
 * One search parameter of one resource type: what its values are and where they stand. From it come
 * the index rows, the SQL, the CapabilityStatement and the list of what is possible in a refusal.
 *
 * @param type the resource type
 * @param name as clients write it
 * @param paths where the values stand in the JSON
 * @param targets resource types that the references may name (references only; empty: any)
 * @param system the code system of a plain {@code code} element, which does not say it itself; else
 *     empty
 * @param ranks codes from the lowest to the highest, where sorting goes by meaning; else empty
 * @param documentation for parameters of our own: what they mean; else empty
 */
public record SearchParameter(
        String type,
        String name,
        Kind kind,
        List<Path> paths,
        List<String> targets,
        String system,
        List<String> ranks,
        String documentation) {

    /** The number in the index tables; the same in every version of the program. */
    public int number() {
        return number(name);
    }

    /** The number of the identifiers that stand in the references, for {@code :identifier}. */
    public int identifierNumber() {
        return number(name + ":identifier");
    }

    private int number(String of) {
        return (type + "." + of).hashCode();
    }

    /** Whether each resource has exactly one value, as FHIR R4 demands of its mandatory codes. */
    public boolean mandatory() {
        return !system.isEmpty()
                && switch (name) {
                    case "intent" -> true;
                    case "status" -> !type.equals("Location");
                    default -> false;
                };
    }

    /**
     * Whether a resource has at most one value: all dates but the periods at an encounter's
     * locations.
     */
    public boolean single() {
        return kind == Kind.DATE && !name.equals("location-period");
    }

    /** Whether a date can be without a start or an end: where the element is a Period. */
    public boolean endless() {
        return kind == Kind.DATE
                && paths.stream()
                        .map(path -> path.steps().getLast().property())
                        .anyMatch(property ->
                                property.equals("period") || property.endsWith("Period"));
    }

    /** Whether a date is always exact to the second at least: where the element is an instant. */
    public boolean instant() {
        return switch (type + "." + name) {
            case "Appointment.date", "Provenance.recorded" -> true;
            default -> false;
        };
    }

    /** Whether the values can tell who somebody is, so that they must not stand in a link. */
    public boolean personal() {
        return switch (type) {
            case "Patient", "Practitioner" ->
                    kind == Kind.STRING
                            || List.of("identifier", "birthdate", "phone", "email", "telecom")
                                    .contains(name);
            default -> false;
        };
    }
}
