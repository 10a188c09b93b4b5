package se.trepart.delivery;

import org.apache.camel.CamelContext;
import org.apache.camel.ExchangePattern;
import org.apache.camel.ProducerTemplate;
import org.springframework.stereotype.Component;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Arrays;
import java.util.NoSuchElementException;

/**
 * Sends by the route {@code deliver-<destination>}: the route carries, the outcome is decided here.
 */
@Component
class RouteSending implements Sending {
    private final ProducerTemplate template;

    RouteSending(CamelContext camel) {
        this.template = camel.createProducerTemplate();
    }

    @Override
    public Sent send(String destination, byte[] message) {
        var exchange =
                template.send(
                        "direct:deliver-" + destination,
                        ExchangePattern.InOut,
                        out -> out.getIn().setBody(message));
        var trouble = exchange.getException();
        if (trouble != null) {
            return connected(trouble)
                    ? new Unanswered(new Fault(FaultCode.TRP_402, destination))
                    : new NotConnected(new Fault(FaultCode.TRP_401, destination));
        }
        var answer = exchange.getMessage().getBody(byte[].class);
        // A partner that closed without an answer leaves in the exchange what was sent to it.
        return answer == null || answer.length == 0 || Arrays.equals(answer, message)
                ? new Unanswered(new Fault(FaultCode.TRP_402, destination))
                : new Answered(answer);
    }

    /** A pool that could not give a connection (NoSuchElementException) has sent nothing either. */
    private static boolean connected(Throwable trouble) {
        for (var cause = trouble; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConnectException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof UnknownHostException
                    || cause instanceof UnresolvedAddressException
                    || cause instanceof NoSuchElementException) {
                return false;
            }
        }
        return true;
    }
}
