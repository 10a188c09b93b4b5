package se.trepart.facade;

import org.springframework.stereotype.Component;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** {@code GET Type/id}: the current version, or 304 when the client has it already. */
@Component
class Read implements Interaction {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");

    private final Versions versions;

    Read(Versions versions) {
        this.versions = versions;
    }

    @Override
    public Answer answer(Request request) {
        var representation = representation(request);
        var type = request.path().get(0);
        var id = request.path().get(1);
        return answer(
                request,
                representation,
                ID.matcher(id).matches() ? versions.current(type, id) : Optional.empty());
    }

    static Representation representation(Request request) {
        var parameters = request.parameters().only(Parameters.REPRESENTATION, request.lenient());
        var representation = Representation.of(parameters, request.header("accept"));
        if (representation.summary() == Representation.Summary.COUNT) {
            throw Refusals.parameter(
                    FaultCode.TRP_503, "_summary", "possible here are: true, text, data, false");
        }
        return representation;
    }

    /** What is answered for a version that was asked for; also for vread. */
    static Answer answer(Request request, Representation representation, Optional<Version> found) {
        var version =
                found.orElseThrow(
                        () -> new FaultException(FaultCode.TRP_501, "", "no such resource"));
        if (version.json() == null) {
            throw new FaultException(
                    FaultCode.TRP_505,
                    "",
                    "possible is: " + request.base() + "/" + version.reference() + "/_history");
        }
        return Conditions.unchanged(request, version)
                ? named(request, version, new Answer(304, Map.of(), representation, null))
                : current(request, representation, version);
    }

    /** A version that is there, whatever the client has already. */
    static Answer current(Request request, Representation representation, Version version) {
        var json = Objects.requireNonNull(version.json());
        return named(request, version, Answer.ok(representation, new Content.Resource(json)));
    }

    private static Answer named(Request request, Version version, Answer answer) {
        return answer.with("ETag", version.etag())
                .with("Last-Modified", Conditions.httpDate(version.lastUpdated()))
                .with(
                        "Content-Location",
                        request.base()
                                + "/"
                                + version.reference()
                                + "/_history/"
                                + version.version());
    }
}
