package se.trepart.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Hl7TimeTest {
    @ParameterizedTest
    @CsvSource({
        "20230314100211+0100, 2023-03-14T10:02:11+01:00",
        "20230314100211.1234+0100, 2023-03-14T10:02:11.1234+01:00",
        "202307141002, 2023-07-14T10:02:00+02:00",
        "20230314090211+0000, 2023-03-14T10:02:11+01:00",
        "20231029023000+0200, 2023-10-29T02:30:00+02:00",
        "20231029023000+0100, 2023-10-29T02:30:00+01:00"
    })
    void writesATimeAsFhirDoesWithStockholmsOffset(String dtm, String fhir) {
        assertThat(Hl7Time.toFhir(dtm)).contains(fhir);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "20230314",
                "20231314100211+0100",
                "20230230100000",
                "now",
                "20230314100211+9900"
            })
    void takesNothingElseForATime(String dtm) {
        assertThat(Hl7Time.toFhir(dtm)).isEmpty();
    }
}
