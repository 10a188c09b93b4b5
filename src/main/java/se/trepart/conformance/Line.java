package se.trepart.conformance;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;

/** One connection to the endpoint, byte by byte as the test wants it. */
final class Line implements AutoCloseable {
    static final int VT = 0x0B;
    static final int FS = 0x1C;
    static final int CR = 0x0D;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final Endpoint endpoint;

    Line(Endpoint endpoint) throws IOException {
        this.endpoint = endpoint;
        this.socket = new Socket();
        try {
            socket.connect(endpoint.address(), Math.toIntExact(endpoint.patience().toMillis()));
            socket.setTcpNoDelay(true);
            this.in = new BufferedInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    static byte[] framed(byte[] message) {
        var frame = new byte[message.length + 3];
        frame[0] = VT;
        System.arraycopy(message, 0, frame, 1, message.length);
        frame[frame.length - 2] = FS;
        frame[frame.length - 1] = CR;
        return frame;
    }

    void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    void writeSlices(byte[] bytes, int size) throws IOException {
        for (var at = 0; at < bytes.length; at += size) {
            out.write(bytes, at, Math.min(size, bytes.length - at));
            out.flush();
        }
    }

    /** What one reading came to. */
    sealed interface Heard {
        /** A frame's content. */
        record Answer(Reply reply) implements Heard {}

        /** Bytes that stand in no frame. */
        record Unframed(int first) implements Heard {}

        record Nothing() implements Heard {}

        record Closed() implements Heard {}
    }

    /** The next answer, within the endpoint's patience. */
    Heard hear() throws IOException {
        return hear(endpoint.patience());
    }

    /** Whatever comes though nothing may come. */
    Heard listen() throws IOException {
        return hear(endpoint.quiet());
    }

    private Heard hear(Duration patience) throws IOException {
        try {
            socket.setSoTimeout(Math.toIntExact(patience.toMillis()));
            var first = in.read();
            if (first == -1) {
                return new Heard.Closed();
            }
            return first == VT ? frame() : new Heard.Unframed(first);
        } catch (SocketTimeoutException e) {
            return new Heard.Nothing();
        } catch (java.net.SocketException reset) {
            return new Heard.Closed();
        }
    }

    private Heard frame() throws IOException {
        var content = new ByteArrayOutputStream();
        for (var next = in.read(); next != -1; next = in.read()) {
            if (next == FS) {
                return in.read() == CR
                        ? new Heard.Answer(new Reply(content.toByteArray()))
                        : new Heard.Unframed(FS);
            }
            content.write(next);
        }
        return new Heard.Closed();
    }

    /** The next answer; empty when there is none. */
    Optional<Reply> answer() throws IOException {
        return hear() instanceof Heard.Answer(Reply reply) ? Optional.of(reply) : Optional.empty();
    }

    /** Says that nothing more will come, and goes on listening. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
