package se.trepart.facade.subscription;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import se.trepart.projection.fhir.Indexed;
import se.trepart.projection.fhir.Kind;
import se.trepart.projection.fhir.Reference;
import se.trepart.projection.fhir.SearchParameter;
import se.trepart.projection.fhir.SearchParameters;
import se.trepart.projection.fhir.Systems;
import se.trepart.projection.fhir.Timespan;

import java.util.List;
import java.util.Locale;

/** What one value of a condition asks of one value of a resource. */
interface ValueTest {
    /** Whether the value is one that was asked for. */
    boolean accepts(Indexed value);

    /** The values that the resource has for a parameter. */
    static List<Indexed> values(String type, String name, JsonNode resource) {
        return SearchParameters.served()
                .find(type, name)
                .map(parameter -> Indexed.of(parameter, resource))
                .orElseGet(() -> List.of(new Indexed.Token("", resource.path("id").asText())));
    }

    /**
     * Reads a value as the parameter's kind has it; without a parameter it is an id.
     *
     * @throws se.trepart.fault.FaultException when it cannot be read
     */
    static ValueTest parse(
            @Nullable SearchParameter parameter, String text, String base, String where) {
        var plain = text.replaceAll("\\\\(.)", "$1");
        if (parameter == null || parameter.kind() == Kind.URI) {
            return value -> value instanceof Indexed.Token token && token.code().equals(plain);
        }
        return switch (parameter.kind()) {
            case TOKEN -> token(parameter, plain, where);
            case REFERENCE -> reference(parameter, plain, base, where);
            case DATE -> date(plain, where);
            case URI, STRING -> throw Criteria.refused(where, "no text can be compared");
        };
    }

    private static ValueTest token(SearchParameter parameter, String text, String where) {
        var bar = text.indexOf('|');
        if (bar < 0) {
            var codes = Systems.comparable(text);
            return value -> value instanceof Indexed.Token token && codes.contains(token.code());
        }
        var system = Systems.canonical(text.substring(0, bar));
        var code = text.substring(bar + 1);
        if (system.isEmpty() && code.isEmpty()) {
            throw Criteria.refused(where, "a token has a system or a code");
        }
        if (!parameter.system().isEmpty()) {
            var bound = system.isEmpty() || system.equals(parameter.system());
            return value ->
                    bound
                            && value instanceof Indexed.Token token
                            && (code.isEmpty() || token.code().equals(code));
        }
        var comparable = Systems.comparable(system, code);
        return value ->
                value instanceof Indexed.Token token
                        && token.system().equals(system)
                        && (code.isEmpty() || token.code().equals(comparable));
    }

    private static ValueTest reference(
            SearchParameter parameter, String text, String base, String where) {
        var local = text.startsWith(base + "/") ? text.substring(base.length() + 1) : text;
        if (local.matches("[A-Za-z0-9.-]{1,64}")) {
            return value ->
                    value instanceof Indexed.Link link
                            && link.target().id().equals(local)
                            && (parameter.targets().size() == 1
                                    ? link.target().type().equals(parameter.targets().getFirst())
                                    : !link.target().type().isEmpty());
        }
        var asked = Reference.parse(local);
        if (asked == null) {
            throw Criteria.refused(where, "a reference is an id, a type and id, or a URL");
        }
        return value ->
                value instanceof Indexed.Link link
                        && link.target().id().equals(asked.id())
                        && link.target().type().equals(asked.type())
                        && (asked.version() == null
                                || asked.version().equals(link.target().version()));
    }

    /** By the spans that both sides can mean, as a search compares them (FHIR R4, 3.1.1.4.5). */
    private static ValueTest date(String text, String where) {
        var whole = text.strip().replace(' ', '+');
        var prefix =
                List.of("eq", "ne", "gt", "lt", "ge", "le", "sa", "eb").stream()
                        .filter(one -> whole.toLowerCase(Locale.ROOT).startsWith(one))
                        .findFirst();
        try {
            var asked = Timespan.parse(prefix.isPresent() ? whole.substring(2) : whole);
            var how = prefix.orElse("eq");
            return value ->
                    value instanceof Indexed.Span stored && compares(how, asked, stored.span());
        } catch (IllegalArgumentException unreadable) {
            throw Criteria.refused(
                    where,
                    "a date is such as 2023-03-14 or 2023-03-14T10:02:11+01:00, after one of eq,"
                            + " ne, gt, lt, ge, le, sa, eb or nothing");
        }
    }

    private static boolean compares(String how, Timespan asked, Timespan stored) {
        return switch (how) {
            case "eq" -> equal(asked, stored);
            case "ne" -> !equal(asked, stored);
            case "gt" -> stored.high().isAfter(asked.high());
            case "lt" -> stored.low().isBefore(asked.low());
            case "ge" -> stored.high().isAfter(asked.high()) || equal(asked, stored);
            case "le" -> stored.low().isBefore(asked.low()) || equal(asked, stored);
            case "sa" -> !stored.low().isBefore(asked.high());
            default -> !stored.high().isAfter(asked.low());
        };
    }

    /** An open period equals every date that it touches. */
    private static boolean equal(Timespan asked, Timespan stored) {
        return asked.contains(stored)
                || (stored.sqlHigh().equals("infinity") && stored.low().isBefore(asked.high()))
                || (stored.sqlLow().equals("-infinity") && stored.high().isAfter(asked.low()));
    }
}
