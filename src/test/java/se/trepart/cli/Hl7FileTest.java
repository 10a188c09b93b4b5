package se.trepart.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import se.trepart.simulator.Mllp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

class Hl7FileTest {
    private static final String ONE = "MSH|^~\\&|A|B|||20230314||ADT^A04|M1|P|2.5";
    private static final String TWO = "MSH|^~\\&|A|B|||20230314||ADT^A08|M2|P|2.5";
    private static final String PID = "PID|1||199101012384||Åkesson";

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\r\n"})
    void splitsAFileAtEachMshWhateverEndsItsLines(String end) throws IOException {
        // when
        List<String> messages = messages(String.join(end, ONE, PID, "", TWO, PID, ""));
        // then
        assertThat(messages).containsExactly(ONE + "\r" + PID + "\r", TWO + "\r" + PID + "\r");
    }

    @Test
    void unwrapsABatch() throws IOException {
        // when
        List<String> messages =
                messages(
                        String.join(
                                "\r",
                                "FHS|^~\\&|A",
                                "BHS|^~\\&|A",
                                ONE,
                                PID,
                                TWO,
                                "BTS|2",
                                "FTS|1"));
        // then
        assertThat(messages).containsExactly(ONE + "\r" + PID + "\r", TWO + "\r");
    }

    @Test
    void takesFramesWithTheirBytesUnchanged() throws IOException {
        // given
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        Mllp.write(file, (ONE + "\n" + PID).getBytes(StandardCharsets.UTF_8));
        Mllp.write(file, TWO.getBytes(StandardCharsets.UTF_8));
        // when
        List<byte[]> messages = Hl7File.messages(file.toByteArray());
        // then
        assertThat(messages).extracting(Hl7FileTest::text).containsExactly(ONE + "\n" + PID, TWO);
    }

    @Test
    void keepsTheBytesOfAnyCharacterSet() throws IOException {
        // given
        byte[] latin = (ONE + "\r" + PID + "\r").getBytes(StandardCharsets.ISO_8859_1);
        // then
        assertThat(Hl7File.messages(latin)).singleElement().isEqualTo(latin);
    }

    @Test
    void takesAByteOrderMarkOff() throws IOException {
        assertThat(messages("\ufeff" + ONE)).containsExactly(ONE + "\r");
    }

    @Test
    void findsNothingInAFileWithoutMessages() throws IOException {
        assertThat(messages("PID|1\rPV1|1\r")).isEmpty();
        assertThat(messages("")).isEmpty();
    }

    private static List<String> messages(String file) throws IOException {
        return Hl7File.messages(file.getBytes(StandardCharsets.UTF_8)).stream()
                .map(Hl7FileTest::text)
                .toList();
    }

    private static String text(byte[] message) {
        return new String(message, StandardCharsets.UTF_8);
    }
}
