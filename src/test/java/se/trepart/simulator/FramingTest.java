package se.trepart.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import static se.trepart.simulator.Line.frame;
import static se.trepart.simulator.Line.junk;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

class FramingTest {
    private final byte[] first = Messages.toPasis("ADT^A04", "M1", "K-1").bytes();
    private final byte[] second = Messages.toPasis("ADT^A04", "M2", "K-2").bytes();
    private final byte[] third = Messages.toPasis("ADT^A11", "M3", "K-1").bytes();
    private Simulator<Pasis> pasis;

    @BeforeEach
    void start() throws IOException {
        pasis = Simulator.start(new Pasis(), Ports.FREE, null);
    }

    @AfterEach
    void stop() throws IOException {
        pasis.close();
    }

    @Test
    void answersSeveralFramesOfOneWriteInOrder() throws IOException {
        try (Line line = new Line(pasis)) {
            // when
            line.write(frame(first), frame(second), frame(third));
            // then
            assertThat(line.answer().value("MSA", 2)).isEqualTo("M1");
            assertThat(line.answer().value("MSA", 2)).isEqualTo("M2");
            assertThat(line.answer().value("MSA", 2)).isEqualTo("M3");
        }
    }

    @Test
    void readsOneFrameFromManyWrites() throws IOException {
        try (Line line = new Line(pasis)) {
            // when
            for (byte b : frame(first)) {
                line.write(new byte[] {b});
            }
            // then
            assertThat(line.answer().value("MSA", 1)).isEqualTo("AA");
        }
    }

    @Test
    void skipsJunkBetweenFrames() throws IOException {
        try (Line line = new Line(pasis)) {
            // when
            line.write(junk("junk\r\n"), frame(first), junk("\n\nmore"), frame(second));
            // then
            assertThat(line.answer().value("MSA", 2)).isEqualTo("M1");
            assertThat(line.answer().value("MSA", 2)).isEqualTo("M2");
        }
    }

    @Test
    void forgetsAFrameThatAnotherInterrupts() throws IOException {
        try (Line line = new Line(pasis)) {
            // when
            line.write(Arrays.copyOf(frame(first), 60), frame(second));
            // then
            assertThat(line.answer().value("MSA", 2)).isEqualTo("M2");
            assertThat(pasis.extract().rows()).hasSize(1);
        }
    }

    @Test
    void closesOnAFrameOverTheLimit() throws IOException {
        try (Line line = new Line(pasis)) {
            // given
            byte[] endless = new byte[Mllp.LIMIT + 1];
            Arrays.fill(endless, (byte) 'x');
            // when
            line.write(new byte[] {Mllp.VT}, endless);
            // then
            assertThat(line.read()).isEqualTo(-1);
        }
    }

    @Test
    void readsAndAnswersInTheCharacterSetOfTheMessage() throws IOException {
        try (Line line = new Line(pasis)) {
            // given
            byte[] latin =
                    Messages.toPasis("ADT^A11", "Å1", "K-1")
                            .text("8859/1")
                            .getBytes(StandardCharsets.ISO_8859_1);
            // when
            line.write(frame(latin));
            // then
            Hl7Message answer = line.answer();
            assertThat(answer.value("MSH", 18)).isEqualTo("8859/1");
            assertThat(answer.value("MSA", 2)).isEqualTo("Å1");
        }
    }
}
