package se.trepart.facade;

import se.trepart.fault.FaultCode;
import se.trepart.projection.fhir.SearchParameter;
import se.trepart.projection.fhir.SearchParameters;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A search as it was understood.
 *
 * @param count resources on a page; 0: only the total is wanted
 * @param total whether the total is wanted
 * @param understood the parameters without those that were ignored, for the self link
 */
record SearchRequest(
        String type,
        List<Criterion> criteria,
        List<Sort> sorts,
        int count,
        boolean total,
        List<Include> includes,
        Representation representation,
        Parameters understood) {
    static final int PAGE = 50;
    static final int LARGEST_PAGE = 500;
    private static final int CRITERIA = 50;
    private static final Set<String> RESULT =
            Stream.of(Parameters.REPRESENTATION, Include.KEYS, List.of("_sort", "_count", "_total"))
                    .flatMap(keys -> keys.stream())
                    .collect(Collectors.toUnmodifiableSet());

    static SearchRequest parse(String type, Parameters asked, Request request, Instant now) {
        var criteria = new ArrayList<Criterion>();
        var unknown = new LinkedHashSet<String>();
        for (var parameter : asked.without(RESULT).all()) {
            new CriterionParser(parameter.key(), request.base(), now)
                    .parse(type, parameter.value())
                    .ifPresentOrElse(criteria::add, () -> unknown.add(parameter.key()));
        }
        if (!unknown.isEmpty() && !request.lenient()) {
            throw Refusals.unknownParameters(unknown, possible(type));
        }
        if (criteria.size() > CRITERIA) {
            throw Refusals.parameter(
                    FaultCode.TRP_503, type, "a search may have " + CRITERIA + " criteria");
        }
        var understood = asked.without(unknown);
        var representation = Representation.of(understood, request.header("accept"));
        var count = Math.min(understood.number("_count", 0).orElse(PAGE), LARGEST_PAGE);
        return new SearchRequest(
                type,
                List.copyOf(criteria),
                understood.single("_sort").map(sort -> Sort.parse(type, sort)).orElse(List.of()),
                representation.summary() == Representation.Summary.COUNT ? 0 : count,
                understood.single("_total").map(SearchRequest::wantsTotal).orElse(true),
                understood.all().stream()
                        .filter(parameter -> Include.KEYS.contains(parameter.key()))
                        .map(parameter -> Include.parse(type, parameter))
                        .toList(),
                representation,
                understood);
    }

    private static boolean wantsTotal(String value) {
        return switch (value) {
            case "none" -> false;
            case "estimate", "accurate" -> true;
            default ->
                    throw Refusals.parameter(
                            FaultCode.TRP_503, "_total", "possible are: none, estimate, accurate");
        };
    }

    /** Whether it asks for what was updated in a span of time, in that order. */
    boolean byUpdate() {
        return !sorts.isEmpty()
                && sorts.getFirst().name().equals("_lastUpdated")
                && criteria.stream().allMatch(Criterion.OfRow.class::isInstance)
                && criteria.stream().noneMatch(Criterion::metByFew);
    }

    /** Whether the parameters can tell who somebody is. */
    boolean personal() {
        return criteria.stream().anyMatch(Criterion::personal);
    }

    /** Every parameter that a search of this type can have. */
    static Set<String> possible(String type) {
        return Stream.of(
                        RESULT.stream(),
                        Stream.of("_id", "_lastUpdated", "_has", "_page"),
                        SearchParameters.served().of(type).stream().map(SearchParameter::name))
                .flatMap(keys -> keys)
                .collect(Collectors.toUnmodifiableSet());
    }
}
