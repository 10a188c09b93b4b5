package se.trepart.operator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import se.trepart.delivery.Interventions;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Reads why somebody does something: {@code {"reason": …}}, never empty and at most 500 characters.
 * Who is the user that the request proves to be, else the address that it came from.
 */
final class Reasons {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST_BODY = 16 * 1024;
    private static final int LONGEST = 500;

    private final JsonNode body;
    private final String by;

    private Reasons(JsonNode body, String by) {
        this.body = body;
        this.by = by;
    }

    /** Reads the body, which may hold these fields beside the reason. */
    static Reasons read(HttpServletRequest request, String... others) throws IOException {
        var bytes = request.getInputStream().readNBytes(LARGEST_BODY + 1);
        if (bytes.length > LARGEST_BODY) {
            throw new FaultException(FaultCode.TRP_509, "", "");
        }
        var body = parsed(bytes);
        var known = Arrays.asList(others);
        body.fieldNames()
                .forEachRemaining(field -> {
                    if (!field.equals("reason") && !known.contains(field)) {
                        throw new FaultException(
                                FaultCode.TRP_502,
                                "/" + field,
                                "possible are: reason"
                                        + (known.isEmpty() ? "" : ", " + String.join(", ", known)));
                    }
                });
        return new Reasons(body, by(request));
    }

    private static JsonNode parsed(byte[] bytes) throws IOException {
        try {
            var body = JSON.readTree(bytes);
            if (body != null && body.isObject()) {
                return body;
            }
        } catch (JsonProcessingException malformed) {
            throw new FaultException(
                    List.of(new se.trepart.fault.Fault(FaultCode.TRP_110, "", "")), malformed);
        }
        throw new FaultException(FaultCode.TRP_110, "", "an object with a reason");
    }

    static String by(HttpServletRequest request) {
        var user = request.getRemoteUser();
        return user == null ? request.getRemoteAddr() : user;
    }

    Interventions.Why why() {
        return new Interventions.Why(by, checked(text("reason")));
    }

    /** The reason as it is kept; throws FaultException TRP-201 when none is stated. */
    static String checked(@Nullable String reason) {
        if (reason == null || reason.isBlank()) {
            throw new FaultException(FaultCode.TRP_201, "/reason", "say why");
        }
        if (reason.length() > LONGEST) {
            throw new FaultException(
                    FaultCode.TRP_503, "/reason", "at most " + LONGEST + " characters");
        }
        return reason.strip();
    }

    @Nullable String text(String field) {
        var value = body.path(field).asText("");
        return value.isBlank() ? null : value.strip();
    }
}
