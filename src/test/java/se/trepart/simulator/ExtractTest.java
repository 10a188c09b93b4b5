package se.trepart.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class ExtractTest {
    @Test
    void quotesAValueThatWouldBreakTheTable() {
        // given
        Extract extract =
                new Extract(
                        List.of("a", "b"),
                        List.of(List.of("x;y", "say \"no\"\r\n"), List.of("plain", "")));
        // then
        assertThat(extract.csv()).isEqualTo("a;b\n\"x;y\";\"say \"\"no\"\"\r\n\"\nplain;\n");
    }
}
