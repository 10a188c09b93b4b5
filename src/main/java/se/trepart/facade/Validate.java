package se.trepart.facade;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import ca.uhn.fhir.validation.SingleValidationMessage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code POST Type/$validate} and {@code POST Type/id/$validate}: whether a resource follows R4,
 * the profiles that it claims and the one that is asked for. The resource comes as it is or within
 * Parameters; without one, what is stored under the id is validated. That it does not hold is an
 * answer (200), not a refusal.
 */
@Component
class Validate implements Interaction {
    private static final Set<String> KNOWN =
            Stream.concat(Parameters.REPRESENTATION.stream(), Stream.of("profile", "mode"))
                    .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> MODES = Set.of("create", "update", "profile");

    private final ProfileValidator validator;
    private final Versions versions;
    private final Body body;

    Validate(ProfileValidator validator, Versions versions, FhirContext fhir) {
        this.validator = validator;
        this.versions = versions;
        this.body = new Body(fhir);
    }

    private record Asked(String json, @Nullable String profile, @Nullable String mode) {}

    @Override
    public Answer answer(Request request) {
        var parameters = request.parameters().only(KNOWN, request.lenient());
        var representation = Representation.of(parameters, request.header("accept"));
        var asked =
                asked(
                        request,
                        parameters.single("profile").orElse(null),
                        parameters.single("mode").orElse(null));
        if (asked.mode() != null && !MODES.contains(asked.mode())) {
            throw Refusals.parameter(
                    FaultCode.TRP_503, "mode", "possible are: create, update, profile");
        }
        var messages = validator.messages(asked.json(), asked.profile());
        return Answer.ok(representation, new Content.Resource(outcome(messages)));
    }

    private Asked asked(Request request, @Nullable String profile, @Nullable String mode) {
        if (request.body().length == 0) {
            return new Asked(stored(request), profile, mode);
        }
        var sent = body.resource(request);
        if (!sent.path("resourceType").asText().equals("Parameters")) {
            return new Asked(ofType(request, sent).toString(), profile, mode);
        }
        var inner = parameter(sent, "resource").get("resource");
        return new Asked(
                inner instanceof ObjectNode object
                        ? ofType(request, object).toString()
                        : stored(request),
                text(sent, "profile", profile),
                text(sent, "mode", mode));
    }

    private static @Nullable String text(
            JsonNode parameters, String name, @Nullable String otherwise) {
        var found = parameter(parameters, name);
        return Stream.of("valueUri", "valueCanonical", "valueCode", "valueString", "valueUrl")
                .map(found::get)
                .filter(Objects::nonNull)
                .map(JsonNode::asText)
                .findFirst()
                .orElse(otherwise);
    }

    private static JsonNode parameter(JsonNode parameters, String name) {
        return parameters
                .path("parameter")
                .valueStream()
                .filter(one -> one.path("name").asText().equals(name))
                .findFirst()
                .orElse(JsonNodeFactory.instance.objectNode());
    }

    private static ObjectNode ofType(Request request, ObjectNode resource) {
        if (!resource.path("resourceType").asText().equals(request.path().getFirst())) {
            throw new FaultException(
                    FaultCode.TRP_525,
                    "",
                    "must be a resource of type " + request.path().getFirst());
        }
        return resource;
    }

    private String stored(Request request) {
        if (request.path().size() < 3) {
            throw new FaultException(
                    FaultCode.TRP_525,
                    "",
                    "must be a resource, or Parameters with a parameter resource");
        }
        return versions.current(request.path().get(0), request.path().get(1))
                .map(Version::json)
                .orElseThrow(() -> new FaultException(FaultCode.TRP_501, "", "no such resource"));
    }

    private static String outcome(List<SingleValidationMessage> messages) {
        var outcome = JsonNodeFactory.instance.objectNode().put("resourceType", "OperationOutcome");
        var issues = outcome.putArray("issue");
        for (var message : messages) {
            var severity =
                    Objects.requireNonNullElse(
                            message.getSeverity(), ResultSeverityEnum.INFORMATION);
            var issue = issues.addObject().put("severity", severity.getCode());
            var wrong = severity.compareTo(ResultSeverityEnum.ERROR) >= 0;
            issue.put("code", wrong ? "invalid" : "informational");
            issue.put("diagnostics", message.getMessage());
            if (message.getLocationString() != null && !message.getLocationString().isEmpty()) {
                issue.putArray("expression").add(message.getLocationString());
            }
        }
        if (issues.isEmpty()) {
            issues.addObject()
                    .put("severity", "information")
                    .put("code", "informational")
                    .put("diagnostics", "No issues: the resource is valid");
        }
        return outcome.toString();
    }
}
