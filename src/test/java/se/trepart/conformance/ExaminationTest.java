package se.trepart.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import se.trepart.simulator.Pasis;
import se.trepart.simulator.Ports;
import se.trepart.simulator.Simulator;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/** Good endpoints pass; each bad one fails the rows that its flaw is about. */
class ExaminationTest {
    @Test
    void aGoodServerPasses() throws IOException {
        try (var server = new Server(Server.Flaw.NONE)) {
            // when
            var examination = Examination.of(patient(server.address()));
            // then
            assertThat(examination.failed()).as(printed(examination)).isEmpty();
        }
    }

    @Test
    void aSimulatedPartnerPasses() throws IOException {
        try (var pasis = Simulator.start(new Pasis(), Ports.FREE, null)) {
            // when
            var examination =
                    Examination.of(
                            patient(
                                    new InetSocketAddress(
                                            InetAddress.getLoopbackAddress(), pasis.mllpPort())));
            // then
            assertThat(examination.failed()).as(printed(examination)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ABSENT, one-message",
        "TWICE, answered-once",
        "OTHER_ID, msa-2",
        "UNFRAMED, one-message",
        "CLOSES_AFTER_ONE, connection-stays",
        "FIRST_OF_SEGMENT, several-in-one-segment",
        "SEGMENT_IS_FRAME, one-in-many-segments",
        "SEGMENT_IS_FRAME, frame-and-a-half",
        "REVERSED, several-in-one-segment",
        "JUNK_ENDS_IT, junk-between-frames",
        "ONE_AT_A_TIME, own-connection",
        "ONE_AT_A_TIME, half-open",
        "LATE_TO_THE_NEXT, late-answer",
        "WRONG_CHARSET, charset-utf-8",
        "SMALL, size-1-mib",
        "ACCEPTS_ANYTHING, no-msh",
        "ACCEPTS_HALF, end-within-frame"
    })
    void aBadServerFailsWhatItIsBadAt(Server.Flaw flaw, String probe) throws IOException {
        try (var server = new Server(flaw)) {
            // when
            var examination = Examination.of(endpoint(server.address()), probe::equals);
            // then
            assertThat(examination.failed()).containsExactly(probe);
            assertThat(printed(examination)).contains("FAILED");
        }
    }

    @Test
    void whereNobodyListensEverythingFailsAndNothingHangs() {
        // when
        var examination =
                Examination.of(
                        endpoint(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1)));
        // then
        assertThat(examination.failed()).containsAll(List.of("one-message", "half-open"));
    }

    private static Endpoint patient(InetSocketAddress address) {
        return new Endpoint(
                address, Duration.ofSeconds(15), Duration.ofMillis(150), "ADT^A08", "T");
    }

    private static Endpoint endpoint(InetSocketAddress address) {
        return new Endpoint(
                address, Duration.ofMillis(800), Duration.ofMillis(150), "ADT^A08", "T");
    }

    private static String printed(Examination examination) {
        var text = new StringWriter();
        examination.print(new PrintWriter(text));
        return text.toString();
    }
}
