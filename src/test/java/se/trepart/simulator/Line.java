package se.trepart.simulator;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A bare connection to a simulator, for what no well-behaved client does. */
final class Line implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    Line(Simulator<?> simulator) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), simulator.mllpPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Writes bytes in one go, whatever they are. */
    void write(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        socket.getOutputStream().write(all.toByteArray());
        socket.getOutputStream().flush();
    }

    /** The next answer. */
    Hl7Message answer() throws IOException {
        byte[] answer = Mllp.read(in);
        if (answer == null) {
            throw new AssertionError("The connection ended before an answer came");
        }
        return Hl7Message.parse(answer);
    }

    /** Reads on; -1 at the end of the connection. */
    int read() throws IOException {
        return in.read();
    }

    void waitAtMost(int millis) throws IOException {
        socket.setSoTimeout(millis);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    static byte[] frame(byte[] message) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        Mllp.write(frame, message);
        return frame.toByteArray();
    }

    static byte[] junk(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
