package se.trepart.minimising;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import jakarta.servlet.http.HttpServletRequest;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who wants a message minimised, and why.
 *
 * @param fault the one that is meant, where the message has several
 */
record Asked(String by, String reason, Optional<FaultCode> fault) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LARGEST = 16 * 1024;
    private static final int LONGEST = 500;
    private static final Set<String> FIELDS = Set.of("reason", "fault");

    /** Throws FaultException for what cannot be read, is not known, or lacks a reason. */
    static Asked read(HttpServletRequest request) throws IOException {
        var bytes = request.getInputStream().readNBytes(LARGEST + 1);
        if (bytes.length > LARGEST) {
            throw new FaultException(FaultCode.TRP_509, "", "");
        }
        var asked = parsed(bytes);
        asked.fieldNames()
                .forEachRemaining(field -> {
                    if (!FIELDS.contains(field)) {
                        throw new FaultException(
                                FaultCode.TRP_502, "/" + field, "possible are: fault, reason");
                    }
                });
        var reason = asked.path("reason").asText("").strip();
        if (reason.isEmpty()) {
            throw new FaultException(FaultCode.TRP_201, "/reason", "say why");
        }
        if (reason.length() > LONGEST) {
            throw new FaultException(
                    FaultCode.TRP_503, "/reason", "at most " + LONGEST + " characters");
        }
        return new Asked(by(request), reason, fault(asked.path("fault")));
    }

    private static JsonNode parsed(byte[] bytes) throws IOException {
        try {
            var body = JSON.readTree(bytes);
            if (body != null && body.isObject()) {
                return body;
            }
        } catch (JsonProcessingException malformed) {
            throw new FaultException(List.of(new Fault(FaultCode.TRP_110, "")), malformed);
        }
        throw new FaultException(FaultCode.TRP_110, "", "an object with a reason");
    }

    private static Optional<FaultCode> fault(JsonNode told) {
        if (told.isMissingNode() || told.isNull()) {
            return Optional.empty();
        }
        return Optional.of(
                Arrays.stream(FaultCode.values())
                        .filter(code -> code.code().equals(told.asText()))
                        .findFirst()
                        .orElseThrow(() ->
                                new FaultException(
                                        FaultCode.TRP_503, "/fault", "a code such as TRP-202")));
    }

    /** Named, percent-encoded, in a header until the doors have locks. */
    private static String by(HttpServletRequest request) {
        var named = request.getHeader("X-Operator");
        try {
            return named == null || named.isBlank()
                    ? request.getRemoteAddr()
                    : URLDecoder.decode(named.strip(), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            throw new FaultException(
                    List.of(new Fault(FaultCode.TRP_503, "X-Operator", "percent-encoded")),
                    notEncoded);
        }
    }
}
