package se.trepart.feed;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;

import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The door for CloudEvents by JMS ({@code trepart.events.in}): the commit comes first, then the
 * acknowledgement. What is refused is stored as refused, and the route puts it on the dead-letter
 * address too; what must be tried later stays on the queue. Only text and bytes are read: anything
 * else is refused without looking into it, so that nothing of a sender's is ever deserialised.
 */
@Component
public class QueuedEvents {
    private static final String FEED = "jms";
    private static final byte[] NOTHING = {};

    /** Enough to see that it is too large. */
    private static final long MOST = 64L << 20;

    private static final List<Fault> NEITHER_TEXT_NOR_BYTES =
            List.of(new Fault(FaultCode.TRP_111, "JMS message type"));

    private final EventReception reception;

    QueuedEvents(EventReception reception) {
        this.reception = reception;
    }

    /**
     * Takes one JMS message; sets the property {@code refused} for the route, and the body to what
     * the dead-letter address then gets. Throws FaultException when it must be tried later.
     */
    public void receive(Exchange exchange) throws JMSException {
        var content = content(exchange.getMessage().getBody());
        var received =
                content.isPresent()
                        ? reception.receive(
                                FEED, content.orElseThrow(), Acceptance.Alongside.NOTHING)
                        : reception.refuse(FEED, null, NEITHER_TEXT_NOR_BYTES);
        if (!received.kept()) {
            throw new FaultException(List.of(new Fault(FaultCode.TRP_603, "trepart.events.in")));
        }
        exchange.setProperty("refused", received.refused());
        exchange.getMessage().setBody(new String(content.orElse(NOTHING), StandardCharsets.UTF_8));
    }

    private static Optional<byte[]> content(@Nullable Object message) throws JMSException {
        return switch (message) {
            case TextMessage text ->
                    Optional.of(
                            Objects.requireNonNullElse(text.getText(), "")
                                    .getBytes(StandardCharsets.UTF_8));
            case BytesMessage bytes -> {
                var content = new byte[Math.toIntExact(Math.min(bytes.getBodyLength(), MOST))];
                bytes.readBytes(content);
                yield Optional.of(content);
            }
            case null, default -> Optional.empty();
        };
    }
}
