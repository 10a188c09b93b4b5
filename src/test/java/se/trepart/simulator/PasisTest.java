package se.trepart.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

class PasisTest {
    private static final String HEADER =
            "consultation;kontaktnummer;personnummer;enhet;lakare;start;slut;kontakttyp;anledning;"
                    + "yrkeskategori;diagnoser;kvakoder;status;makulerad\n";

    private Simulator<Pasis> pasis;
    private Caller caller;

    @BeforeEach
    void start() throws IOException {
        pasis = Simulator.start(new Pasis(), Ports.FREE, null);
        caller = new Caller(pasis);
    }

    @AfterEach
    void stop() throws IOException {
        pasis.close();
    }

    @Test
    void givesANewRegistrationAContactNumberInAnEchoOfItsZkd() throws IOException {
        // when
        Hl7Message answer = caller.send(Messages.toPasis("ADT^A04", "M1", "K-1"));
        // then
        assertThat(answer.value("MSA", 1)).isEqualTo("AA");
        assertThat(answer.value("MSA", 2)).isEqualTo("M1");
        assertThat(answer.value("ZKD", 9)).matches("\\d{7}");
        assertThat(answer.value("ZKD", 5)).isEqualTo("K-1");
        assertThat(answer.value("MSH", 9, 2)).isEqualTo("A04");
        assertThat(answer.value("MSH", 18)).isEqualTo("UNICODE UTF-8");
    }

    @Test
    void givesEachRegistrationANumberOfItsOwn() throws IOException {
        // when
        String first = caller.send(Messages.toPasis("ADT^A04", "M1", "K-1")).value("ZKD", 9);
        String second = caller.send(Messages.toPasis("ADT^A04", "M2", "K-2")).value("ZKD", 9);
        // then
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void offersWhatItHoldsAsCsvWithTimesAsInFhir() throws Exception {
        // given
        Messages message =
                Messages.toPasis("ADT^A04", "M1", "K-1")
                        .with("DG1|1||S836^^1.2.752.116.1.1.1.1.3|||F")
                        .with("DG1|2||M232^^1.2.752.116.1.1.1.1.3|||F")
                        .with("PR1|1||AA001^^1.2.752.116.1.3.2.1.4")
                        .replacing("|P", "|K");
        String number = caller.send(message).value("ZKD", 9);
        // when
        var response = caller.get("/extract.csv");
        // then
        assertThat(response.headers().firstValue("Content-Type"))
                .contains("text/csv; charset=utf-8");
        assertThat(response.body())
                .isEqualTo(
                        HEADER
                                + "K-1;"
                                + number
                                + ";199101012384;SE162321000255-TRP202;SE162321000255-TRP950;"
                                + "2023-03-14T10:02:11+01:00;;KD;SJ;10;S836 M232;AA001;K;nej\n");
    }

    @Test
    void amendsARegistrationUnderItsNumberWithAllThatTheMessageCarries() throws Exception {
        // given
        String number = caller.send(Messages.toPasis("ADT^A04", "M1", "K-1")).value("ZKD", 9);
        Messages amended =
                Messages.toPasis("ADT^A08", "M2", "K-1")
                        .replacing(
                                "20230314100211+0100|",
                                "20230314100211+0100|20230314101500.250+0100")
                        .replacing("TRP101|P", "TRP101|K|" + number)
                        .with("DG1|1||S836");
        // when
        Hl7Message answer = caller.send(amended);
        // then
        assertThat(answer.value("ZKD", 9)).isEqualTo(number);
        assertThat(pasis.extract().rows())
                .singleElement()
                .satisfies(row ->
                        assertThat(row)
                                .contains("2023-03-14T10:15:00.250+01:00", "S836", "K", number));
    }

    @Test
    void keepsACancelledRegistrationInItsExtract() throws Exception {
        // given
        caller.send(Messages.toPasis("ADT^A04", "M1", "K-1"));
        // when
        Hl7Message answer = caller.send(Messages.toPasis("ADT^A11", "M2", "K-1"));
        // then
        assertThat(answer.value("MSA", 1)).isEqualTo("AA");
        assertThat(caller.get("/extract.csv").body()).endsWith(";P;ja\n");
    }

    @Test
    void registersAConsultationAgainAfterACancellation() throws Exception {
        // given
        String first = caller.send(Messages.toPasis("ADT^A04", "M1", "K-1")).value("ZKD", 9);
        caller.send(Messages.toPasis("ADT^A11", "M2", "K-1"));
        // when
        String second = caller.send(Messages.toPasis("ADT^A04", "M3", "K-1")).value("ZKD", 9);
        // then
        assertThat(second).isNotEmpty().isNotEqualTo(first);
        assertThat(pasis.extract().rows()).extracting(List::getLast).containsExactly("ja", "nej");
    }

    @ParameterizedTest(name = "{2} at {3}")
    @CsvSource({
        "|KD|, |NB|, 103, ZKD-2",
        "|KD|, ||, 101, ZKD-2",
        "|SJ|, |XX|, 103, ZKD-3",
        "|10|K, |22|K, 103, ZKD-4",
        "TRP101|P, TRP101|Q, 103, ZKD-8",
        "TRP101|P, TRP101|K, 101, DG1-3",
        "199101012384, '', 101, PID-3",
        "SE162321000255-TRP202, '', 101, PV1-3",
        "K-1-kd, '', 101, PV1-19",
        "|K-1|, ||, 101, ZKD-5",
        "20230314100211+0100, 20230314, 102, PV1-44"
    })
    void refusesWhatARealOneWould(String what, String by, String code, String location)
            throws IOException {
        // when
        Hl7Message answer =
                caller.send(Messages.toPasis("ADT^A04", "M1", "K-1").replacing(what, by));
        // then
        assertThat(answer.value("MSA", 1)).isEqualTo("AR");
        assertThat(answer.value("ERR", 2, 1) + "-" + answer.value("ERR", 2, 3)).isEqualTo(location);
        assertThat(answer.value("ERR", 3)).isEqualTo(code);
        assertThat(answer.value("ERR", 3, 3)).isEqualTo("HL70357");
        assertThat(answer.value("ERR", 4)).isEqualTo("E");
        assertThat(answer.value("ERR", 8)).isNotEmpty();
        assertThat(pasis.extract().rows()).isEmpty();
    }

    @Test
    void namesEveryFaultOfAMessage() throws IOException {
        // when
        Hl7Message answer =
                caller.send(
                        Messages.toPasis("ADT^A04", "M1", "K-1")
                                .replacing("|KD|SJ|", "|NB|XX|")
                                .without("PID"));
        // then
        assertThat(answer.segments("ERR"))
                .extracting(err -> err.value(3))
                .containsExactly("101", "103", "103");
    }

    @ParameterizedTest
    @CsvSource({"ADT^A08", "ADT^A11"})
    void refusesToChangeWhatItDoesNotHave(String trigger) throws IOException {
        // given
        caller.send(Messages.toPasis("ADT^A04", "M1", "K-1"));
        // when
        Hl7Message answer = caller.send(Messages.toPasis(trigger, "M2", "K-2"));
        // then
        assertThat(answer.value("MSA", 1)).isEqualTo("AR");
        assertThat(answer.value("ERR", 3)).isEqualTo("204");
    }

    @ParameterizedTest
    @CsvSource({"ADT^A08", "ADT^A11"})
    void refusesAContactNumberThatIsNotTheRegistrations(String trigger) throws IOException {
        // given
        caller.send(Messages.toPasis("ADT^A04", "M1", "K-1"));
        // when
        Hl7Message answer =
                caller.send(
                        Messages.toPasis(trigger, "M2", "K-1")
                                .replacing("TRP101|P", "TRP101|P|1234567"));
        // then
        assertThat(answer.value("ERR", 3)).isEqualTo("204");
    }

    @Test
    void refusesToCancelTwice() throws IOException {
        // given
        caller.send(Messages.toPasis("ADT^A04", "M1", "K-1"));
        caller.send(Messages.toPasis("ADT^A11", "M2", "K-1"));
        // when
        Hl7Message answer = caller.send(Messages.toPasis("ADT^A11", "M3", "K-1"));
        // then
        assertThat(answer.value("ERR", 3)).isEqualTo("204");
    }

    @Test
    void refusesASecondOpenRegistrationOfAConsultation() throws IOException {
        // given
        caller.send(Messages.toPasis("ADT^A04", "M1", "K-1"));
        // when
        Hl7Message answer =
                caller.send(
                        Messages.toPasis("ADT^A04", "M2", "K-1").replacing("K-1-kd", "K-1-kd-2"));
        // then
        assertThat(answer.value("MSA", 1)).isEqualTo("AR");
        assertThat(answer.value("ERR", 3)).isEqualTo("205");
        assertThat(pasis.extract().rows()).hasSize(1);
    }

    @Test
    void answersARepeatedMessageFromMemoryWithoutASecondEffect() throws IOException {
        // given
        byte[] message = Messages.toPasis("ADT^A04", "M1", "K-1").bytes();
        try (MllpClient client = caller.connect()) {
            byte[] first = client.send(message);
            client.send(Messages.toPasis("ADT^A11", "M2", "K-1").bytes());
            // when
            byte[] again = client.send(message);
            // then
            assertThat(again).isEqualTo(first);
            assertThat(pasis.extract().rows()).extracting(List::getLast).containsExactly("ja");
        }
    }

    @Test
    void refusesAUsedIdWithOtherContent() throws IOException {
        // given
        caller.send(Messages.toPasis("ADT^A04", "M1", "K-1"));
        // when
        Hl7Message answer = caller.send(Messages.toPasis("ADT^A04", "M1", "K-2"));
        // then
        assertThat(answer.value("MSA", 1)).isEqualTo("AR");
        assertThat(answer.value("ERR", 3)).isEqualTo("205");
        assertThat(answer.value("ERR", 2, 1)).isEqualTo("MSH");
    }

    @Test
    void decidesARefusedMessageAnew() throws IOException {
        // given
        byte[] cancellation = Messages.toPasis("ADT^A11", "M1", "K-1").bytes();
        assertThat(caller.send(cancellation).value("MSA", 1)).isEqualTo("AR");
        caller.send(Messages.toPasis("ADT^A04", "M2", "K-1"));
        // when
        Hl7Message answer = caller.send(cancellation);
        // then
        assertThat(answer.value("MSA", 1)).isEqualTo("AA");
    }

    @ParameterizedTest
    @CsvSource({
        "ADT^A04, ADT^A01, 201",
        "ADT^A04, ORU^R01, 200",
        "|P|2.5.1, |T|2.5.1, 202",
        "|2.5.1|, |9.9|, 203",
        "|M1|, ||, 101",
        "MSH|, XSH|, 100"
    })
    void refusesWhatIsNoMessageForIt(String what, String by, String code) throws IOException {
        // given
        String text = Messages.toPasis("ADT^A04", "M1", "K-1").text("").replace(what, by);
        // when
        Hl7Message answer = caller.send(text.getBytes(StandardCharsets.UTF_8));
        // then
        assertThat(answer.value("MSA", 1)).isEqualTo("AR");
        assertThat(answer.value("ERR", 3)).isEqualTo(code);
    }

    @Test
    void readsAndAnswersWithTheMessagesOwnDelimiters() throws IOException {
        // given
        String text =
                Messages.toPasis("ADT^A04", "M1", "K-1")
                        .text("")
                        .replace('^', '*')
                        .replace('|', '#');
        // when
        Hl7Message answer = caller.send(text.getBytes(StandardCharsets.UTF_8));
        // then
        assertThat(answer.value("MSA", 1)).isEqualTo("AA");
        assertThat(answer.value("ZKD", 5)).isEqualTo("K-1");
        assertThat(answer.value("MSH", 1)).isEqualTo("#");
    }
}
