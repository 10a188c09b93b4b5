package se.trepart.simulator;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/**
 * A sender's end of an MLLP connection: one message, one answer, in turn. Not for several threads
 * at once.
 */
public final class MllpClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    private MllpClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /**
     * Connects to a receiver.
     *
     * @param timeout how long to wait for the connection and for each answer
     * @throws IOException if nobody listens there
     */
    public static MllpClient connect(InetSocketAddress receiver, Duration timeout)
            throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(receiver, Math.toIntExact(timeout.toMillis()));
            socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
            socket.setTcpNoDelay(true);
            return new MllpClient(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Sends a message and waits for its answer.
     *
     * @throws IOException if no answer comes in time, or the connection ends first; the message may
     *     have been taken
     */
    public byte[] send(byte[] message) throws IOException {
        Mllp.write(socket.getOutputStream(), message);
        return receive();
    }

    /** Waits for an answer without sending anything, for receivers that answer more than once. */
    public byte[] receive() throws IOException {
        byte[] answer = Mllp.read(in);
        if (answer == null) {
            throw new EOFException("The connection was closed before an answer came");
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
