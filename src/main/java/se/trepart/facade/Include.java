package se.trepart.facade;

import se.trepart.fault.FaultCode;
import se.trepart.projection.fhir.Kind;
import se.trepart.projection.fhir.SearchParameter;
import se.trepart.projection.fhir.SearchParameters;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One {@code _include} or {@code _revinclude}.
 *
 * @param parameters numbers of the references to follow: one, or all of a type for {@code Type:*}
 * @param target the only type of target wanted; empty: any
 * @param reverse whether the references are followed backwards
 * @param iterate whether what was included is looked at too
 */
record Include(Set<Integer> parameters, String target, boolean reverse, boolean iterate) {
    static final List<String> KEYS =
            List.of("_include", "_revinclude", "_include:iterate", "_revinclude:iterate");
    private static final Pattern COLON = Pattern.compile(":");

    static Include parse(String type, Parameter asked) {
        var parts = COLON.split(asked.value(), -1);
        var reverse = asked.key().startsWith("_revinclude");
        var iterate = asked.key().endsWith(":iterate");
        var references =
                parts.length < 2
                        ? Set.<Integer>of()
                        : SearchParameters.served().of(parts[0]).stream()
                                .filter(parameter -> parameter.kind() == Kind.REFERENCE)
                                .filter(parameter ->
                                        parts[1].equals("*") || parts[1].equals(parameter.name()))
                                .map(SearchParameter::number)
                                .collect(Collectors.toUnmodifiableSet());
        var fromElsewhere = !reverse && !iterate && !parts[0].equals(type);
        if (references.isEmpty() || parts.length > 3 || fromElsewhere) {
            throw Refusals.parameter(
                    FaultCode.TRP_503, asked.key(), "possible are: " + possible(type, reverse));
        }
        return new Include(references, parts.length == 3 ? parts[2] : "", reverse, iterate);
    }

    /** The references that can be followed from a type, or to it. */
    static String possible(String type, boolean reverse) {
        return SearchParameters.served().types().stream()
                .filter(source -> reverse || source.equals(type))
                .flatMap(source -> SearchParameters.served().of(source).stream())
                .filter(parameter -> parameter.kind() == Kind.REFERENCE)
                .filter(parameter ->
                        !reverse
                                || parameter.targets().isEmpty()
                                || parameter.targets().contains(type))
                .map(parameter -> parameter.type() + ":" + parameter.name())
                .collect(Collectors.joining(", "));
    }
}
