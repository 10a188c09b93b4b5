package se.trepart.torture;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.regex.Pattern;

/**
 * A PASiS that takes everything, and remembers of each stream {@code M0000001}… only how far it has
 * come: first a registrering with the control id {@code M0000001-1}, then one of another control
 * id.
 */
final class FastWitness implements AutoCloseable {
    private static final Pattern STREAM = Pattern.compile("\\b(M\\d{7})\\b");
    private static final int START = 0x0b;
    private static final int END = 0x1c;
    private static final String FIRST = "-1";

    private final ServerSocket socket;
    private final AtomicReferenceArray<String> last;
    private final AtomicLong effects = new AtomicLong();
    private final AtomicLong again = new AtomicLong();
    private final AtomicLong disorder = new AtomicLong();

    FastWitness(int port, int streams) throws IOException {
        this.last = new AtomicReferenceArray<>(streams + 1);
        this.socket = new ServerSocket();
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Messages that were not there before. */
    long effects() {
        return effects.get();
    }

    /** Messages that came although they had been answered. */
    long again() {
        return again.get();
    }

    /** Messages that came before one that they should have come after. */
    long disorder() {
        return disorder.get();
    }

    void forget() {
        effects.set(0);
        again.set(0);
        disorder.set(0);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var connection = socket.accept();
                Thread.ofVirtual().start(() -> converse(connection));
            } catch (IOException closed) {
                // by close
            }
        }
    }

    private void converse(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            var in = new BufferedInputStream(connection.getInputStream());
            for (var frame = frame(in); !frame.isEmpty(); frame = frame(in)) {
                var header = frame.substring(0, frame.indexOf('\r')).split("\\|", -1);
                note(frame, header[9]);
                connection
                        .getOutputStream()
                        .write(
                                ("\u000bMSH|^~\\&|PASIS||||20230314||ACK|A|P|2.5.1\rMSA|AA|"
                                                + header[9]
                                                + "\r\u001c\r")
                                        .getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException gone) {
            // The hub has what it wanted.
        }
    }

    private void note(String frame, String controlId) {
        var stream = STREAM.matcher(frame);
        var number = stream.find() ? Integer.parseInt(stream.group(1).substring(1)) : 0;
        if (number == 0) {
            effects.incrementAndGet();
            return;
        }
        var before = last.getAndSet(number, controlId);
        if (controlId.equals(before)) {
            again.incrementAndGet();
        } else {
            effects.incrementAndGet();
            if ((before == null) != controlId.endsWith(FIRST)) {
                disorder.incrementAndGet();
            }
        }
    }

    private static String frame(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream(2_048);
        for (var one = in.read(); one != -1 && one != END; one = in.read()) {
            if (one != START && (bytes.size() > 0 || one != '\r')) {
                bytes.write(one);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
