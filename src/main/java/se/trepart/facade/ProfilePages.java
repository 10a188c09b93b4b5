package se.trepart.facade;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Conformance resources as pages for people. */
final class ProfilePages {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ProfilePages() {}

    /** All of them, by kind; names are {@code Kind-id}. */
    static String index(List<String> names) {
        var kinds = new LinkedHashMap<String, StringBuilder>();
        for (var name : names) {
            var kind = name.substring(0, name.indexOf('-'));
            kinds.computeIfAbsent(kind, first -> new StringBuilder())
                    .append("<li><a href=\"")
                    .append(name)
                    .append(".html\">")
                    .append(Html.escaped(name.substring(kind.length() + 1)))
                    .append("</a></li>\n");
        }
        var page = new StringBuilder(Html.head("Trepart: FHIR profiles"));
        page.append(
                        "<h1>FHIR profiles</h1>\n"
                                + "<p>What the resources at <a href=\"../fhir/api-docs\">")
                .append("/fhir</a> promise.</p>\n");
        kinds.forEach((kind, list) ->
                page.append("<h2>")
                        .append(kind)
                        .append("</h2>\n<ul>\n")
                        .append(list)
                        .append("</ul>\n"));
        return page.append(Html.END).toString();
    }

    /** One resource, given as JSON. */
    static String resource(String name, String json) {
        var resource = tree(json);
        var title = resource.path("title").asText(resource.path("name").asText(name));
        var page = new StringBuilder(Html.head(title));
        page.append("<p><a href=\"./\">all</a> · <a href=\"")
                .append(name)
                .append(".json\">as JSON</a></p>\n<h1>")
                .append(Html.escaped(title))
                .append("</h1>\n<p>")
                .append(Html.escaped(resource.path("description").asText()))
                .append("</p>\n<p><code>")
                .append(Html.escaped(resource.path("url").asText()))
                .append("</code></p>\n");
        switch (resource.path("resourceType").asText()) {
            case "StructureDefinition" -> profile(page, resource);
            case "CodeSystem" -> concepts(page, resource.path("concept"), "");
            case "ValueSet" ->
                    resource.at("/compose/include")
                            .forEach(include ->
                                    concepts(
                                            page,
                                            include.path("concept"),
                                            include.path("system").asText()));
            case "SearchParameter" -> parameter(page, resource);
            case "ConceptMap" -> map(page, resource);
            default ->
                    page.append("<pre><code>")
                            .append(Html.escaped(resource.toPrettyString()))
                            .append("</code></pre>\n");
        }
        return page.append(Html.END).toString();
    }

    private static void profile(StringBuilder page, JsonNode profile) {
        page.append("<p>of <code>")
                .append(Html.escaped(profile.path("baseDefinition").asText()))
                .append("</code></p>\n<table>\n<tr><th>element</th><th>how many</th><th>what</th>")
                .append("<th>must be</th><th>rules</th></tr>\n");
        for (var element : profile.at("/differential/element")) {
            page.append("<tr>")
                    .append("<td><code>")
                    .append(Html.escaped(element.path("id").asText()))
                    .append("</code></td>")
                    .append(Html.cell(cardinality(element)))
                    .append(Html.cell(element.path("short").asText()))
                    .append(Html.cell(value(element)))
                    .append(Html.cell(rules(element)))
                    .append("</tr>\n");
        }
        page.append("</table>\n");
    }

    private static String cardinality(JsonNode element) {
        return element.has("min") || element.has("max")
                ? element.path("min").asText("") + "…" + element.path("max").asText("")
                : "";
    }

    private static String value(JsonNode element) {
        var fixed =
                element.propertyStream()
                        .filter(one ->
                                one.getKey().startsWith("fixed")
                                        || one.getKey().startsWith("pattern"))
                        .map(one ->
                                one.getValue().isValueNode()
                                        ? one.getValue().asText()
                                        : one.getValue().toString());
        var bound =
                element.at("/binding/valueSet").isTextual()
                        ? element.at("/binding/valueSet").asText()
                                + " ("
                                + element.at("/binding/strength").asText()
                                + ")"
                        : "";
        var types =
                StreamSupport.stream(element.path("type").spliterator(), false)
                        .map(type ->
                                type.path("code").asText() + targets(type.path("targetProfile")));
        return Stream.of(fixed, Stream.of(bound), types)
                .flatMap(all -> all)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("; "));
    }

    private static String targets(JsonNode profiles) {
        return profiles.isEmpty()
                ? ""
                : profiles.valueStream()
                        .map(profile -> profile.asText().replaceFirst(".*/", ""))
                        .collect(Collectors.joining(" | ", "(", ")"));
    }

    private static String rules(JsonNode element) {
        return element.path("constraint")
                .valueStream()
                .map(rule -> rule.path("key").asText() + ": " + rule.path("human").asText())
                .collect(Collectors.joining("; "));
    }

    private static void concepts(StringBuilder page, JsonNode concepts, String system) {
        page.append("<p><code>").append(Html.escaped(system)).append("</code></p>\n");
        page.append("<table>\n<tr><th>code</th><th>display</th><th>definition</th></tr>\n");
        for (var concept : concepts) {
            page.append("<tr><td><code>")
                    .append(Html.escaped(concept.path("code").asText()))
                    .append("</code></td>")
                    .append(Html.cell(concept.path("display").asText()))
                    .append(Html.cell(concept.path("definition").asText()))
                    .append("</tr>\n");
        }
        page.append("</table>\n");
    }

    private static void parameter(StringBuilder page, JsonNode parameter) {
        page.append("<p><code>")
                .append(
                        Html.escaped(
                                parameter.at("/base/0").asText()
                                        + "?"
                                        + parameter.path("code").asText()))
                .append("</code>, ")
                .append(Html.escaped(parameter.path("type").asText()))
                .append(": <code>")
                .append(Html.escaped(parameter.path("expression").asText()))
                .append("</code></p>\n");
    }

    private static void map(StringBuilder page, JsonNode map) {
        for (var group : map.path("group")) {
            page.append("<p><code>")
                    .append(Html.escaped(group.path("source").asText()))
                    .append("</code> → <code>")
                    .append(Html.escaped(group.path("target").asText()))
                    .append(
                            "</code></p>\n"
                                    + "<table>\n"
                                    + "<tr><th>from</th><th>to</th><th>how</th></tr>\n");
            for (var element : group.path("element")) {
                for (var target : element.path("target")) {
                    page.append("<tr>")
                            .append(Html.cell(element.path("code").asText()))
                            .append(Html.cell(target.path("code").asText()))
                            .append(Html.cell(target.path("equivalence").asText()))
                            .append("</tr>\n");
                }
            }
            page.append("</table>\n");
        }
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a file of the profiles is no JSON");
        }
    }
}
