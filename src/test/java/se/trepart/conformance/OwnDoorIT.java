package se.trepart.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import se.trepart.RunningHub;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/** The hub's own MLLP door against its own conformance kit. */
class OwnDoorIT {
    @TempDir private Path data;

    @Test
    void passesAllOfIt() {
        try (var hub = RunningHub.start(data, RunningHub.freePort(), RunningHub.freePort())) {
            // when
            var examination =
                    Examination.of(
                            new Endpoint(
                                    new InetSocketAddress(
                                            InetAddress.getLoopbackAddress(), hub.mllpPort()),
                                    Duration.ofSeconds(20),
                                    Duration.ofMillis(500),
                                    "ADT^A08",
                                    "T"));
            // then
            assertThat(examination.failed()).as(printed(examination)).isEmpty();
        }
    }

    private static String printed(Examination examination) {
        var text = new StringWriter();
        examination.print(new PrintWriter(text));
        return text.toString();
    }
}
