package se.trepart.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import se.trepart.mapping.MappingSet;

import java.nio.file.Path;
import java.util.TreeSet;
import java.util.stream.Collectors;

class TimelineTextsTest {
    @Test
    void everyEventTypeHasItsWordsAndNothingElseHas() {
        // given
        var mappings = MappingSet.load(Path.of("mappings"));
        var types =
                mappings.events().types().stream()
                        .map(type -> type.replaceFirst("^se\\.trepart\\.", ""))
                        .collect(Collectors.toCollection(TreeSet::new));
        types.add("registration.refused.v1");
        types.add("registration.released.v1");
        // when
        var told = mappings.codes().table("timeline").keySet();
        // then
        assertThat(told).containsExactlyInAnyOrderElementsOf(types);
    }
}
