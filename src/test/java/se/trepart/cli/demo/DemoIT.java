package se.trepart.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class DemoIT {
    @TempDir private Path folder;

    @Test
    void endsWithZeroWhenBothRecordSystemsHoldWhatAPersonExpected() throws Exception {
        try (DemoProcess demo = DemoProcess.start(folder, "--exit")) {
            // when
            int status = demo.status();
            // then
            assertThat(demo.text()).contains("all expectations hold, nothing was lost");
            assertThat(status).isZero();
            assertThat(demo.text().lines()).allMatch(line -> line.length() <= 120);
            for (int port : demo.ports) {
                assertThat(isFree(port)).as("port %d is free again", port).isTrue();
            }
        }
    }

    @Test
    void endsWithOneWhenASingleExpectationIsWrong() throws Exception {
        // given: somebody expects another diagnosis
        Path wrong = folder.resolve("expectations.csv");
        Files.writeString(
                wrong,
                Files.readString(DayTest.EXPECTATIONS).replace("08:17;S836;", "08:17;S837;"));
        try (DemoProcess demo =
                DemoProcess.start(folder, "--exit", "--expectations", wrong.toString())) {
            // when
            int status = demo.status();
            // then
            assertThat(demo.text())
                    .contains("WRONG  K-2026-001: diagnoser must be “S837”, and is “S836”")
                    .contains("1 thing is not as must be");
            assertThat(status).isEqualTo(1);
        }
    }

    @Test
    void convergesWhenPasisGoesDownAndEverythingArrivesInAnotherOrder() throws Exception {
        try (DemoProcess demo = DemoProcess.start(folder, "--exit", "--outage", "--seed", "4711")) {
            // when
            int status = demo.status();
            // then
            assertThat(demo.text())
                    .contains("PASiS is down")
                    .contains("all expectations hold, nothing was lost");
            assertThat(status).isZero();
        }
    }

    @Test
    void saysWhichPortIsBusyAndWhichOptionChangesIt() throws Exception {
        List<Integer> ports = DemoProcess.freePorts();
        try (ServerSocket busy =
                        new ServerSocket(ports.get(5), 1, InetAddress.getLoopbackAddress());
                DemoProcess demo = DemoProcess.startOn(ports, folder, "--exit")) {
            // when
            int status = demo.status();
            // then
            assertThat(demo.text())
                    .contains(
                            "port %d is busy: give another with --pasis-http-port"
                                    .formatted(busy.getLocalPort()));
            assertThat(status).isEqualTo(1);
        }
    }

    @Test
    void emptiesNoFolderThatHoldsAnythingElse() throws Exception {
        // given
        Path precious = Files.createDirectories(folder.resolve("data")).resolve("precious");
        Files.writeString(precious, "kept");
        try (DemoProcess demo = DemoProcess.start(folder, "--exit")) {
            // when
            int status = demo.status();
            // then
            assertThat(status).isEqualTo(1);
            assertThat(precious).hasContent("kept");
        }
    }

    private static boolean isFree(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !socket.isConnected();
        } catch (IOException e) {
            return true;
        }
    }
}
