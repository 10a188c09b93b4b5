package se.trepart.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Optional;

class Hl7TimeTest {
    @ParameterizedTest
    @CsvSource({
        "20230314100211,2023-03-14T10:02:11+01:00",
        "202303141002,2023-03-14T10:02:00+01:00",
        "2023031410,2023-03-14T10:00:00+01:00",
        "20230714100211,2023-07-14T10:02:11+02:00",
        "20230314100211.25,2023-03-14T10:02:11.25+01:00",
        "20230314100211+0000,2023-03-14T11:02:11+01:00",
        "20230314100211.1234-0500,2023-03-14T16:02:11.1234+01:00",
        "20230314100211Z,2023-03-14T11:02:11+01:00",
        "20231029015959,2023-10-29T01:59:59+02:00",
        "20231029023000,2023-10-29T02:30:00+02:00",
        "20231029023000+0100,2023-10-29T02:30:00+01:00",
        "20231029030000,2023-10-29T03:00:00+01:00",
        "20230326015959,2023-03-26T01:59:59+01:00",
        "20230326023000,2023-03-26T03:30:00+02:00",
        "20230326030000,2023-03-26T03:00:00+02:00"
    })
    void readsEveryPrecisionAndOffset(String hl7, String rfc3339) {
        assertThat(read(hl7)).contains(rfc3339);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "0",
                "00000000",
                "\"\"",
                "2023",
                "202303",
                "20230314",
                "20230314+0100"
            })
    void whatNamesNoHourIsNoTime(String hl7) {
        assertThat(read(hl7)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "igår",
                "20231314100000",
                "20230314250000",
                "2023031",
                "20230314100000+9999",
                "2023-03-14"
            })
    void whatCannotBeReadIsGivenBackForTheSchemaToRefuse(String hl7) {
        assertThat(read(hl7)).contains(hl7);
    }

    @Test
    void anEndInTheHourThatComesTwiceIsTheLaterOneWhenItsStartSaysSo() {
        var start = OffsetDateTime.parse("2023-10-29T02:45:00+02:00");
        assertThat(Hl7Time.read("20231029021500", Hl7Time.STOCKHOLM, Optional.of(start)))
                .contains("2023-10-29T02:15:00+01:00");
    }

    @Test
    void aTimeWithoutZoneIsLocalToTheZoneThatTheDialectNames() {
        assertThat(Hl7Time.read("20230714100000", ZoneId.of("UTC"), Optional.empty()))
                .contains("2023-07-14T12:00:00+02:00");
    }

    @ParameterizedTest
    @CsvSource({
        "2023-03-14T10:02:11+01:00,20230314100211+0100",
        "2023-07-14T10:02:11Z,20230714120211+0200",
        "2023-03-14T10:02:11.5+01:00,20230314100211.5+0100",
        "2023-03-14T10:02:11.0012+01:00,20230314100211.0012+0100",
        "2023-10-29T02:30:00+01:00,20231029023000+0100"
    })
    void writesTheTimeWithItsOffset(String rfc3339, String hl7) {
        assertThat(Hl7Time.dtm(OffsetDateTime.parse(rfc3339))).isEqualTo(hl7);
        assertThat(read(hl7).map(OffsetDateTime::parse).map(OffsetDateTime::toInstant))
                .contains(OffsetDateTime.parse(rfc3339).toInstant());
    }

    @ParameterizedTest
    @CsvSource({
        "19520319,1952-03-19",
        "195203,1952-03",
        "1952,1952",
        "19520300,1952-03",
        "195203191200,1952-03-19"
    })
    void aDateKeepsItsPrecision(String hl7, String date) {
        assertThat(Hl7Time.date(hl7)).contains(date);
    }

    private static Optional<String> read(String hl7) {
        return Hl7Time.read(hl7, Hl7Time.STOCKHOLM, Optional.empty());
    }
}
