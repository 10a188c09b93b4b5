package se.trepart.torture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import se.trepart.simulator.MllpClient;
import se.trepart.simulator.Pasis;
import se.trepart.simulator.Ports;
import se.trepart.simulator.Simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Bad networks between a sender and a partner. */
class ProxyTest {
    private static final byte[] MESSAGE =
            "MSH|^~\\&|A|B|||20230314||ADT^A01|1|P|2.5.1\r".getBytes(StandardCharsets.US_ASCII);

    private Simulator<Pasis> pasis;
    private Proxy proxy;

    @BeforeEach
    void start() throws IOException {
        pasis = Simulator.start(new Pasis(), Ports.FREE, null);
        proxy = new Proxy(0, pasis.mllpPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        pasis.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Proxy.Weather.class,
            names = {"CLEAR", "LATENCY", "NARROW", "SLICES"})
    void whatIsSlowArrivesWhole(Proxy.Weather weather) throws IOException {
        // given
        proxy.weather(weather);
        // when
        var answer = send();
        // then
        assertThat(new String(answer, StandardCharsets.US_ASCII)).contains("MSA|AR|1");
    }

    @ParameterizedTest
    @EnumSource(
            value = Proxy.Weather.class,
            names = {"SILENCE", "RESET", "HALF_OPEN"})
    void whatIsBrokenAnswersNobodyUntilItClears(Proxy.Weather weather) throws IOException {
        // given
        proxy.weather(weather);
        // when, then
        org.assertj.core.api.Assertions.assertThatThrownBy(this::send)
                .isInstanceOf(IOException.class);
        // when
        proxy.weather(Proxy.Weather.CLEAR);
        // then
        assertThat(send()).isNotEmpty();
    }

    @Test
    void aConnectionThatWasSwallowedIsCutWhenItClears() throws IOException {
        // given
        try (var client = connect()) {
            client.send(MESSAGE);
            // when
            proxy.weather(Proxy.Weather.SILENCE);
            proxy.weather(Proxy.Weather.CLEAR);
            // then
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> client.send(MESSAGE))
                    .isInstanceOf(IOException.class);
        }
    }

    private byte[] send() throws IOException {
        try (var client = connect()) {
            return client.send(MESSAGE);
        }
    }

    private MllpClient connect() throws IOException {
        return MllpClient.connect(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()),
                Duration.ofSeconds(3));
    }
}
