package se.trepart.checker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A good history is accepted; each forged one is rejected by the assertion that it breaks. */
class VerificationTest {
    @TempDir private Path folder;
    private History history;

    @BeforeEach
    void write() {
        history = History.good(folder);
    }

    @Test
    void acceptsAGoodHistory() throws IOException {
        // when
        var verification = Verification.of(history.written());
        // then
        assertThat(verification.findings()).flatExtracting(Finding::violations).isEmpty();
        assertThat(verification.findings()).allSatisfy(it -> assertThat(it.checked()).isPositive());
        assertThat(verification.holds()).isTrue();
    }

    @Test
    void rejectsARunInWhichNothingHappened() throws IOException {
        // given
        history.empty();
        // when
        var verification = Verification.of(history.written());
        // then
        assertThat(verification.holds()).isFalse();
        assertThat(printed(verification)).contains("nothing to check");
    }

    @Test
    void aMissingFileIsToldAndNotTakenForAnEmptyOne() throws IOException {
        // given
        Files.delete(history.written().resolve("deliveries.ndjson"));
        // when, then
        assertThatThrownBy(() -> Verification.of(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("deliveries.ndjson");
    }

    static Stream<Arguments> forgeries() {
        return Stream.of(
                forged(
                        "an accepted message that the log has lost",
                        LoggedOnce.class,
                        it -> it.drop("messages", "id", "1")),
                forged(
                        "an accepted message that the log has twice",
                        LoggedOnce.class,
                        it -> it.message(9, "mllp", "A|B", "1", "aa", "accepted", 0)),
                forged(
                        "an accepted message that the log has with other bytes",
                        LoggedOnce.class,
                        it -> it.forge("messages", "id", "4", row -> row.put("bodyHash", "ff"))),
                forged(
                        "an unanswered message that the log has twice",
                        LoggedAtMostOnce.class,
                        it -> {
                            it.message(9, "mllp", "A|B", "4", "dd", "accepted", 0);
                            it.message(10, "mllp", "A|B", "4", "dd", "accepted", 0);
                        }),
                forged(
                        "a confirmed delivery that never arrived",
                        OneEffect.class,
                        it -> it.drop("witness-primary-care", "controlId", "c1")),
                forged(
                        "a registration made twice under two ids",
                        OneEffect.class,
                        it ->
                                it.delivered(
                                        "primary-care",
                                        "U|B1",
                                        2,
                                        "c2",
                                        History.primaryCare("A", "c2", "100001"))),
                forged(
                        "an effect that the ledger does not know",
                        OneEffect.class,
                        it ->
                                it.frame(
                                        "pasis",
                                        9,
                                        true,
                                        "p9",
                                        "silent",
                                        History.pasis("A04", "p9", "100002"))),
                forged(
                        "one id with two contents",
                        OneEffect.class,
                        it ->
                                it.frame(
                                        "pasis",
                                        9,
                                        true,
                                        "p1",
                                        "",
                                        History.pasis("A04", "p1", "100002"))),
                forged(
                        "a superseded message that was taken",
                        OneEffect.class,
                        it ->
                                it.forge(
                                        "deliveries",
                                        "controlId",
                                        "p2",
                                        row -> row.put("state", "superseded"))),
                forged(
                        "a registration that must be there and is not",
                        OneEffect.class,
                        it ->
                                it.forge(
                                        "streams",
                                        "key",
                                        "K1",
                                        row -> row.put("target", "t").put("confirmed", "t"))),
                forged(
                        "two messages of a stream that arrived the other way round",
                        InOrder.class,
                        it -> {
                            it.swap("witness-pasis", 0, 2);
                            it.swap("witness-pasis", 1, 3);
                        }),
                forged(
                        "a stream that lacks a number",
                        InOrder.class,
                        it -> it.drop("deliveries", "controlId", "p1")),
                forged(
                        "a message caused by nothing in the log",
                        InOrder.class,
                        it -> it.drop("events", "position", "2")),
                forged(
                        "a stream that still owes something",
                        InOrder.class,
                        it ->
                                it.forge(
                                        "streams",
                                        "key",
                                        "U|B1",
                                        row -> row.put("state", "pending"))),
                forged(
                        "an answer for another message",
                        AnsweredRight.class,
                        it ->
                                it.forge(
                                        "sent",
                                        "answer",
                                        "AR",
                                        line -> line.put("answeredId", "1"))),
                forged(
                        "a state that is not what the log says",
                        RebuiltTheSame.class,
                        it -> it.rebuilt(7, "K1")),
                forged(
                        "a rebuild that compared nothing",
                        RebuiltTheSame.class,
                        it -> it.rebuilt(0)),
                forged(
                        "an outcome that does not exist",
                        SumsAddUp.class,
                        it -> it.forge("messages", "id", "3", row -> row.put("outcome", "lost"))),
                forged(
                        "a message that nobody sent",
                        SumsAddUp.class,
                        it -> it.message(9, "mllp", "A|B", "99", "99", "refused", 0)),
                forged(
                        "an answer without a row",
                        SumsAddUp.class,
                        it -> it.drop("messages", "id", "3")),
                forged(
                        "a duplicate of nothing",
                        SumsAddUp.class,
                        it -> it.forge("messages", "id", "2", row -> row.put("duplicateOf", 4))),
                forged(
                        "a message accepted without an event",
                        SumsAddUp.class,
                        it -> it.forge("events", "position", "2", row -> row.put("message", 1))),
                forged(
                        "an event that is twice in the log",
                        SumsAddUp.class,
                        it -> it.event(9, 1, "urn:hl7v2:A:B", "1.1", "2023-03-14T09:00:00.5Z")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgeries")
    void rejects(String forgery, Class<? extends Assertion> broken, Consumer<History> forging)
            throws IOException {
        // given
        forging.accept(history);
        // when
        var verification = Verification.of(history.written());
        // then
        var sentence =
                Assertion.ALL.stream()
                        .filter(broken::isInstance)
                        .findFirst()
                        .orElseThrow()
                        .sentence();
        assertThat(verification.holds()).isFalse();
        assertThat(verification.findings())
                .filteredOn(finding -> !finding.holds())
                .extracting(Finding::assertion)
                .contains(sentence);
    }

    @Test
    void everyAssertionIsShownAForgedHistory() {
        // when
        var shown = forgeries().map(forgery -> forgery.get()[1]).distinct();
        // then
        assertThat(shown).hasSize(Assertion.ALL.size());
    }

    @Test
    void aRefusedMessageHasNoEffectAndASilentlyTakenOneHas() throws IOException {
        // given
        history.frame("pasis", 8, true, "p8", "refuse-ar", History.pasis("A04", "p8", "100001"));
        history.frame("pasis", 8, false, "p8", "", "MSH|^~\\&|X\rMSA|AR|p8\r");
        history.frame("pasis", 9, true, "p9", "silent", History.pasis("A04", "p9", "100001"));
        history.delivery(
                "pasis", "K1", 3, "p8", History.pasis("A04", "p8", "100001"), "superseded");
        history.delivery("pasis", "K1", 4, "p9", History.pasis("A04", "p9", "100001"), "confirmed");
        history.forge("streams", "key", "K1", row -> row.put("target", "t").put("confirmed", "t"));
        // when
        var verification = Verification.of(history.written());
        // then
        assertThat(verification.findings()).flatExtracting(Finding::violations).isEmpty();
    }

    private static Arguments forged(
            String name, Class<? extends Assertion> broken, Consumer<History> forging) {
        return Arguments.of(name, broken, forging);
    }

    private static String printed(Verification verification) {
        var text = new StringWriter();
        verification.print(new PrintWriter(text));
        return text.toString();
    }
}
