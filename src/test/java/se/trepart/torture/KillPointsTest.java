package se.trepart.torture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;

class KillPointsTest {
    @Test
    void thereAreAtLeastFortyEachOnce() throws IOException {
        assertThat(KillPoints.all()).hasSizeGreaterThanOrEqualTo(40).doesNotHaveDuplicates();
    }

    @Test
    void theSameSeedDrawsTheSamePoints() throws IOException {
        assertThat(KillPoints.drawn(7, 8)).hasSize(8).isEqualTo(KillPoints.drawn(7, 8));
        assertThat(KillPoints.drawn(7, 8)).isNotEqualTo(KillPoints.drawn(8, 8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    insert into message (received_at) values (?)                    | insert-message
                    update resource_history set deleted = true                       | update-resource-history
                    update stream set fence = fence + 1 for update skip locked       | stream-claim
                    update stream set confirmed = ?, confirmed_at = clock_timestamp()| stream-confirm
                    select id from message                                           | ''
                    """)
    void aWriteIsCalledByItsVerbAndTable(String sql, String label) {
        assertThat(StatementLabel.of(sql)).isEqualTo(label);
    }

    @Test
    void aTestPersonHasANumberThatNobodyHas() {
        assertThat(TestPersons.number(0)).isEqualTo("189001019802");
        assertThat(java.util.stream.IntStream.range(0, 10_000).mapToObj(TestPersons::number))
                .doesNotHaveDuplicates()
                .allMatch(number -> number.matches("\\d{12}"));
    }

    @Test
    void theSameSeedTellsTheSame() {
        // given
        var one = new Traffic(3);
        var other = new Traffic(3);
        // when, then
        for (var number = 0; number < 50; number++) {
            assertThat(one.consultation(0).stream().map(Item::hash))
                    .containsExactlyElementsOf(
                            other.consultation(0).stream().map(Item::hash).toList());
        }
    }
}
