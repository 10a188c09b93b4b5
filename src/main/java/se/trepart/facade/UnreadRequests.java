package se.trepart.facade;

import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultJson;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What the web server refuses before any of ours has read it: an OperationOutcome under {@code
 * /fhir}, problem+json (RFC 9457) elsewhere, and never the page with a stack trace that it would
 * write itself.
 */
public final class UnreadRequests extends ErrorReportValve {
    @Override
    protected void report(Request request, Response response, @Nullable Throwable thrown) {
        var status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        var faults = List.of(new Fault(code(status), ""));
        var path = request.getRequestURI();
        var fhir = path != null && path.startsWith("/fhir");
        var mediaType = fhir ? "application/fhir+json" : "application/problem+json";
        try {
            response.setContentType(mediaType);
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            response.getReporter()
                    .write(
                            (fhir ? Outcomes.json(faults) : FaultJson.problem(status, faults))
                                    .toString());
            response.finishResponse();
        } catch (IOException e) {
            container.getLogger().debug("the caller had gone: " + e.getClass().getName());
        }
    }

    private static FaultCode code(int status) {
        return switch (status) {
            case 404 -> FaultCode.TRP_501;
            case 405, 501 -> FaultCode.TRP_504;
            case 413, 414, 431 -> FaultCode.TRP_509;
            case 503 -> FaultCode.TRP_603;
            default -> status < 500 ? FaultCode.TRP_503 : FaultCode.TRP_699;
        };
    }
}
