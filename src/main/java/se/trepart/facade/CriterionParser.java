package se.trepart.facade;

import se.trepart.facade.Criterion.Chained;
import se.trepart.facade.Criterion.Matching;
import se.trepart.facade.Criterion.Missing;
import se.trepart.facade.Criterion.OfRow;
import se.trepart.facade.Criterion.Referred;
import se.trepart.facade.Criterion.Table;
import se.trepart.facade.Sql.Test;
import se.trepart.fault.FaultCode;
import se.trepart.projection.fhir.Kind;
import se.trepart.projection.fhir.SearchParameter;
import se.trepart.projection.fhir.SearchParameters;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads search criteria by the table of parameters: {@code name}, {@code name:modifier}, chains
 * such as {@code patient.identifier} and {@code subject:Patient.name}, and {@code _has}.
 */
final class CriterionParser {
    private static final int DEPTH = 4;
    private static final int ALTERNATIVES = 500;
    private static final Pattern COLON = Pattern.compile(":");
    private static final SearchParameters SERVED = SearchParameters.served();

    private final String key;
    private final ValueTests tests;

    CriterionParser(String key, String base, Instant now) {
        this.key = key;
        this.tests = new ValueTests(key, base, now);
    }

    /** The criterion; empty when the type has no such parameter. */
    Optional<Criterion> parse(String type, String value) {
        return parse(type, key, value, 0);
    }

    private Optional<Criterion> parse(String type, String name, String value, int depth) {
        if (depth > DEPTH) {
            throw tests.unreadable("chains may have " + DEPTH + " steps");
        }
        if (name.startsWith("_has:")) {
            return has(type, name, value, depth);
        }
        var dot = name.indexOf('.');
        if (dot >= 0) {
            return chain(type, name.substring(0, dot), name.substring(dot + 1), value, depth);
        }
        var parts = COLON.split(name, 2);
        var modifier = parts.length == 1 ? "" : parts[1];
        if (parts[0].equals("_id") || parts[0].equals("_lastUpdated")) {
            return Optional.of(ofRow(parts[0], modifier, value));
        }
        return SERVED.find(type, parts[0]).map(parameter -> simple(parameter, modifier, value));
    }

    private Optional<Criterion> has(String type, String name, String value, int depth) {
        var parts = COLON.split(name, 4);
        if (parts.length < 4) {
            throw tests.unreadable("_has is written _has:{type}:{reference}:{parameter}");
        }
        var reference =
                SERVED.find(parts[1], parts[2]).filter(found -> found.kind() == Kind.REFERENCE);
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        return parse(parts[1], parts[3], value, depth + 1)
                .map(inner -> new Referred(type, reference.get().number(), inner));
    }

    private Optional<Criterion> chain(
            String type, String head, String rest, String value, int depth) {
        var parts = COLON.split(head, 2);
        var reference = SERVED.find(type, parts[0]).filter(found -> found.kind() == Kind.REFERENCE);
        if (reference.isEmpty()) {
            return Optional.empty();
        }
        var types = parts.length == 2 ? List.of(parts[1]) : targets(reference.get());
        var targets =
                types.stream()
                        .filter(target -> targets(reference.get()).contains(target))
                        .flatMap(target ->
                                parse(target, rest, value, depth + 1).stream()
                                        .map(inner -> new Chained.Target(target, inner)))
                        .toList();
        return targets.isEmpty()
                ? Optional.empty()
                : Optional.of(new Chained(reference.get().number(), targets));
    }

    private static List<String> targets(SearchParameter reference) {
        return reference.targets().isEmpty()
                ? List.copyOf(SERVED.types())
                : reference.targets().stream().filter(SERVED.types()::contains).toList();
    }

    private Criterion ofRow(String name, String modifier, String value) {
        if (!modifier.isEmpty()) {
            throw modifierNotPossible("none");
        }
        if (name.equals("_id")) {
            return new OfRow(each(value, id -> Test.of("$.id = ?", Values.plain(id)).ofFew()));
        }
        return new OfRow(each(value, date -> tests.updated(date, "$.last_updated")));
    }

    private Criterion simple(SearchParameter parameter, String modifier, String value) {
        if (modifier.equals("missing")) {
            return switch (value) {
                case "true" -> new Missing(table(parameter), parameter.number(), true);
                case "false" -> new Missing(table(parameter), parameter.number(), false);
                default -> throw tests.unreadable("possible are: true, false");
            };
        }
        return switch (parameter.kind()) {
            case TOKEN -> {
                var negated = modifier.equals("not");
                if (!negated && !modifier.isEmpty()) {
                    throw modifierNotPossible("not, missing");
                }
                var wanted = each(value, one -> tests.token(parameter, one));
                var other = negated ? tests.otherThan(parameter, value) : Optional.<Test>empty();
                yield other.isPresent()
                        ? matching(parameter, other.stream().toList(), false)
                        : matching(parameter, wanted, negated);
            }
            case REFERENCE -> reference(parameter, modifier, value);
            case DATE -> {
                none(modifier);
                yield matching(parameter, each(value, one -> tests.date(parameter, one)), false);
            }
            case URI -> {
                none(modifier);
                yield matching(parameter, each(value, tests::uri), false);
            }
            case STRING -> {
                Function<String, Test> test =
                        switch (modifier) {
                            case "" -> tests::startsWith;
                            case "contains" -> tests::contains;
                            case "exact" -> tests::exact;
                            default -> throw modifierNotPossible("contains, exact, missing");
                        };
                yield matching(parameter, each(value, test), false);
            }
        };
    }

    private Criterion reference(SearchParameter parameter, String modifier, String value) {
        if (modifier.equals("identifier")) {
            return new Matching(
                    Table.SEARCH_TOKEN,
                    parameter.identifierNumber(),
                    each(value, one -> tests.token(parameter, one)),
                    false,
                    true,
                    false);
        }
        if (!modifier.isEmpty() && !targets(parameter).contains(modifier)) {
            throw modifierNotPossible(
                    "identifier, missing, " + String.join(", ", new TreeSet<>(targets(parameter))));
        }
        return matching(
                parameter, each(value, one -> tests.reference(parameter, modifier, one)), false);
    }

    private static Matching matching(SearchParameter parameter, List<Test> tests, boolean negated) {
        return new Matching(
                table(parameter),
                parameter.number(),
                tests,
                negated,
                parameter.personal(),
                parameter.single());
    }

    private static Table table(SearchParameter parameter) {
        return switch (parameter.kind()) {
            case TOKEN, URI -> Table.SEARCH_TOKEN;
            case REFERENCE -> Table.SEARCH_REFERENCE;
            case DATE -> Table.SEARCH_DATE;
            case STRING -> Table.SEARCH_STRING;
        };
    }

    private void none(String modifier) {
        if (!modifier.isEmpty()) {
            throw modifierNotPossible("missing");
        }
    }

    private RuntimeException modifierNotPossible(String possible) {
        return Refusals.parameter(FaultCode.TRP_502, key, "possible modifiers are: " + possible);
    }

    /** One test for each alternative between commas. */
    private List<Test> each(String value, Function<String, Test> test) {
        var alternatives = Values.alternatives(value);
        if (alternatives.stream().anyMatch(String::isBlank)) {
            throw tests.unreadable("must have a value");
        }
        if (alternatives.size() > ALTERNATIVES) {
            throw tests.unreadable("may have " + ALTERNATIVES + " alternatives");
        }
        return alternatives.stream().map(test).toList();
    }
}
