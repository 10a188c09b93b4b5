package se.trepart.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import static se.trepart.mapping.Messages.SHIPPED;
import static se.trepart.mapping.Messages.VARDCENTRAL;
import static se.trepart.mapping.Messages.message;
import static se.trepart.mapping.Messages.msh;

import org.junit.jupiter.api.Test;

import se.trepart.fault.AckCode;
import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

class AcknowledgementTest {
    private static final Instant NOW = Instant.parse("2023-03-14T09:00:00Z");

    @Test
    void answersTheSenderWithItsOwnIdVersionAndCharset() {
        assertThat(
                        answer(
                                AckCode.AA,
                                List.of(),
                                StandardCharsets.UTF_8,
                                msh("VC", VARDCENTRAL, "ADT^A04")))
                .isEqualTo(
                        "MSH|^~\\&|TREPART|HUB|VC|"
                                + VARDCENTRAL
                                + "|20230314100000+0100||ACK^A04^ACK|A1|P|2.5.1||||||UNICODE"
                                + " UTF-8\r"
                                + "MSA|AA|M1\r");
    }

    @Test
    void tellsEachFaultInASegmentOfItsOwn() {
        var faults =
                List.of(
                        new Fault(FaultCode.TRP_202, "PID-3(2).1"),
                        new Fault(FaultCode.TRP_201, "DG1(2)-3"),
                        new Fault(FaultCode.TRP_101, ""));
        assertThat(
                        answer(
                                AckCode.AR,
                                faults,
                                StandardCharsets.UTF_8,
                                msh("VC", VARDCENTRAL, "ADT^A04")))
                .contains(
                        "\r"
                                + "MSA|AR|M1\r"
                                + "ERR||PID^1^3^2^1|204^the identity number is not"
                                + " valid^HL70357|E|TRP-202^the identity number is not"
                                + " valid|||Personidentiteten är inte giltig.")
                .contains("\rERR||DG1^2^3|101^")
                .contains("\rERR|||100^");
    }

    @Test
    void speaksTheMessagesCharsetAndSeparators() {
        var answer =
                answer(
                        AckCode.AR,
                        List.of(new Fault(FaultCode.TRP_202, "PID-3.1")),
                        StandardCharsets.ISO_8859_1,
                        "MSH#*@!%#Å#B#C#D#2023##ADT*A04#1#P#2.5######8859/1");
        assertThat(answer).startsWith("MSH#*@!%#C#D#Å#B#").contains("ERR##PID*1*3*1*1#204*");
    }

    @Test
    void fillsTheOldFieldsForVersionsBefore25() {
        assertThat(
                        answer(
                                AckCode.AR,
                                List.of(new Fault(FaultCode.TRP_202, "PID-3.1")),
                                StandardCharsets.UTF_8,
                                msh("VC", VARDCENTRAL, "ADT^A04").replace("2.5.1", "2.4")))
                .contains("\rMSA|AR|M1|Personidentiteten är inte giltig")
                .contains("\rERR|PID^1^3^204&the identity number is not valid|PID^1^3^1^1|");
    }

    @Test
    void answersEvenAMessageWithoutHeader() {
        assertThat(
                        answer(
                                AckCode.AR,
                                List.of(new Fault(FaultCode.TRP_101, "MSH")),
                                StandardCharsets.UTF_8,
                                "hej"))
                .isEqualTo(
                        "MSH|^~\\&|||||20230314100000+0100||ACK|A1|P|2.5.1\r"
                                + "MSA|AR\r"
                                + "ERR||MSH^1|100^the frame holds no readable MSH"
                                + " segment^HL70357|E|TRP-101^the frame holds no readable MSH"
                                + " segment|||"
                                + FaultCode.TRP_101.swedish()
                                + "\r");
    }

    private static String answer(
            AckCode code, List<Fault> faults, Charset charset, String message) {
        var raw = (message + "\r").getBytes(charset);
        return new String(
                MappingSet.acknowledge(SHIPPED.decode(raw).envelope(), code, faults, NOW, "A1"),
                charset);
    }
}
