package se.trepart.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** {@code feed-mllp} within its limits, on real sockets: what a sender cannot make the hub do. */
class MllpLimitsTest extends Carried {
    private static final int LIMIT = 64 * 1024;
    private static final int OF_ONE_SENDER = 3;

    private final Sizes reception = new Sizes();
    private int port;

    /** Answers with the size of what it gets. */
    public static final class Sizes {
        private final List<Integer> received = new CopyOnWriteArrayList<>();

        /** As the real reception does it. */
        public byte[] receive(byte[] message) {
            received.add(message.length);
            return ("size " + message.length).getBytes(StandardCharsets.UTF_8);
        }
    }

    @BeforeEach
    void startTheRoute() throws Exception {
        port = freePort();
        settings(
                Map.of(
                        "trepart.feed.mllp.host", "127.0.0.1",
                        "trepart.feed.mllp.port", String.valueOf(port),
                        "trepart.feed.mllp.largest-frame", "64KB",
                        "trepart.feed.mllp.frame-time", "1s",
                        "trepart.feed.mllp.idle-time", "3s",
                        "trepart.feed.mllp.connections-per-sender", String.valueOf(OF_ONE_SENDER)));
        bindTheHubsFraming();
        bind("reception", reception);
        load("feed-mllp");
    }

    @Test
    void takesAFrameOfExactlyTheLimitAndTheNext() throws IOException {
        try (var sender = Mllp.connect(port)) {
            // when
            sender.write(Mllp.frame("x".repeat(LIMIT)));
            sender.write(Mllp.frame("MSH"));
            // then
            assertThat(sender.read()).isEqualTo("size " + LIMIT);
            assertThat(sender.read()).isEqualTo("size 3");
        }
    }

    @Test
    void answersAFrameBeyondTheLimitBeforeItsEndComesAndPassesTheRestBy() throws IOException {
        try (var sender = Mllp.connect(port)) {
            // when
            sender.write(("\u000B" + "x".repeat(3 * LIMIT)).getBytes(StandardCharsets.UTF_8));
            // then
            assertThat(sender.read()).isEqualTo("size " + (LIMIT + 1));
            // when
            sender.write(("x".repeat(LIMIT) + "\u001C").getBytes(StandardCharsets.UTF_8));
            sender.write("\r".getBytes(StandardCharsets.UTF_8));
            sender.write(Mllp.frame("MSH"));
            // then
            assertThat(sender.read()).isEqualTo("size 3");
            assertThat(reception.received).containsExactly(LIMIT + 1, 3);
        }
    }

    @Test
    void closesOnASenderWhoDripsAFrame() throws IOException {
        try (var sender = Mllp.connect(port)) {
            // given
            sender.write(new byte[] {0x0B});
            var began = System.nanoTime();
            // when
            await().atMost(Duration.ofSeconds(10))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> !dripped(sender));
            // then
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofMillis(900), Duration.ofSeconds(5));
            assertThat(reception.received).isEmpty();
        }
    }

    @Test
    void closesAConnectionThatIsSilentForTooLong() throws IOException {
        try (var sender = Mllp.connect(port)) {
            // given
            sender.write(Mllp.frame("MSH"));
            assertThat(sender.read()).isEqualTo("size 3");
            // when, then
            assertThat(sender.isClosedByTheOther()).isTrue();
        }
    }

    @Test
    void closesTheConnectionThatIsOneTooManyOfASenderAndTakesOneAgainLater() throws IOException {
        // given
        var open = new CopyOnWriteArrayList<Mllp>();
        for (var number = 0; number < OF_ONE_SENDER; number++) {
            var sender = Mllp.connect(port);
            sender.write(Mllp.frame("MSH"));
            assertThat(sender.read()).isEqualTo("size 3");
            open.add(sender);
        }
        // when
        try (var oneTooMany = Mllp.connect(port)) {
            // then
            assertThat(oneTooMany.isClosedByTheOther()).isTrue();
        }
        // when
        open.getFirst().close();
        // then
        await().ignoreExceptions()
                .until(() -> {
                    try (var again = Mllp.connect(port)) {
                        again.write(Mllp.frame("MSH"));
                        return again.read().equals("size 3");
                    }
                });
        for (var sender : open) {
            sender.close();
        }
    }

    @Test
    void everyFrameOfALongPipelineIsAnswered() throws IOException {
        try (var sender = Mllp.connect(port)) {
            // when
            for (var number = 0; number < 2000; number++) {
                sender.write(Mllp.frame("MSH"));
            }
            // then
            for (var number = 0; number < 2000; number++) {
                assertThat(sender.read()).isEqualTo("size 3");
            }
            assertThat(reception.received).hasSize(2000);
        }
    }

    private static boolean dripped(Mllp sender) {
        try {
            sender.write(new byte[] {'x'});
            return true;
        } catch (IOException closed) {
            return false;
        }
    }
}
