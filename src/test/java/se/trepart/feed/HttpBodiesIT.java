package se.trepart.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import se.trepart.RunningHub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What who drips a body cannot make the web server do: on real sockets, at every address. */
class HttpBodiesIT {
    private static final int OF_ONE_SENDER = 3;

    @TempDir private Path data;
    private RunningHub hub;

    @BeforeEach
    void start() {
        hub =
                RunningHub.start(
                        data,
                        RunningHub.freePort(),
                        RunningHub.freePort(),
                        "--trepart.feed.http.body-time=4s",
                        "--trepart.feed.http.slow-bodies-per-sender=" + OF_ONE_SENDER);
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void closesOnWhoDripsABodyForLongerThanItMayTake() throws IOException {
        for (var path : List.of("/api/events", "/fhir/Patient/_search", "/fhir/Task/1/$validate")) {
            try (var slow = begun(path)) {
                var began = System.nanoTime();
                // when
                await().atMost(Duration.ofSeconds(30))
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> !dripped(slow));
                // then
                assertThat(Duration.ofNanos(System.nanoTime() - began))
                        .as(path)
                        .isGreaterThan(Duration.ofSeconds(3));
            }
        }
    }

    @Test
    void closesOnTheSlowBodyThatIsOneTooManyOfASenderAndTakesWhatComesAtOnce() throws IOException {
        // given
        var slow = new ArrayList<Socket>();
        for (var number = 0; number <= OF_ONE_SENDER; number++) {
            slow.add(begun("/api/events"));
        }
        // when
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> slow.removeIf(socket -> !dripped(socket)));
        // then
        assertThat(slow).hasSize(OF_ONE_SENDER);
        assertThat(hub.post("/api/events", "text/plain", "{}").statusCode()).isEqualTo(415);
        for (var socket : slow) {
            assertThat(dripped(socket)).isTrue();
            socket.close();
        }
    }

    /** A request whose body has begun. */
    private Socket begun(String path) throws IOException {
        var socket = new Socket("localhost", hub.port());
        socket.getOutputStream()
                .write(
                        ("POST "
                                        + path
                                        + " HTTP/1.1\r\n"
                                        + "Host: localhost\r\n"
                                        + "Content-Length: 100000\r\n\r\n"
                                        + "{")
                                .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** One byte more; false once nobody takes it, or an end of the connection was heard. */
    private static boolean dripped(Socket socket) {
        try {
            socket.getOutputStream().write(' ');
            socket.setSoTimeout(50);
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException silent) {
            return true;
        } catch (SocketException gone) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
