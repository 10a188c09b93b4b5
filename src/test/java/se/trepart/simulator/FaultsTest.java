package se.trepart.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import static se.trepart.simulator.Line.frame;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import se.trepart.simulator.Fault.Mode;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.regex.Pattern;

class FaultsTest {
    private final byte[] first = Messages.toPasis("ADT^A04", "M1", "K-1").bytes();
    private final byte[] second = Messages.toPasis("ADT^A04", "M2", "K-2").bytes();
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
    void delayTakesAndAnswersLater() throws IOException {
        // given
        pasis.set(lasting(Mode.DELAY, 300));
        try (Line line = new Line(pasis)) {
            long start = System.nanoTime();
            // when
            line.write(frame(first));
            // then
            assertThat(line.answer().value("MSA", 1)).isEqualTo("AA");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(300));
        }
    }

    @Test
    void silentTakesAndNeverAnswers() throws IOException {
        // given
        pasis.set(Fault.of(Mode.SILENT));
        try (Line line = new Line(pasis)) {
            line.waitAtMost(300);
            // when
            line.write(frame(first));
            // then
            assertThatThrownBy(line::read).isInstanceOf(SocketTimeoutException.class);
            assertThat(pasis.extract().rows()).hasSize(1);
        }
    }

    @Test
    void lateAnswersComeAfterThoseOfLaterMessages() throws IOException {
        // given
        pasis.set(new Fault(Mode.LATE, null, 300L, Pattern.compile("\\|M1\\|")));
        try (Line line = new Line(pasis)) {
            // when
            line.write(frame(first), frame(second));
            // then
            assertThat(line.answer().value("MSA", 2)).isEqualTo("M2");
            assertThat(line.answer().value("MSA", 2)).isEqualTo("M1");
        }
    }

    @Test
    void twiceTakesOnceAndAnswersTwice() throws IOException {
        // given
        pasis.set(Fault.of(Mode.TWICE));
        try (Line line = new Line(pasis)) {
            // when
            line.write(frame(first));
            // then
            assertThat(line.answer().value("MSA", 2)).isEqualTo("M1");
            assertThat(line.answer().value("MSA", 2)).isEqualTo("M1");
            assertThat(pasis.extract().rows()).hasSize(1);
        }
    }

    @Test
    void otherIdAnswersForTheMessageBefore() throws IOException {
        try (Line line = new Line(pasis)) {
            // given
            line.write(frame(first));
            line.answer();
            pasis.set(Fault.of(Mode.OTHER_ID));
            // when
            line.write(frame(second));
            // then
            assertThat(line.answer().value("MSA", 2)).isEqualTo("M1");
            assertThat(pasis.extract().rows()).hasSize(2);
        }
    }

    @Test
    void otherIdAnswersForAMessageThatNobodySentWhenThereWasNoneBefore() throws IOException {
        // given
        pasis.set(Fault.of(Mode.OTHER_ID));
        try (Line line = new Line(pasis)) {
            // when
            line.write(frame(first));
            // then
            assertThat(line.answer().value("MSA", 2)).isNotEmpty().isNotEqualTo("M1");
        }
    }

    @Test
    void closeBeforeEndsTheConnectionWithNothingTaken() throws Exception {
        // given
        pasis.set(Fault.of(Mode.CLOSE_BEFORE));
        try (Line line = new Line(pasis)) {
            // when
            line.write(frame(first));
            // then
            assertThat(line.read()).isEqualTo(-1);
            assertThat(pasis.extract().rows()).isEmpty();
            assertThat(new Caller(pasis).get("/witness").body()).isEmpty();
        }
    }

    @Test
    void closeBeforeChoosesByWhatHasBeenReadSoFar() throws IOException {
        // given
        pasis.set(new Fault(Mode.CLOSE_BEFORE, null, null, Pattern.compile("\\|M2\\|")));
        try (Line line = new Line(pasis)) {
            // when
            line.write(frame(first));
            assertThat(line.answer().value("MSA", 1)).isEqualTo("AA");
            line.write(frame(second));
            // then
            assertThat(line.read()).isEqualTo(-1);
            assertThat(pasis.extract().rows()).hasSize(1);
        }
    }

    @Test
    void closeAfterTakesAndEndsTheConnection() throws IOException {
        // given
        pasis.set(Fault.of(Mode.CLOSE_AFTER));
        try (Line line = new Line(pasis)) {
            // when
            line.write(frame(first));
            // then
            assertThat(line.read()).isEqualTo(-1);
            assertThat(pasis.extract().rows()).hasSize(1);
        }
    }

    @Test
    void resetBreaksTheConnectionWithNothingTaken() throws IOException {
        // given
        pasis.set(Fault.of(Mode.RESET));
        try (Line line = new Line(pasis)) {
            // when
            line.write(frame(first));
            // then
            assertThatThrownBy(line::read)
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
            assertThat(pasis.extract().rows()).isEmpty();
        }
    }

    @Test
    void refusalsChangeNothingAndAreNotRemembered() throws IOException {
        try (Line line = new Line(pasis)) {
            for (Mode mode : new Mode[] {Mode.REFUSE_AE, Mode.REFUSE_AR}) {
                // given
                pasis.set(Fault.of(mode));
                // when
                line.write(frame(first));
                // then
                Hl7Message answer = line.answer();
                assertThat(answer.value("MSA", 1)).isEqualTo(mode == Mode.REFUSE_AE ? "AE" : "AR");
                assertThat(answer.value("ERR", 3)).isEqualTo("207");
                assertThat(pasis.extract().rows()).isEmpty();
            }
            pasis.set(Fault.NONE);
            line.write(frame(first));
            assertThat(line.answer().value("MSA", 1)).isEqualTo("AA");
        }
    }

    @Test
    void slowReadsByteByByte() throws IOException {
        // given
        pasis.set(lasting(Mode.SLOW, 1));
        try (Line line = new Line(pasis)) {
            long start = System.nanoTime();
            // when
            line.write(frame(first));
            // then
            assertThat(line.answer().value("MSA", 1)).isEqualTo("AA");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(first.length));
        }
    }

    @Test
    void slowEndsInTheMiddleOfAMessageWhenItIsHealed() throws IOException {
        // given
        pasis.set(Fault.of(Mode.SLOW));
        try (Line line = new Line(pasis)) {
            line.write(frame(first));
            line.waitAtMost(300);
            assertThatThrownBy(line::read).isInstanceOf(SocketTimeoutException.class);
            line.waitAtMost(20_000);
            // when
            pasis.set(Fault.NONE);
            // then
            assertThat(line.answer().value("MSA", 1)).isEqualTo("AA");
        }
    }

    @Test
    void downDropsConnectionsAndRefusesNewOnesThenListensAgainByItself() throws IOException {
        try (Line line = new Line(pasis)) {
            line.write(frame(first));
            line.answer();
            // when
            pasis.set(lasting(Mode.DOWN, 700));
            // then
            assertThatThrownBy(() -> new Line(pasis)).isInstanceOf(ConnectException.class);
            assertThat(line.read()).isEqualTo(-1);
            assertThat(pasis.fault().mode()).isEqualTo(Mode.DOWN);
        }
        await().ignoreExceptions().untilAsserted(() -> new Line(pasis).close());
        assertThat(pasis.fault()).isEqualTo(Fault.NONE);
        assertThat(pasis.extract().rows()).hasSize(1);
    }

    @Test
    void downEndsAtOnceWhenItIsHealed() throws IOException {
        // given
        pasis.set(lasting(Mode.DOWN, 600_000));
        assertThatThrownBy(() -> new Line(pasis)).isInstanceOf(ConnectException.class);
        // when
        pasis.set(Fault.NONE);
        // then
        try (Line line = new Line(pasis)) {
            line.write(frame(first));
            assertThat(line.answer().value("MSA", 1)).isEqualTo("AA");
        }
    }

    @Test
    void downStrikesWithAChosenMessageWhichChangesNothing() throws IOException {
        // given
        pasis.set(new Fault(Mode.DOWN, null, 700L, Pattern.compile("\\|M2\\|")));
        try (Line line = new Line(pasis)) {
            line.write(frame(first));
            line.answer();
            // when
            line.write(frame(second));
            // then
            assertThat(line.read()).isEqualTo(-1);
            assertThatThrownBy(() -> new Line(pasis)).isInstanceOf(ConnectException.class);
        }
        await().ignoreExceptions().untilAsserted(() -> new Line(pasis).close());
        assertThat(pasis.extract().rows()).hasSize(1);
    }

    @Test
    void everyStrikesEachNthOfThoseThatMatch() throws IOException {
        // given
        pasis.set(new Fault(Mode.REFUSE_AE, 2, null, Pattern.compile("ADT\\^A04")));
        try (Line line = new Line(pasis)) {
            // when
            line.write(
                    frame(first),
                    frame(Messages.toPasis("ADT^A08", "M3", "K-1").bytes()),
                    frame(second),
                    frame(Messages.toPasis("ADT^A04", "M4", "K-4").bytes()),
                    frame(Messages.toPasis("ADT^A04", "M5", "K-5").bytes()));
            // then
            assertThat(line.answer().value("MSA", 1)).isEqualTo("AA");
            assertThat(line.answer().value("MSA", 1)).isEqualTo("AA");
            assertThat(line.answer().value("MSA", 1)).isEqualTo("AE");
            assertThat(line.answer().value("MSA", 1)).isEqualTo("AA");
            assertThat(line.answer().value("MSA", 1)).isEqualTo("AE");
        }
    }

    private static Fault lasting(Mode mode, long millis) {
        return new Fault(mode, null, millis, null);
    }
}
