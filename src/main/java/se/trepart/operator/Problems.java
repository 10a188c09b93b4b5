package se.trepart.operator;

import jakarta.servlet.http.HttpServletRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.resource.NoResourceFoundException;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.fault.FaultJson;

import java.util.List;
import java.util.UUID;

/** Every refusal below {@code /api} as problem+json (RFC 9457), with every fault that was found. */
@RestControllerAdvice
class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final String API = "/api/";

    @ExceptionHandler
    ResponseEntity<byte[]> refused(FaultException refused) {
        return problem(refused.faults()).body(body(refused.faults()));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> nothingThere(
            NoResourceFoundException missing, HttpServletRequest request)
            throws NoResourceFoundException {
        if (!request.getRequestURI().startsWith(API)) {
            throw missing;
        }
        var faults =
                List.of(
                        new Fault(
                                FaultCode.TRP_501, "", "see /api/openapi.json for what there is"));
        return problem(faults).body(body(faults));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> notThisWay(
            HttpRequestMethodNotSupportedException unsupported, HttpServletRequest request)
            throws HttpRequestMethodNotSupportedException {
        var possible = unsupported.getSupportedHttpMethods();
        if (!request.getRequestURI().startsWith(API) || possible == null) {
            throw unsupported;
        }
        var names = possible.stream().map(Object::toString).sorted().toList();
        var faults =
                List.of(
                        new Fault(
                                FaultCode.TRP_504, "", "possible is: " + String.join(", ", names)));
        return problem(faults)
                .header(HttpHeaders.ALLOW, String.join(", ", names))
                .body(body(faults));
    }

    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<byte[]> databaseAway(RuntimeException trouble) {
        var reference = UUID.randomUUID().toString();
        LOG.warn(
                "the database did not answer, reference {}: {}",
                reference,
                trouble.getClass().getSimpleName());
        var faults = List.of(new Fault(FaultCode.TRP_601, "", reference));
        return problem(faults).header(HttpHeaders.RETRY_AFTER, "5").body(body(faults));
    }

    private static ResponseEntity.BodyBuilder problem(List<Fault> faults) {
        return ResponseEntity.status(FaultJson.status(faults))
                .contentType(MediaType.APPLICATION_PROBLEM_JSON);
    }

    private static byte[] body(List<Fault> faults) {
        return Answers.bytes(FaultJson.problem(FaultJson.status(faults), faults));
    }
}
