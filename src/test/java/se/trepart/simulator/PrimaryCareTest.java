package se.trepart.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import static se.trepart.simulator.Messages.toPrimaryCare;
import static se.trepart.simulator.Messages.xs004;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;

class PrimaryCareTest {
    private static final String UNIT = "SE162321000255-TRP101";
    private static final String HEADER =
            "consultation;besok;personnummer;vardcentral;start;slut;kvakoder;status\n";

    private Simulator<PrimaryCare> primaryCare;
    private Caller caller;

    @BeforeEach
    void start() throws IOException {
        primaryCare = Simulator.start(new PrimaryCare(), Ports.FREE, null);
        caller = new Caller(primaryCare);
    }

    @AfterEach
    void stop() throws IOException {
        primaryCare.close();
    }

    @Test
    void holdsACodeOnAVisitThatItHasOnlyHeardOf() throws Exception {
        // when
        Hl7Message answer = caller.send(toPrimaryCare("M1", "B-1", xs004("B-1", "A")));
        // then
        assertThat(answer.value("MSA", 1)).isEqualTo("AA");
        assertThat(caller.get("/extract.csv").body())
                .isEqualTo(HEADER + "K-1;B-1;199101012384;" + UNIT + ";;;XS004;\n");
    }

    @Test
    void takesACodeOffAndLeavesThoseThatAreNotNamed() throws Exception {
        // given
        primaryCare.partner().registerCode(UNIT, "B-1", "AA001");
        caller.send(toPrimaryCare("M1", "B-1", xs004("B-1", "A")));
        // when
        caller.send(toPrimaryCare("M2", "B-1", xs004("B-1", "D")));
        // then
        assertThat(caller.get("/extract.csv").body()).endsWith(";AA001;\n");
    }

    @Test
    void takesOnlyTheNamedInstanceOff() throws Exception {
        // given
        primaryCare.partner().registerCode(UNIT, "B-1", "XS004");
        caller.send(toPrimaryCare("M1", "B-1", xs004("B-1", "A")));
        // when
        caller.send(toPrimaryCare("M2", "B-1", xs004("B-1", "D")));
        // then
        assertThat(caller.get("/extract.csv").body()).endsWith(";XS004;\n");
    }

    @Test
    void addsACodeOnceHoweverOftenItIsTold() throws Exception {
        // when
        caller.send(toPrimaryCare("M1", "B-1", xs004("B-1", "A")));
        caller.send(toPrimaryCare("M2", "B-1", xs004("B-1", "A")));
        // then
        assertThat(caller.get("/extract.csv").body()).endsWith(";XS004;\n");
    }

    @Test
    void listsSeveralConsultationsOfOneVisitSeparatedByBlanks() throws Exception {
        // when
        caller.send(toPrimaryCare("M1", "B-1", xs004("B-1", "A")).with("ZKD|2||||K-2|B-1|" + UNIT));
        // then
        assertThat(caller.get("/extract.csv").body()).contains("\nK-1 K-2;B-1;");
    }

    @Test
    void tellsItsOwnVisitsAsTheyBecame() throws Exception {
        // given
        String start = "2023-03-14T10:00:00+01:00";
        primaryCare
                .partner()
                .register(new Visit("B-1", "199101012384", UNIT, start, "", "in-progress"));
        caller.send(toPrimaryCare("M1", "B-1", xs004("B-1", "A")));
        // when
        primaryCare
                .partner()
                .register(
                        new Visit(
                                "B-1",
                                "199101012384",
                                UNIT,
                                start,
                                "2023-03-14T10:30:00+01:00",
                                "finished"));
        // then
        assertThat(caller.get("/extract.csv").body())
                .isEqualTo(
                        HEADER
                                + "K-1;B-1;199101012384;"
                                + UNIT
                                + ";2023-03-14T10:00:00+01:00;2023-03-14T10:30:00+01:00;XS004;finished\n");
    }

    @Test
    void refusesACodeForAnotherPatientThanTheVisits() throws Exception {
        // given
        primaryCare
                .partner()
                .register(new Visit("B-1", "199001012385", UNIT, "", "", "in-progress"));
        // when
        Hl7Message answer = caller.send(toPrimaryCare("M1", "B-1", xs004("B-1", "A")));
        // then
        assertThat(answer.value("MSA", 1)).isEqualTo("AR");
        assertThat(answer.value("ERR", 3)).isEqualTo("204");
        assertThat(caller.get("/extract.csv").body()).doesNotContain("XS004");
    }

    @ParameterizedTest(name = "{2} at {3}")
    @CsvSource({
        "199101012384, '', 101, PID-3",
        "SE162321000255-TRP101, '', 101, PV1-3",
        "|||B-1||, |||||, 101, PV1-19",
        "XS004^Distanskonsultation, ^, 101, PR1-3",
        "B-1-xs004, '', 101, PR1-19",
        "xs004|A, xs004|U, 103, PR1-20"
    })
    void refusesWhatARealOneWould(String what, String by, String code, String location)
            throws Exception {
        // when
        Hl7Message answer =
                caller.send(toPrimaryCare("M1", "B-1", xs004("B-1", "A")).replacing(what, by));
        // then
        assertThat(answer.value("MSA", 1)).isEqualTo("AR");
        assertThat(answer.value("ERR", 2, 1) + "-" + answer.value("ERR", 2, 3)).isEqualTo(location);
        assertThat(answer.value("ERR", 3)).isEqualTo(code);
        assertThat(primaryCare.extract().rows()).isEmpty();
    }

    @Test
    void answersARepeatedMessageFromMemoryWithoutASecondEffect() throws Exception {
        // given
        byte[] add = toPrimaryCare("M1", "B-1", xs004("B-1", "A")).bytes();
        caller.send(add);
        caller.send(toPrimaryCare("M2", "B-1", xs004("B-1", "D")));
        // when
        Hl7Message again = caller.send(add);
        // then
        assertThat(again.value("MSA", 1)).isEqualTo("AA");
        assertThat(caller.get("/extract.csv").body()).endsWith(";;\n");
    }

    @Test
    void takesNothingButAmendmentsOfVisits() throws Exception {
        // when
        Hl7Message answer = caller.send(Messages.toPasis("ADT^A04", "M1", "K-1"));
        // then
        assertThat(answer.value("MSA", 1)).isEqualTo("AR");
        assertThat(answer.value("ERR", 3)).isEqualTo("201");
    }
}
