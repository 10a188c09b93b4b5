package se.trepart.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** {@code feed-mllp}: every frame reaches the reception once and is answered in order. */
class FeedMllpTest extends Carried {
    private final Receiving reception = new Receiving();
    private int port;

    /** Writes down what it receives and answers with it; waits with what says so. */
    public static final class Receiving {
        private final List<String> received = new CopyOnWriteArrayList<>();
        private final CountDownLatch waiting = new CountDownLatch(1);

        /** As the real reception does it. */
        public byte[] receive(byte[] message) throws InterruptedException {
            var text = new String(message, StandardCharsets.UTF_8);
            received.add(text);
            if (text.contains("WAIT") && !waiting.await(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody let it go on");
            }
            return ("answer to " + text.strip()).getBytes(StandardCharsets.UTF_8);
        }
    }

    @BeforeEach
    void startTheRoute() throws Exception {
        port = freePort();
        settings(
                Map.of(
                        "trepart.feed.mllp.host",
                        "127.0.0.1",
                        "trepart.feed.mllp.port",
                        String.valueOf(port)));
        bindTheHubsFraming();
        bind("reception", reception);
        load("feed-mllp");
    }

    @Test
    void answersEachOfSeveralFramesOfOneWriteInOrder() throws IOException {
        try (var sender = Mllp.connect(port)) {
            // when
            sender.write(frames(5));

            // then
            assertThat(answers(sender, 5)).containsExactlyElementsOf(expected(5));
            assertThat(reception.received).hasSize(5);
        }
    }

    @Test
    void answersAFrameThatComesInManyWrites() throws IOException {
        try (var sender = Mllp.connect(port)) {
            // when
            for (var one : Mllp.frame("MSH|1|Åsa\r")) {
                sender.write(new byte[] {one});
            }

            // then
            assertThat(sender.read()).isEqualTo("answer to MSH|1|Åsa");
            assertThat(reception.received).hasSize(1);
        }
    }

    @Test
    void takesASecondFrameBeforeTheFirstIsAnsweredAndAnswersInOrder() throws IOException {
        try (var sender = Mllp.connect(port)) {
            // given
            sender.write(Mllp.frame("MSH|1|WAIT\r"));
            await().until(() -> reception.received.size() == 1);

            // when
            sender.write(Mllp.frame("MSH|2|\r"));
            reception.waiting.countDown();

            // then
            assertThat(answers(sender, 2))
                    .containsExactly("answer to MSH|1|WAIT", "answer to MSH|2|");
        }
    }

    @Test
    void passesByJunkBetweenFrames() throws IOException {
        try (var sender = Mllp.connect(port)) {
            // when
            sender.write(Mllp.frame("MSH|1|\r"));
            sender.write("\r\njunk".getBytes(StandardCharsets.UTF_8));
            sender.write(Mllp.frame("MSH|2|\r"));

            // then
            assertThat(answers(sender, 2)).containsExactly("answer to MSH|1|", "answer to MSH|2|");
        }
    }

    @Test
    void letsNoConnectionWaitForAnother() throws IOException {
        try (var slow = Mllp.connect(port);
                var quick = Mllp.connect(port)) {
            // given
            slow.write(Mllp.frame("MSH|1|WAIT\r"));
            await().until(() -> reception.received.size() == 1);

            // when
            quick.write(Mllp.frame("MSH|2|\r"));

            // then
            assertThat(quick.read()).isEqualTo("answer to MSH|2|");
            reception.waiting.countDown();
            assertThat(slow.read()).isEqualTo("answer to MSH|1|WAIT");
        }
    }

    @Test
    void answersFiveOfFiveOnEachOfManyConnections() throws IOException {
        // given
        var senders = new ArrayList<Mllp>();
        for (int one = 0; one < 20; one++) {
            senders.add(Mllp.connect(port));
        }

        // when
        for (var sender : senders) {
            sender.write(frames(5));
        }

        // then
        for (var sender : senders) {
            assertThat(answers(sender, 5)).containsExactlyElementsOf(expected(5));
            sender.close();
        }
        assertThat(reception.received).hasSize(100);
    }

    private static byte[] frames(int count) {
        var all = new ByteArrayOutputStream();
        IntStream.rangeClosed(1, count)
                .forEach(number -> all.writeBytes(Mllp.frame("MSH|" + number + "|\r")));
        return all.toByteArray();
    }

    private static List<String> expected(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> "answer to MSH|" + number + "|")
                .toList();
    }

    private static List<String> answers(Mllp sender, int count) throws IOException {
        var answers = new ArrayList<String>();
        for (int one = 0; one < count; one++) {
            answers.add(sender.read());
        }
        return answers;
    }
}
