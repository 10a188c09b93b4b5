package se.trepart.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

class DriverDayTest {
    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 16);
    private static final DriverDay.Units UNITS =
            new DriverDay.Units(List.of("SE1-VC1", "SE1-VC2"), List.of("SE1-CLINIC"));

    @Test
    void isTheSameDayForTheSameSeedAndAnotherForAnother() {
        assertThat(texts(7)).isEqualTo(texts(7)).isNotEqualTo(texts(8));
    }

    @Test
    void givesEveryMessageAControlIdOfItsOwn() {
        assertThat(DriverDay.random(7, MONDAY, UNITS).stream().map(e -> e.message().controlId()))
                .doesNotHaveDuplicates();
    }

    @Test
    void writesVisitsThatAPartnerCanRead() {
        // when
        Hl7Message started =
                DriverDay.random(7, MONDAY, UNITS).stream()
                        .map(entry -> Hl7Message.parse(entry.message().bytes()))
                        .filter(message -> message.trigger().equals("ADT^A04"))
                        .findFirst()
                        .orElseThrow();
        // then
        assertThat(started.value("PV1", 3)).startsWith("SE1-VC");
        assertThat(started.value("PV1", 19)).startsWith("P7-VC");
        assertThat(started.value("PV1", 44)).startsWith("20261116");
        assertThat(started.value("PID", 3)).matches("199[1-3]\\d{4}23[89]\\d");
        assertThat(started.value("MSH", 18)).isEqualTo("UNICODE UTF-8");
    }

    @Test
    void isPlayedIntoAHubAndRegisteredAtTheVardcentral() throws Exception {
        // given: somebody who takes every visit
        List<DriverDay.Entry> day = DriverDay.random(7, MONDAY, UNITS);
        PrimaryCare primaryCare = new PrimaryCare();
        // when
        Map<String, Integer> answers;
        try (TakesEverything hub = new TakesEverything()) {
            answers = DriverPlay.into(hub.address(), day, primaryCare);
        }
        // then
        assertThat(answers).containsExactly(Map.entry("AA", day.size()));
        assertThat(primaryCare.extract().rows())
                .hasSameSizeAs(
                        day.stream()
                                .map(DriverDay.Entry::visit)
                                .map(Visit::besok)
                                .distinct()
                                .toList())
                .anyMatch(row -> row.contains("finished"));
    }

    private static List<String> texts(long seed) {
        return DriverDay.random(seed, MONDAY, UNITS).stream()
                .map(entry -> text(entry.message()))
                .toList();
    }

    private static String text(DriverMessage message) {
        return new String(message.bytes(), StandardCharsets.UTF_8);
    }

    /** A hub that says AA to everything, the first time it says AE. */
    private static final class TakesEverything implements AutoCloseable {
        private final java.net.ServerSocket server =
                new java.net.ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final java.util.Set<String> asked =
                java.util.concurrent.ConcurrentHashMap.newKeySet();

        TakesEverything() throws IOException {
            Thread.startVirtualThread(this::accept);
        }

        InetSocketAddress address() {
            return (InetSocketAddress) server.getLocalSocketAddress();
        }

        private void accept() {
            try {
                while (true) {
                    java.net.Socket socket = server.accept();
                    Thread.startVirtualThread(() -> serve(socket));
                }
            } catch (IOException e) {
                // closed
            }
        }

        private void serve(java.net.Socket socket) {
            try (socket) {
                byte[] message = Mllp.read(socket.getInputStream());
                while (message != null) {
                    String id = new String(message, StandardCharsets.UTF_8).split("\\|", -1)[9];
                    String code = id.endsWith(".3") && asked.add(id) ? "AE" : "AA";
                    String answer = "MSH|^~\\&|||||||ACK|1|P|2.5.1\rMSA|" + code + "|" + id + "\r";
                    Mllp.write(socket.getOutputStream(), answer.getBytes(StandardCharsets.UTF_8));
                    message = Mllp.read(socket.getInputStream());
                }
            } catch (IOException e) {
                // the driver has gone
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
