package se.trepart.facade.subscription;

import com.fasterxml.jackson.databind.JsonNode;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.projection.fhir.Kind;
import se.trepart.projection.fhir.SearchParameter;
import se.trepart.projection.fhir.SearchParameters;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A condition on one version of a resource, written as a search of its type ({@code
 * Encounter?class=VR&status=finished}) and decided in memory: by tokens, references, dates and
 * {@code _id} of the type itself, with {@code :not} and {@code :missing}. What a search could also
 * do over several resources is refused with what is possible.
 */
public record Criteria(String type, List<Condition> conditions) {
    private static final Pattern AMPERSAND = Pattern.compile("&");
    private static final Pattern BACKSLASHED = Pattern.compile("(?<!\\\\),");

    /**
     * One parameter: met when one of the values is; with {@code negated}, when none is.
     *
     * @param missing whether the parameter must be absent, or present; null: its value counts
     */
    record Condition(
            String name,
            List<ValueTest> values,
            boolean negated,
            @org.jspecify.annotations.Nullable Boolean missing) {}

    /**
     * Reads {@code Type?parameter=value&…}.
     *
     * @param base our own address: a reference that begins with it is one to us
     * @param where the place in the subscription, for refusals
     * @throws FaultException with every fault's place and what is possible
     */
    public static Criteria parse(String text, String base, String where) {
        var question = text.indexOf('?');
        var type = question < 0 ? text : text.substring(0, question);
        if (SearchParameters.served().of(type).isEmpty()) {
            throw refused(
                    where,
                    "begins with one of the types "
                            + String.join(", ", SearchParameters.served().types()));
        }
        return new Criteria(
                type,
                question < 0
                        ? List.of()
                        : conditions(type, text.substring(question + 1), base, where));
    }

    /** The conditions of a query alone, {@code patient=Patient/1&status=booked}. */
    static List<Condition> conditions(String type, String query, String base, String where) {
        var conditions = new ArrayList<Condition>();
        for (var pair : AMPERSAND.split(query)) {
            var equals = pair.indexOf('=');
            if (equals < 1) {
                throw refused(where, "each part is parameter=value");
            }
            conditions.add(
                    condition(
                            type,
                            decoded(pair.substring(0, equals), where),
                            decoded(pair.substring(equals + 1), where),
                            base,
                            where));
        }
        return conditions;
    }

    private static Condition condition(
            String type, String key, String value, String base, String where) {
        var colon = key.indexOf(':');
        var name = colon < 0 ? key : key.substring(0, colon);
        var modifier = colon < 0 ? "" : key.substring(colon + 1);
        var parameter = SearchParameters.served().find(type, name).filter(Criteria::decidable);
        if (parameter.isEmpty() && !name.equals("_id")) {
            throw refused(
                    where,
                    "possible for "
                            + type
                            + " are: "
                            + String.join(", ", possible(type))
                            + ", each alone or with :not or :missing");
        }
        if (modifier.equals("missing") && List.of("true", "false").contains(value)) {
            return new Condition(name, List.of(), false, value.equals("true"));
        }
        if (!List.of("", "not").contains(modifier) || value.isBlank()) {
            throw refused(where, "each parameter alone, with :not, or with :missing=true or false");
        }
        var values =
                BACKSLASHED
                        .splitAsStream(value)
                        .map(one -> ValueTest.parse(parameter.orElse(null), one, base, where))
                        .toList();
        return new Condition(name, values, modifier.equals("not"), null);
    }

    private static boolean decidable(SearchParameter parameter) {
        return parameter.kind() != Kind.STRING;
    }

    private static TreeSet<String> possible(String type) {
        return Stream.concat(
                        Stream.of("_id"),
                        SearchParameters.served().of(type).stream()
                                .filter(Criteria::decidable)
                                .map(SearchParameter::name))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String decoded(String text, String where) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            throw refused(where, "must be percent-encoded UTF-8");
        }
    }

    static FaultException refused(String where, String possible) {
        return new FaultException(FaultCode.TRP_541, where, possible);
    }

    /** Whether the version meets every condition; a version of another type never does. */
    public boolean matches(JsonNode resource) {
        return resource.path("resourceType").asText().equals(type)
                && conditions.stream().allMatch(condition -> meets(condition, resource));
    }

    private boolean meets(Condition condition, JsonNode resource) {
        var values = ValueTest.values(type, condition.name(), resource);
        var missing = condition.missing();
        if (missing != null) {
            return values.isEmpty() == missing;
        }
        return condition.negated()
                != condition.values().stream()
                        .anyMatch(asked -> values.stream().anyMatch(asked::accepts));
    }

    /** These conditions and the others'. */
    Criteria and(List<Condition> more) {
        return new Criteria(type, Stream.concat(conditions.stream(), more.stream()).toList());
    }
}
