package se.trepart.minimising;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import se.trepart.consultation.Identitetstyp;
import se.trepart.consultation.Personidentitet;

import java.util.HashSet;
import java.util.Random;

class SyntheticIdentityTest {
    private static boolean valid(Identitetstyp type, String text) {
        try {
            return Personidentitet.parse(type, text).type() == type;
        } catch (IllegalArgumentException notValid) {
            return false;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "199101042384, 189501019800",
        "19910104-2384, 18950101-9800",
        "910104+2384, 950101+9800",
        "199101042385, 189501019801",
        "199101642384, 189501619800",
        "199100602389, 189500609802",
        "199113042384, 189513019800",
        "199102302384, 189501329806"
    })
    void keepsTheFormAndWhatIsWrongWithIt(String told, String synthetic) {
        assertThat(SyntheticIdentity.of(told, 1)).isEqualTo(synthetic);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatIsValidStaysValidAndWhatIsNotDoesNot(long seed) {
        var random = new Random(seed);
        for (var i = 0; i < 2_000; i++) {
            // given
            var told =
                    "%04d%02d%02d%04d"
                            .formatted(
                                    1900 + random.nextInt(120),
                                    random.nextInt(15),
                                    random.nextInt(100),
                                    random.nextInt(10_000));
            // when
            var synthetic = SyntheticIdentity.of(told, 1 + random.nextInt(400));
            // then
            for (var type : Identitetstyp.values()) {
                assertThat(valid(type, synthetic))
                        .as(told + " " + type)
                        .isEqualTo(valid(type, told));
            }
            assertThat(SyntheticIdentity.checks(synthetic))
                    .isEqualTo(SyntheticIdentity.checks(told));
        }
    }

    @Test
    void fourHundredPersonsStayApart() {
        var all = new HashSet<String>();
        for (var number = 1; number <= 400; number++) {
            all.add(SyntheticIdentity.of("199101042384", number));
        }
        assertThat(all).hasSize(400);
    }
}
