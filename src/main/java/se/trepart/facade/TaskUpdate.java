package se.trepart.facade;

import ca.uhn.fhir.context.FhirContext;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.projection.Verifying;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code PUT Task/id} and {@code PATCH Task/id} with If-Match: what the workflow allows becomes an
 * event in the log; the answer is the version that it made. The same request again gets the same
 * answer, whatever has happened since.
 */
@Component
class TaskUpdate implements Interaction {
    static final String PATCH = "application/json-patch+json";
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    private final Versions versions;
    private final Verifying verifying;
    private final Body body;

    TaskUpdate(Versions versions, Verifying verifying, FhirContext fhir) {
        this.versions = versions;
        this.verifying = verifying;
        this.body = new Body(fhir);
    }

    @Override
    public Answer answer(Request request) {
        var representation = Read.representation(request);
        var id = request.path().get(1);
        var current = current(versions.current("Task", id));
        var seen = seen(request, current);
        var key = "Task/" + id + "/_history/" + seen.version();
        if (seen.version() != current.version()) {
            if (!verifying.toldBefore(key, request.body())) {
                throw stale(current);
            }
            return answer(request, representation, made(seen));
        }
        try {
            var change = TaskChange.of(resource(seen), wanted(request, seen));
            var made =
                    switch (change) {
                        case TaskChange.None _ -> seen;
                        case TaskChange.Verified verified -> verify(request, seen, key, verified);
                    };
            return answer(request, representation, made);
        } catch (FaultException e) {
            if (e.faults().getFirst().code().httpStatus() == 422) {
                verifying.refused(key, request.body(), e.faults());
            }
            throw e;
        }
    }

    private static Version current(Optional<Version> found) {
        var current =
                found.orElseThrow(() -> new FaultException(FaultCode.TRP_501, "", "no such Task"));
        if (current.json() == null) {
            throw new FaultException(FaultCode.TRP_505, "", "");
        }
        return current;
    }

    /**
     * The version that the client saw when it made up its mind. It need not be the current one: a
     * request that comes again because its answer was lost has made that one itself.
     */
    private Version seen(Request request, Version current) {
        var tags =
                request.header("if-match")
                        .orElseThrow(() ->
                                new FaultException(
                                        FaultCode.TRP_522,
                                        "http.if-match",
                                        "possible is: " + current.etag()));
        return COMMA.splitAsStream(tags.strip())
                .flatMap(tag -> Conditions.version(tag, current).stream())
                .flatMap(version ->
                        version == current.version()
                                ? Stream.of(current)
                                : versions.version("Task", current.id(), version).stream())
                .filter(version -> version.json() != null)
                .max(Comparator.comparingInt(Version::version))
                .orElseThrow(() -> stale(current));
    }

    private Version verify(
            Request request, Version seen, String key, TaskChange.Verified verified) {
        var consultation =
                seen.id().substring(0, seen.id().length() - TaskChange.SECRETARYS.length());
        verifying.verify(
                new Verifying.Told(consultation, key, verified.by(), request.body()),
                () -> {
                    var now = versions.current("Task", seen.id()).orElseThrow();
                    if (now.version() != seen.version()) {
                        throw stale(now);
                    }
                });
        return made(seen);
    }

    private Version made(Version seen) {
        return versions.version("Task", seen.id(), seen.version() + 1).orElseThrow();
    }

    private static FaultException stale(Version current) {
        return new FaultException(
                FaultCode.TRP_521, "http.if-match", "the current version is " + current.etag());
    }

    private ObjectNode wanted(Request request, Version seen) {
        var wanted =
                request.method().equals("PATCH") ? patched(request, seen) : body.resource(request);
        if (!wanted.path("resourceType").asText().equals("Task")
                || !wanted.path("id").asText().equals(seen.id())) {
            throw new FaultException(
                    FaultCode.TRP_525, "Task.id", "type and id must be those of the address");
        }
        return wanted;
    }

    private static ObjectNode patched(Request request, Version seen) {
        if (!Body.mediaType(request).equals(PATCH)) {
            throw new FaultException(
                    FaultCode.TRP_524, "http.content-type", "possible is: " + PATCH);
        }
        if (JsonPatch.apply(Body.json(request.body()), resource(seen))
                instanceof ObjectNode object) {
            return object;
        }
        throw new FaultException(FaultCode.TRP_525, "", "what is left is no resource");
    }

    private static ObjectNode resource(Version version) {
        var json = Objects.requireNonNull(version.json());
        return (ObjectNode) Body.json(json.getBytes(StandardCharsets.UTF_8));
    }

    private static Answer answer(Request request, Representation representation, Version made) {
        var answer = Read.current(request, representation, made);
        return request.header("prefer").orElse("").contains("return=minimal")
                ? new Answer(200, answer.headers(), representation, null)
                : answer;
    }
}
