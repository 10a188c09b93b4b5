package se.trepart.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

class ReceivingUnitTest {
    private static final String REFERRAL =
            "MSH|^~\\&|JOURNAL|SE162321000255-TRP101|||20230314110000+0100||REF^I12^REF_I12|R1|P|2.5|||||||8859/1\r"
                + "RF1||||||R-77^JOURNAL\r"
                + "PRD|RP|Öberg^Nils|||||SE162321000255-TRP101\r"
                + "PRD|RT||||||SE162321000255-TRP202\r"
                + "PID|1||199101012384^^^&1.2.752.129.2.1.3.1&ISO^NI||Åkesson\r"
                + "ZZZ|  what  nobody  knows |\r";

    private Simulator<ReceivingUnit> unit;
    private Caller caller;

    @BeforeEach
    void start() throws IOException {
        unit = Simulator.start(new ReceivingUnit(), Ports.FREE, null);
        caller = new Caller(unit);
    }

    @AfterEach
    void stop() throws IOException {
        unit.close();
    }

    @Test
    void takesAReferralAndKeepsItsBytes() throws Exception {
        // given
        byte[] referral = REFERRAL.getBytes(StandardCharsets.ISO_8859_1);
        // when
        Hl7Message answer = caller.send(referral);
        // then
        assertThat(answer.value("MSA", 1)).isEqualTo("AA");
        String witnessed = caller.get("/witness").body().lines().findFirst().orElseThrow();
        String bytes = new ObjectMapper().readTree(witnessed).path("bytes").asText();
        assertThat(Base64.getDecoder().decode(bytes)).isEqualTo(referral);
    }

    @Test
    void listsWhoSentWhatToWhom() throws Exception {
        // when
        caller.send(REFERRAL.getBytes(StandardCharsets.ISO_8859_1));
        // then
        assertThat(caller.get("/extract.csv").body())
                .matches(
                        "remiss;fran;till;personnummer;mottagen\n"
                                + "R-77;SE162321000255-TRP101;SE162321000255-TRP202;199101012384;"
                                + "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+0[12]:00\n");
    }

    @Test
    void takesARepeatedReferralOnce() throws Exception {
        // when
        caller.send(REFERRAL.getBytes(StandardCharsets.ISO_8859_1));
        caller.send(REFERRAL.getBytes(StandardCharsets.ISO_8859_1));
        // then
        assertThat(unit.extract().rows()).hasSize(1);
    }

    @Test
    void refusesWhatIsNoReferral() throws Exception {
        assertThat(caller.send(Messages.toPasis("ADT^A04", "M1", "K-1")).value("ERR", 3))
                .isEqualTo("200");
    }
}
