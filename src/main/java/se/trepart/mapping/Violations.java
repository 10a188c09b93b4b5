package se.trepart.mapping;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;

/** What a violation of a schema is called: to a sender of events, and to a sender of HL7 v2. */
final class Violations {
    private Violations() {}

    /** Told as it is: the schema is what the sender goes by. */
    static Fault asEvent(JsonSchemas.Violation violation) {
        var code =
                violation.path().startsWith("/data/")
                        ? FaultCode.TRP_114
                        : violation.path().equals("/subject")
                                        && !violation.keyword().equals("required")
                                ? FaultCode.TRP_213
                                : FaultCode.TRP_113;
        return new Fault(code, violation.path(), remedy(violation));
    }

    /** Told by what the value means: the sender of HL7 v2 has never seen the schema. */
    static Fault asMessage(JsonSchemas.Violation violation, String where) {
        return new Fault(code(violation), where, "");
    }

    private static FaultCode code(JsonSchemas.Violation violation) {
        if (violation.keyword().equals("required")) {
            return FaultCode.TRP_201;
        }
        if (violation.path().equals("/subject")) {
            return FaultCode.TRP_213;
        }
        return switch (violation.definition()) {
            case "hsaId" -> FaultCode.TRP_203;
            case "time" -> FaultCode.TRP_208;
            case "kva" -> FaultCode.TRP_206;
            case "icd" -> FaultCode.TRP_207;
            case "identifier" -> FaultCode.TRP_202;
            default -> violation.keyword().equals("enum") ? FaultCode.TRP_212 : FaultCode.TRP_114;
        };
    }

    private static String remedy(JsonSchemas.Violation violation) {
        return switch (violation.keyword()) {
            case "required" -> "add it";
            case "additionalProperties" -> "take it away";
            case "type" -> "another JSON type";
            case "enum", "const" -> "one of the listed values";
            case "minLength", "maxLength" -> "another length";
            default ->
                    violation.definition().isEmpty()
                            ? violation.keyword()
                            : "the form of " + violation.definition();
        };
    }
}
