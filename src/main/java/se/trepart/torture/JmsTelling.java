package se.trepart.torture;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Session;

import java.nio.charset.StandardCharsets;

/** Copies of events on the queue; what a wiped broker loses was told by HTTP too. */
final class JmsTelling implements Telling {
    private final ConnectionFactory broker;

    JmsTelling(ConnectionFactory broker) {
        this.broker = broker;
    }

    @Override
    public Answered tell(Item item) {
        try (var connection = broker.createConnection();
                var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                var producer = session.createProducer(session.createQueue("trepart.events.in"))) {
            producer.send(
                    session.createTextMessage(new String(item.bytes(), StandardCharsets.UTF_8)));
            return new Answered("sent", "");
        } catch (JMSException | JMSRuntimeException away) {
            return Answered.NOTHING;
        }
    }

    @Override
    public void close() {
        // Each message has a connection of its own.
    }
}
