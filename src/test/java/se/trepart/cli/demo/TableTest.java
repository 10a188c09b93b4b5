package se.trepart.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

class TableTest {
    private static final Holdings.Kontakt OPEN =
            new Holdings.Kontakt(
                    "K-1", "1", "", "", "", "", "", "KD/SJ/10", "J159 J459", "", "K", false);
    private static final Holdings.Kontakt CANCELLED =
            new Holdings.Kontakt("K-1", "1", "", "", "", "", "", "KD/SJ/10", "", "", "P", true);

    @Test
    void fitsATerminalOfHundredAndTwentyColumns() {
        // given
        var text = new StringWriter();
        var row =
                new Table.Row(
                        "K-2026-0000001",
                        "a story that is far too long for its column ".repeat(3),
                        Table.primaryCare("B-118-2", true),
                        Table.pasis(List.of(OPEN, CANCELLED)),
                        new HubView.Resources(13, 127),
                        false);
        // when
        new Table(new PrintWriter(text, true)).print(List.of(row));
        // then
        assertThat(text.toString().lines())
                .allMatch(line -> line.length() <= Table.WIDTH)
                .anyMatch(line -> line.endsWith("NO"));
    }

    @Test
    void tellsWhatPasisHolds() {
        assertThat(Table.pasis(List.of())).isEqualTo("-");
        assertThat(Table.pasis(List.of(OPEN))).isEqualTo("KD/SJ/10 J159 J459 K");
        assertThat(Table.pasis(List.of(CANCELLED))).isEqualTo("- mak");
    }

    @Test
    void tellsWhatPrimaryCareHolds() {
        assertThat(Table.primaryCare("B-1", true)).isEqualTo("B-1 XS004");
        assertThat(Table.primaryCare("B-1", false)).isEqualTo("B-1 -");
    }
}
