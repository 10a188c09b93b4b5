package se.trepart.facade;

import se.trepart.fault.FaultCode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The query parameters of one request, in the order in which they came. */
record Parameters(List<Parameter> all) {
    /** What every interaction understands. */
    static final Set<String> REPRESENTATION = Set.of("_format", "_pretty", "_summary", "_elements");

    /** The value of a parameter that makes sense once only; empty when it is not there. */
    Optional<String> single(String key) {
        var values = all.stream().filter(parameter -> parameter.key().equals(key)).toList();
        if (values.size() > 1) {
            throw Refusals.parameter(FaultCode.TRP_503, key, "may be given once");
        }
        return values.stream().findFirst().map(Parameter::value);
    }

    /** All without these keys. */
    Parameters without(Set<String> keys) {
        return new Parameters(
                all.stream().filter(parameter -> !keys.contains(parameter.key())).toList());
    }

    /** These, unless the others name them too; then the others. */
    Parameters overriddenBy(Parameters others) {
        var keys = others.all.stream().map(Parameter::key).collect(Collectors.toSet());
        var merged = new ArrayList<>(without(keys).all);
        merged.addAll(others.all);
        return new Parameters(List.copyOf(merged));
    }

    /** Refuses every key that is not among these, naming those that are; nothing when lenient. */
    Parameters only(Set<String> known, boolean lenient) {
        var unknown =
                all.stream()
                        .map(Parameter::key)
                        .filter(key -> !known.contains(key))
                        .distinct()
                        .toList();
        if (unknown.isEmpty()) {
            return this;
        }
        if (lenient) {
            return without(Set.copyOf(unknown));
        }
        throw Refusals.unknownParameters(unknown, known);
    }

    /** A whole number of at least {@code least}; empty when the parameter is not there. */
    Optional<Integer> number(String key, int least) {
        return single(key)
                .map(text -> {
                    if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least) {
                        throw Refusals.parameter(
                                FaultCode.TRP_503, key, "must be a whole number from " + least);
                    }
                    return Integer.valueOf(text);
                });
    }
}
