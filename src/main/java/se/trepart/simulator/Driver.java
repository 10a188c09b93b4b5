package se.trepart.simulator;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * Plays one sender's messages into the hub, each on the connection of the one before, and tries
 * again when the hub says "try later" (AE) or cannot be reached. Not for several threads at once.
 */
public final class Driver implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final InetSocketAddress hub;
    private final Duration patience;
    private @Nullable MllpClient connection;

    /**
     * @param patience how long a message is tried again before the driver gives up
     */
    public Driver(InetSocketAddress hub, Duration patience) {
        this.hub = hub;
        this.patience = patience;
    }

    /**
     * What the hub said to a message.
     *
     * @param code MSA-1
     * @param text the whole answer, for people
     * @param time from the last byte sent to the answer, at the try that was answered
     */
    public record DriverAnswer(String code, String text, Duration time) {
        /** Whether the sender may forget the message. */
        public boolean accepted() {
            return code.equals("AA");
        }
    }

    /**
     * Sends a message until it is accepted or refused.
     *
     * @throws IOException if the hub neither accepts nor refuses it in time
     */
    public DriverAnswer send(DriverMessage message) throws IOException {
        Instant deadline = Instant.now().plus(patience);
        while (true) {
            try {
                DriverAnswer answer = sendOnce(message);
                if (!answer.code().equals("AE") || Instant.now().isAfter(deadline)) {
                    return answer;
                }
            } catch (IOException e) {
                close();
                if (Instant.now().isAfter(deadline)) {
                    throw e;
                }
            }
            pause();
        }
    }

    private DriverAnswer sendOnce(DriverMessage message) throws IOException {
        MllpClient open = connection;
        if (open == null) {
            open = MllpClient.connect(hub, ANSWER);
            connection = open;
        }
        long sent = System.nanoTime();
        String answer = new String(open.send(message.bytes()), StandardCharsets.UTF_8);
        Duration time = Duration.ofNanos(System.nanoTime() - sent);
        String[] msa = field(answer, "MSA|");
        if (msa.length < 3 || !msa[2].equals(message.controlId())) {
            throw new IOException("The answer is not the one to " + message.controlId());
        }
        return new DriverAnswer(msa[1], answer.replace('\r', '\n').strip(), time);
    }

    @Override
    public void close() throws IOException {
        MllpClient open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }

    private static String[] field(String answer, String segment) {
        for (String line : answer.split("\r", -1)) {
            if (line.startsWith(segment)) {
                return line.split("\\|", -1);
            }
        }
        return new String[0];
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }
}
