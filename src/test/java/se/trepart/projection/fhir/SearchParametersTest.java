package se.trepart.projection.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a parameter says of its values is what FHIR R4 says of the elements, as HAPI knows them. */
@NullUnmarked
class SearchParametersTest {
    private static final FhirContext R4 = FhirContext.forR4Cached();

    static Stream<SearchParameter> dates() {
        var served = SearchParameters.served();
        return served.types().stream()
                .flatMap(type -> served.of(type).stream())
                .filter(parameter -> parameter.kind() == Kind.DATE);
    }

    @ParameterizedTest
    @MethodSource("dates")
    void onlyAPeriodCanBeEndlessAndAnInstantIsExact(SearchParameter parameter) {
        // when
        var types =
                parameter.paths().stream()
                        .map(path -> elementType(parameter.type(), path))
                        .collect(Collectors.toSet());
        // then
        assertThat(parameter.endless()).isEqualTo(types.contains("Period"));
        assertThat(parameter.instant()).isEqualTo(types.equals(Set.of("instant")));
    }

    private static String elementType(String type, Path path) {
        BaseRuntimeElementDefinition<?> element = R4.getResourceDefinition(type);
        for (var step : path.steps()) {
            var child =
                    Objects.requireNonNull(
                            ((BaseRuntimeElementCompositeDefinition<?>) element)
                                    .getChildByName(step.property()));
            element = Objects.requireNonNull(child.getChildByName(step.property()));
        }
        return element.getName();
    }
}
