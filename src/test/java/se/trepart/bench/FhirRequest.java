package se.trepart.bench;

import se.trepart.facade.Combination;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * One kind of request that is measured.
 *
 * @param name as the table shows it
 * @param questions those of a store
 */
record FhirRequest(String name, Function<Questions, List<Question>> questions) {
    static List<FhirRequest> reads() {
        return List.of(new FhirRequest("read by id", Questions::reads));
    }

    static List<FhirRequest> searches() {
        return Arrays.stream(Combination.values())
                .map(combination ->
                        new FhirRequest(
                                combination.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                                questions -> questions.of(combination)))
                .toList();
    }
}
