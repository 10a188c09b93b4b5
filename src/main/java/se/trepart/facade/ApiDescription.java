package se.trepart.facade;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.springframework.stereotype.Component;

import se.trepart.projection.fhir.SearchParameter;
import se.trepart.projection.fhir.SearchParameters;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code GET api-docs}: what is served as OpenAPI 3.0, out of the same table as serves it; as a
 * page for who asks for HTML.
 */
@Component
class ApiDescription implements Interaction {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Override
    public Answer answer(Request request) {
        var accept = request.header("accept").orElse("").toLowerCase(Locale.ROOT);
        request.parameters().only(Set.of(), request.lenient());
        var content =
                accept.contains("text/html")
                        ? new Content.Text("text/html;charset=UTF-8", page())
                        : new Content.Text(
                                "application/json;charset=UTF-8",
                                description(request.base()).toPrettyString());
        return Answer.ok(Representation.PLAIN, content);
    }

    private static ObjectNode description(String base) {
        var description = JSON.objectNode().put("openapi", "3.0.3");
        description
                .putObject("info")
                .put("title", "Trepart, FHIR R4")
                .put("version", "4.0.1")
                .put("description", "Digital specialistkonsultation as FHIR R4 (4.0.1)");
        description.putArray("servers").addObject().put("url", base);
        var paths = description.putObject("paths");
        operation(paths, "/metadata", "get", "capabilities", "CapabilityStatement");
        body(operation(paths, "/", "post", "batch of reads", "Bundle"), "application/fhir+json");
        SearchParameters.served().types().forEach(type -> describe(paths, type));
        subscriptions(paths);
        return description;
    }

    private static void subscriptions(ObjectNode paths) {
        var type = SubscriptionInteractions.TYPE;
        var all = "/" + type;
        var one = all + "/{id}";
        var search =
                operation(paths, all, "get", "search " + type, "Bundle").putArray("parameters");
        SubscriptionSearch.CRITERIA.forEach(name -> query(search, name, ""));
        var create = operation(paths, all, "post", "subscribe", type);
        body(create, "application/fhir+json");
        var responses = (ObjectNode) create.path("responses");
        responses.set("201", responses.remove("200"));
        id(operation(paths, one, "get", "read " + type, type));
        var update = operation(paths, one, "put", "subscribe otherwise, or off", type);
        id(update);
        body(update, "application/fhir+json");
        var delete = operation(paths, one, "delete", "unsubscribe", "no content");
        id(delete);
        operation(paths, all + "/$status", "get", "how subscriptions stand", "Bundle");
        id(operation(paths, one + "/$status", "get", "how one stands", "Bundle"));
        var events = operation(paths, one + "/$events", "get", "events once more", "Bundle");
        id(events);
        var asked = events.withArray("parameters");
        List.of("eventsSinceNumber", "eventsUntilNumber", "content")
                .forEach(name -> query(asked, name, ""));
    }

    private static void describe(ObjectNode paths, String type) {
        var search = operation(paths, "/" + type, "get", "search " + type, "Bundle");
        var parameters = search.putArray("parameters");
        SearchRequest.possible(type).stream()
                .filter(name -> name.startsWith("_") && !name.equals("_page"))
                .sorted()
                .forEach(name -> query(parameters, name, ""));
        SearchParameters.served().of(type).stream()
                .filter(parameter -> !parameter.name().startsWith("_"))
                .forEach(parameter -> query(parameters, parameter.name(), told(parameter)));
        body(
                operation(paths, "/" + type + "/_search", "post", "search " + type, "Bundle"),
                "application/x-www-form-urlencoded");
        operation(paths, "/" + type + "/_history", "get", "history of " + type, "Bundle");
        body(
                operation(paths, "/" + type + "/$validate", "post", "validate", "OperationOutcome"),
                "application/fhir+json");
        var one = "/" + type + "/{id}";
        id(operation(paths, one, "get", "read " + type, type));
        id(operation(paths, one + "/_history", "get", "history of one " + type, "Bundle"));
        var vread = operation(paths, one + "/_history/{version}", "get", "vread " + type, type);
        id(vread);
        inPath(vread, "version");
        var validate = operation(paths, one + "/$validate", "post", "validate", "OperationOutcome");
        id(validate);
        body(validate, "application/fhir+json");
        if (type.equals("Encounter")) {
            id(operation(paths, one + "/$everything", "get", "one consultation", "Bundle"));
        }
        if (type.equals("Task")) {
            var put = operation(paths, one, "put", "the secretary's check", type);
            var patch = operation(paths, one, "patch", "the secretary's check", type);
            List.of(put, patch)
                    .forEach(update -> {
                        id(update);
                        update.put("description", "With If-Match; " + TaskChange.POSSIBLE);
                        update.withArray("parameters")
                                .addObject()
                                .put("name", "If-Match")
                                .put("in", "header")
                                .put("required", true)
                                .putObject("schema")
                                .put("type", "string");
                    });
            body(put, "application/fhir+json");
            body(patch, TaskUpdate.PATCH);
        }
    }

    private static String told(SearchParameter parameter) {
        var kind = parameter.kind().name().toLowerCase(Locale.ROOT);
        return parameter.documentation().isEmpty() ? kind : kind + ": " + parameter.documentation();
    }

    private static ObjectNode operation(
            ObjectNode paths, String path, String method, String summary, String gives) {
        var operation = paths.withObjectProperty(path).putObject(method).put("summary", summary);
        var responses = operation.putObject("responses");
        var found = responses.putObject("200").put("description", gives);
        found.putObject("content").putObject("application/fhir+json");
        responses.putObject("default").put("description", "OperationOutcome");
        return operation;
    }

    private static void query(ArrayNode parameters, String name, String told) {
        var parameter = parameters.addObject().put("name", name).put("in", "query");
        if (!told.isEmpty()) {
            parameter.put("description", told);
        }
        parameter.putObject("schema").put("type", "string");
    }

    private static void id(ObjectNode operation) {
        inPath(operation, "id");
    }

    private static void inPath(ObjectNode operation, String name) {
        operation
                .withArray("parameters")
                .addObject()
                .put("name", name)
                .put("in", "path")
                .put("required", true)
                .putObject("schema")
                .put("type", "string");
    }

    private static void body(ObjectNode operation, String type) {
        operation
                .putObject("requestBody")
                .putObject("content")
                .putObject(type)
                .putObject("schema")
                .put("type", "object");
    }

    private static String page() {
        var page =
                new StringBuilder(
                        Html.head("Trepart, FHIR R4")
                                + "<h1>Trepart, FHIR R4</h1>\n"
                                + "<p><a href=\"metadata\">capabilities</a> · <a"
                                + " href=\"../fhir-profiles/\">profiles</a> · this page as OpenAPI:"
                                + " <code>Accept: application/json</code></p>\n"
                                + "<p>"
                                + Html.escaped("Task: " + TaskChange.POSSIBLE)
                                + "</p>\n");
        for (var type : SearchParameters.served().types()) {
            page.append("<h2 id=\"").append(type).append("\">").append(type).append("</h2>\n");
            page.append("<table>\n<tr><th>parameter</th><th>type</th><th>refers to</th></tr>\n");
            for (var parameter : SearchParameters.served().of(type)) {
                page.append("<tr>")
                        .append(Html.cell(parameter.name()))
                        .append(Html.cell(told(parameter)))
                        .append(
                                Html.cell(
                                        parameter.targets().stream()
                                                .collect(Collectors.joining(", "))))
                        .append("</tr>\n");
            }
            page.append("</table>\n");
        }
        return page.append(Html.END).toString();
    }
}
