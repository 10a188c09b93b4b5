package se.trepart.routes;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * MLLP by hand, on a socket of its own: block framing as the HL7 transport specification has it.
 */
final class Mllp implements AutoCloseable {
    private static final int VT = 0x0B;
    private static final int FS = 0x1C;
    private static final int CR = 0x0D;

    private final Socket socket;

    Mllp(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
    }

    static Mllp connect(int port) throws IOException {
        return new Mllp(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    static byte[] frame(String message) {
        return ((char) VT + message + (char) FS + (char) CR).getBytes(StandardCharsets.UTF_8);
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** The next frame's content; EOFException when the other side has closed. */
    String read() throws IOException {
        InputStream in = socket.getInputStream();
        int next = in.read();
        while (next >= 0 && next != VT) {
            next = in.read();
        }
        var content = new ByteArrayOutputStream();
        next = in.read();
        while (next >= 0 && next != FS) {
            content.write(next);
            next = in.read();
        }
        if (next < 0) {
            throw new EOFException("the other side has closed");
        }
        in.read();
        return content.toString(StandardCharsets.UTF_8);
    }

    /** Whether the other side has closed: its end comes, and nothing before it. */
    boolean isClosedByTheOther() throws IOException {
        return socket.getInputStream().read() < 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
