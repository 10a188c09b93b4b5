package se.trepart.cli;

import org.jspecify.annotations.Nullable;

import se.trepart.simulator.MessageHeader;
import se.trepart.simulator.MllpClient;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Sends files of HL7 v2 messages over one MLLP connection, which is opened again when it has
 * broken.
 */
final class MessageSender implements AutoCloseable {
    private final InetSocketAddress receiver;
    private final Duration timeout;
    private @Nullable MllpClient connection;

    MessageSender(InetSocketAddress receiver, Duration timeout) {
        this.receiver = receiver;
        this.timeout = timeout;
    }

    /** Sends each message of a file when the one before has been answered. */
    void send(byte[] file, Consumer<Reply> replies) throws IOException {
        List<byte[]> messages = Hl7File.messages(file);
        if (messages.isEmpty()) {
            replies.accept(Reply.unanswered("-", "the file holds no HL7 v2 message"));
        }
        for (byte[] message : messages) {
            replies.accept(send(message));
        }
    }

    @Override
    public void close() throws IOException {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    private Reply send(byte[] message) throws IOException {
        String id = MessageHeader.field(message, 10);
        try {
            if (connection == null) {
                connection = MllpClient.connect(receiver, timeout);
            }
            Acknowledgement answer = Acknowledgement.parse(connection.send(message));
            if (!answer.controlId().equals(id)) {
                close();
                return Reply.unanswered(
                        id, "the answer is for another message: " + answer.controlId());
            }
            Reply.Outcome outcome = answer.accepts() ? Reply.Outcome.TAKEN : Reply.Outcome.REFUSED;
            return new Reply(outcome, answer.code() + "  " + id, answer.reasons());
        } catch (IOException e) {
            close();
            return Reply.unanswered(id, String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            close();
            return Reply.unanswered(id, "the answer is no HL7 v2 message");
        }
    }
}
