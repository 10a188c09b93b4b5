package se.trepart.facade;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.projection.fhir.Systems;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an app wants a Task to become. The workflow allows one change (contract 5): the secretary's
 * check from ready to completed, naming a Practitioner by HSA-id.
 */
sealed interface TaskChange {
    /** The Task is like that already. */
    record None() implements TaskChange {}

    /** The registration has been checked, by the secretary with that HSA-id. */
    record Verified(String by) implements TaskChange {}

    /** The ends of ids that name the secretary's Task. */
    String SECRETARYS = "-medical-registration";

    Set<String> CHANGEABLE = Set.of("status", "businessStatus", "owner", "output");

    String POSSIBLE =
            "possible is: status ready to completed of a Task …"
                    + SECRETARYS
                    + ", naming a Practitioner by HSA-id (identifier of system"
                    + " urn:oid:1.2.752.29.4.19) in a new output of type verified-by"
                    + " (valueReference), or as owner";

    /**
     * Compares; what the server itself keeps (versionId, lastUpdated, lastModified,
     * executionPeriod, text) is no change.
     *
     * @throws FaultException TRP-523 with everything that may not be changed so
     */
    static TaskChange of(ObjectNode current, ObjectNode wanted) {
        var changed = changed(current, wanted);
        if (changed.isEmpty()) {
            return new None();
        }
        var faults = new ArrayList<Fault>();
        if (!current.path("id").asText().endsWith(SECRETARYS)) {
            throw new FaultException(FaultCode.TRP_523, "Task.code", POSSIBLE);
        }
        changed.stream()
                .filter(name -> !CHANGEABLE.contains(name))
                .forEach(name -> faults.add(refused("Task." + name, "cannot be changed here")));
        var status = current.path("status").asText();
        if (!status.equals("ready") || !wanted.path("status").asText().equals("completed")) {
            faults.add(refused("Task.status", "the status is " + status + "; " + POSSIBLE));
        }
        if (changed.contains("businessStatus") && !has(wanted.path("businessStatus"), "verified")) {
            faults.add(refused("Task.businessStatus", "follows the status by itself"));
        }
        var named = new TreeSet<String>();
        if (changed.contains("owner")) {
            hsaIds(wanted.path("owner"), named);
        }
        if (changed.contains("output")) {
            var added = added(current.path("output"), wanted.path("output"), faults);
            added.forEach(output -> hsaIds(output.path("valueReference"), named));
        }
        if (named.size() != 1 && faults.isEmpty()) {
            faults.add(
                    refused(
                            "Task.output",
                            (named.isEmpty() ? "nobody is named; " : "several are named; ")
                                    + POSSIBLE));
        }
        if (!faults.isEmpty()) {
            throw new FaultException(faults);
        }
        return new Verified(named.first());
    }

    private static Set<String> changed(ObjectNode current, ObjectNode wanted) {
        var before = comparable(current);
        var after = comparable(wanted);
        var names = new TreeSet<String>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        names.removeIf(name -> Objects.equals(before.get(name), after.get(name)));
        return names;
    }

    private static ObjectNode comparable(ObjectNode task) {
        var copy = task.deepCopy();
        copy.remove(List.of("lastModified", "executionPeriod", "text"));
        if (copy.get("meta") instanceof ObjectNode meta) {
            meta.remove(List.of("versionId", "lastUpdated"));
        }
        return copy;
    }

    private static List<JsonNode> added(JsonNode before, JsonNode after, List<Fault> faults) {
        var added = new ArrayList<JsonNode>();
        after.forEach(added::add);
        before.forEach(output -> {
            if (!added.remove(output)) {
                faults.add(refused("Task.output", "no output can be taken away"));
            }
        });
        if (!(after instanceof ArrayNode) && !after.isMissingNode()) {
            faults.add(refused("Task.output", "must be an array"));
        }
        return added;
    }

    private static void hsaIds(JsonNode reference, Set<String> named) {
        var identifier = reference.path("identifier");
        if (Systems.canonical(identifier.path("system").asText()).equals(Systems.HSA)
                && !identifier.path("value").asText().isBlank()) {
            named.add(identifier.path("value").asText().strip().toUpperCase(Locale.ROOT));
        }
    }

    private static boolean has(JsonNode concept, String code) {
        return concept.path("coding")
                .valueStream()
                .anyMatch(coding -> coding.path("code").asText().equals(code));
    }

    private static Fault refused(String where, String detail) {
        return new Fault(FaultCode.TRP_523, where, detail);
    }
}
