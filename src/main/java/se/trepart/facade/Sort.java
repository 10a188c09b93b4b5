package se.trepart.facade;

import org.jspecify.annotations.Nullable;

import se.trepart.fault.FaultCode;
import se.trepart.projection.fhir.SearchParameter;
import se.trepart.projection.fhir.SearchParameters;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One step of the order of a result.
 *
 * @param name what the client sorts by
 * @param parameter its definition; null for {@code _id} and {@code _lastUpdated}
 */
record Sort(String name, @Nullable SearchParameter parameter, boolean descending) {
    private static final Pattern COMMA = Pattern.compile(",");

    /** Reads {@code -date,status}. */
    static List<Sort> parse(String type, String value) {
        var sorts = new ArrayList<Sort>();
        for (var part : COMMA.split(value, -1)) {
            var descending = part.startsWith("-");
            var name = descending ? part.substring(1) : part;
            var parameter = SearchParameters.served().find(type, name);
            var known = parameter.isPresent() || name.equals("_id") || name.equals("_lastUpdated");
            if (!known || sorts.size() == 5) {
                throw Refusals.parameter(
                        FaultCode.TRP_503, "_sort", "possible are, up to five: " + possible(type));
            }
            sorts.add(new Sort(name, parameter.orElse(null), descending));
        }
        return List.copyOf(sorts);
    }

    private static String possible(String type) {
        return Stream.concat(
                        Stream.of("_id", "_lastUpdated"),
                        SearchParameters.served().of(type).stream().map(SearchParameter::name))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** How the values compare, here and in the database. */
    Order order() {
        if (parameter == null) {
            return name.equals("_id") ? Order.TEXT : Order.TIME;
        }
        return switch (parameter.kind()) {
            case DATE -> Order.TIME;
            case TOKEN -> parameter.ranks().isEmpty() ? Order.TEXT : Order.RANK;
            case REFERENCE, STRING, URI -> Order.TEXT;
        };
    }

    /**
     * The value of a row {@code r} that it is sorted by: the first in the direction of the sort.
     */
    String expression() {
        if (parameter == null) {
            return name.equals("_id") ? "r.id" : "r.last_updated";
        }
        var row = " where i.key = r.key and i.parameter = " + parameter.number() + ")";
        var first = descending ? "max" : "min";
        return switch (parameter.kind()) {
            case DATE -> "(select " + first + "(i.low) from search_date i" + row;
            case REFERENCE -> "(select " + first + "(i.target_id) from search_reference i" + row;
            case STRING -> "(select " + first + "(i.folded) from search_string i" + row;
            case URI -> "(select " + first + "(i.code) from search_token i" + row;
            case TOKEN -> "(select " + first + "(" + rank("i.code") + ") from search_token i" + row;
        };
    }

    private String rank(String code) {
        if (parameter == null || parameter.ranks().isEmpty()) {
            return code;
        }
        return parameter.ranks().stream()
                .collect(Collectors.joining("','", "array_position(array['", "'], " + code + ")"));
    }

    /** The value that an earlier version of a resource was sorted by; null when it had none. */
    @Nullable String valueOf(List<String> values) {
        var ranks = parameter == null ? List.<String>of() : parameter.ranks();
        var comparable =
                ranks.isEmpty()
                        ? values.stream()
                        : values.stream()
                                .filter(ranks::contains)
                                .map(code -> Integer.toString(ranks.indexOf(code) + 1));
        Optional<String> first = descending ? comparable.max(order()) : comparable.min(order());
        return first.orElse(null);
    }

    /** Compares two values in the direction of the sort, what has none at the end. */
    int compare(@Nullable String one, @Nullable String other) {
        if (one == null || other == null) {
            return Boolean.compare(one == null, other == null);
        }
        return descending ? order().compare(other, one) : order().compare(one, other);
    }
}
