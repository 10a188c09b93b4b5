package se.trepart.cases;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import se.trepart.mapping.MappingSet;

import java.nio.file.Path;
import java.util.List;

/** What stands beside the cases holds under the mappings that ship. */
class TablesTest {
    private static final MappingSet SHIPPED = MappingSet.load(Path.of("mappings"));

    static List<Proof> rows() {
        return TableProofs.all();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void holdsWhatTheHandWrote(Proof row) {
        assertThat(row.check().test(SHIPPED)).as(row.name()).isTrue();
    }
}
