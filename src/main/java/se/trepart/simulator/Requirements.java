package se.trepart.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Gathers every reason to refuse one message, so that an answer names them all. */
final class Requirements {
    private final Hl7Message message;
    private final List<Refusal> refusals = new ArrayList<>();

    Requirements(Hl7Message message) {
        this.message = message;
    }

    /** Demands that a field says something. */
    void present(String segment, int field, String what) {
        if (message.value(segment, field).isEmpty()) {
            refuse(at(segment, field), ErrorCondition.REQUIRED_FIELD_MISSING, what + " saknas.");
        }
    }

    /** Demands that a field, where it says something, says one of these codes. */
    void oneOf(String segment, int field, Set<String> codes, String what) {
        String value = message.value(segment, field);
        if (!value.isEmpty() && !codes.contains(value)) {
            refuse(at(segment, field), ErrorCondition.TABLE_VALUE_NOT_FOUND, what + " är okänd.");
        }
    }

    /** Demands that a field, where it says something, is a time with at least minutes. */
    void time(String segment, int field, String what) {
        String value = message.value(segment, field);
        if (!value.isEmpty() && Hl7Time.toFhir(value).isEmpty()) {
            refuse(
                    at(segment, field),
                    ErrorCondition.DATA_TYPE_ERROR,
                    what + " är ingen tidpunkt.");
        }
    }

    void refuse(String location, ErrorCondition condition, String text) {
        refusals.add(new Refusal(location, condition, text));
    }

    List<Refusal> refusals() {
        return List.copyOf(refusals);
    }

    private static String at(String segment, int field) {
        return segment + "^1^" + field;
    }
}
