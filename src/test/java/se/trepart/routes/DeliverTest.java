package se.trepart.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import se.trepart.delivery.Sending;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * {@code deliver-pasis} and its like: the message goes out as it is, the answer comes back as it
 * is, and what goes wrong comes back as an exception.
 */
class DeliverTest extends Carried {
    private final ExecutorService partners = Executors.newVirtualThreadPerTaskExecutor();

    /** What a partner does with the one connection that it takes. */
    private interface Script {
        String play(Mllp connection) throws IOException;
    }

    @AfterEach
    void sendThePartnersHome() {
        partners.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pasis", "primary-care", "remiss"})
    void passesTheMessageAndTheAnswer(String partner) throws Exception {
        try (var listener = listener()) {
            // given
            var received =
                    partner(
                            listener,
                            connection -> {
                                var message = connection.read();
                                connection.write(Mllp.frame("MSH|Å\rMSA|AA|1\r"));
                                return message;
                            });
            carry(partner, listener.getLocalPort());

            // when
            var exchange = send(partner, "MSH|Ö\r");

            // then
            assertThat(exchange.getException()).isNull();
            assertThat(exchange.getMessage().getBody(byte[].class))
                    .isEqualTo("MSH|Å\rMSA|AA|1\r".getBytes(StandardCharsets.UTF_8));
            assertThat(received.get(10, TimeUnit.SECONDS)).isEqualTo("MSH|Ö\r");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pasis", "primary-care", "remiss"})
    void closesTheConnectionWhenTheAnswerHasCome(String partner) throws Exception {
        try (var listener = listener()) {
            // given
            var closed =
                    partner(
                            listener,
                            connection -> {
                                connection.read();
                                connection.write(Mllp.frame("MSA|AA\r"));
                                return String.valueOf(connection.isClosedByTheOther());
                            });
            carry(partner, listener.getLocalPort());

            // when
            send(partner, "MSH|1\r");

            // then
            assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo("true");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pasis", "primary-care", "remiss"})
    void isNotConnectedWhenNobodyListens(String partner) throws Exception {
        // given
        carry(partner, freePort());

        // when
        var sent = theHubsSending().send(partner, "MSH|1\r".getBytes(StandardCharsets.UTF_8));

        // then
        assertThat(sent).isInstanceOf(Sending.NotConnected.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pasis", "primary-care", "remiss"})
    void failsInTimeWhenThePartnerIsSilentAndClosesTheConnection(String partner) throws Exception {
        try (var listener = listener()) {
            // given
            var closed =
                    partner(
                            listener,
                            connection -> {
                                connection.read();
                                return String.valueOf(connection.isClosedByTheOther());
                            });
            carry(partner, listener.getLocalPort());

            // when
            var exchange = send(partner, "MSH|1\r");

            // then
            assertThat(exchange.getException()).isNotNull();
            assertThat(exchange.getException()).isNotInstanceOf(ConnectException.class);
            assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo("true");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pasis", "primary-care", "remiss"})
    void tellsAPartnerThatIsAwayFromOneThatIsSilent(String partner) throws Exception {
        try (var listener = listener()) {
            // given
            var received =
                    partner(
                            listener,
                            connection -> connection.read() + connection.isClosedByTheOther());
            carry(partner, listener.getLocalPort());
            var message = "MSH|1\r".getBytes(StandardCharsets.UTF_8);

            // when
            var silent = theHubsSending().send(partner, message);
            var heard = received.get(10, TimeUnit.SECONDS);
            listener.close();
            var away = theHubsSending().send(partner, message);

            // then
            assertThat(heard).isEqualTo("MSH|1\rtrue");
            assertThat(silent).isInstanceOf(Sending.Unanswered.class);
            assertThat(away).isInstanceOf(Sending.NotConnected.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pasis", "primary-care", "remiss"})
    void hasNoAnswerWhenThePartnerClosesInsteadOfAnswering(String partner) throws Exception {
        try (var listener = listener()) {
            // given
            var received = partner(listener, Mllp::read);
            carry(partner, listener.getLocalPort());

            // when
            var sent = theHubsSending().send(partner, "MSH|1\r".getBytes(StandardCharsets.UTF_8));

            // then
            assertThat(received.get(10, TimeUnit.SECONDS)).isEqualTo("MSH|1\r");
            assertThat(sent).isInstanceOf(Sending.Unanswered.class);
        }
    }

    /** What calls the route in the hub, and says what an exchange means. */
    private Sending theHubsSending() throws ClassNotFoundException {
        var hub = new AnnotationConfigApplicationContext();
        hub.registerBean(CamelContext.class, () -> context, bean -> bean.setDestroyMethodName(""));
        hub.register(Class.forName("se.trepart.delivery.RouteSending"));
        hub.refresh();
        return hub.getBean(Sending.class);
    }

    private void carry(String partner, int port) throws Exception {
        settings(
                Map.of(
                        "trepart.destination." + partner + ".address",
                        "localhost:" + port,
                        "trepart.delivery.answer-timeout",
                        "700ms"));
        bindTheHubsFraming();
        load("deliver-" + partner);
    }

    private Exchange send(String partner, String message) {
        return template.send(
                "direct:deliver-" + partner,
                ExchangePattern.InOut,
                out -> out.getIn().setBody(message.getBytes(StandardCharsets.UTF_8)));
    }

    private CompletableFuture<String> partner(ServerSocket listener, Script script) {
        var told = new CompletableFuture<String>();
        partners.execute(() -> {
            try (var connection = new Mllp(listener.accept())) {
                told.complete(script.play(connection));
            } catch (IOException broken) {
                told.completeExceptionally(broken);
            }
        });
        return told;
    }

    private static ServerSocket listener() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }
}
