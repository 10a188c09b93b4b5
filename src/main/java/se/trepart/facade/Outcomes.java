package se.trepart.facade;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;

import java.util.List;

/**
 * Writes faults as OperationOutcome: our code and text for the person, English for the engineer.
 */
final class Outcomes {
    private static final String FAULT_CODES = "https://trepart.example/fhir/CodeSystem/fault";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Outcomes() {}

    static Content of(List<Fault> faults) {
        return new Content.Resource(json(faults).toString());
    }

    static ObjectNode json(List<Fault> faults) {
        var outcome = JSON.createObjectNode().put("resourceType", "OperationOutcome");
        var issues = outcome.putArray("issue");
        faults.forEach(fault -> fill(issues.addObject(), fault));
        return outcome;
    }

    private static void fill(ObjectNode issue, Fault fault) {
        issue.put("severity", "error").put("code", type(fault.code()));
        var details = issue.putObject("details");
        details.putArray("coding")
                .addObject()
                .put("system", FAULT_CODES)
                .put("code", fault.code().code());
        details.put("text", fault.code().swedish());
        issue.put("diagnostics", fault.english());
        if (!fault.where().isEmpty()) {
            issue.putArray("expression").add(fault.where());
        }
    }

    /** The code of issue-type that says the same as the fault. */
    private static String type(FaultCode code) {
        return switch (code) {
            case TRP_502, TRP_506, TRP_508 -> "not-supported";
            case TRP_503, TRP_507 -> "value";
            case TRP_505 -> "deleted";
            case TRP_509 -> "too-long";
            default ->
                    switch (code.category()) {
                        case UNAVAILABLE, INTERRUPTED -> "transient";
                        case BUSY -> "throttled";
                        case INCORRECT -> "invalid";
                        case MALFORMED -> "structure";
                        case FORBIDDEN -> "forbidden";
                        case UNSUPPORTED -> "not-supported";
                        case NOT_FOUND -> "not-found";
                        case CONFLICT -> "conflict";
                        case FAULT -> "exception";
                    };
        };
    }
}
