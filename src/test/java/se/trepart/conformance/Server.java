package se.trepart.conformance;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** An MLLP server that is bad in one way, as servers are. */
final class Server implements AutoCloseable {
    /** How it is bad. */
    enum Flaw {
        NONE,
        ABSENT,
        TWICE,
        OTHER_ID,
        UNFRAMED,
        CLOSES_AFTER_ONE,
        FIRST_OF_SEGMENT,
        SEGMENT_IS_FRAME,
        REVERSED,
        JUNK_ENDS_IT,
        ONE_AT_A_TIME,
        LATE_TO_THE_NEXT,
        WRONG_CHARSET,
        SMALL,
        ACCEPTS_ANYTHING,
        ACCEPTS_HALF
    }

    private final Flaw flaw;
    private final ServerSocket socket;
    private final List<Socket> connections = Collections.synchronizedList(new ArrayList<>());

    Server(Flaw flaw) throws IOException {
        this.flaw = flaw;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(this::accept);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var connection = socket.accept();
                connections.add(connection);
                if (flaw == Flaw.ONE_AT_A_TIME) {
                    converse(connection);
                } else {
                    Thread.startVirtualThread(() -> converse(connection));
                }
            } catch (IOException ended) {
                // by close
            }
        }
    }

    private void converse(Socket connection) {
        try (connection) {
            var out = connection.getOutputStream();
            serve(connection.getInputStream(), out);
        } catch (IOException gone) {
            // the other end's right
        }
    }

    /** Some time later, to whoever has come last. */
    private void answerLate(byte[] frame) {
        Thread.startVirtualThread(() -> {
            try {
                Thread.sleep(60);
                connections.getLast().getOutputStream().write(frame);
            } catch (IOException | InterruptedException gone) {
                // the other end's right
            }
        });
    }

    private void serve(InputStream in, OutputStream out) throws IOException {
        var open = new ByteArrayOutputStream();
        var buffer = new byte[65_536];
        for (var read = in.read(buffer); read != -1; read = in.read(buffer)) {
            open.write(buffer, 0, read);
            if (flaw == Flaw.SEGMENT_IS_FRAME && buffer[read - 1] != Line.CR) {
                return;
            }
            var frames = cut(open);
            if (frames == null) {
                return;
            }
            if (flaw == Flaw.FIRST_OF_SEGMENT && frames.size() > 1) {
                frames = frames.subList(0, 1);
            }
            if (flaw == Flaw.REVERSED) {
                Collections.reverse(frames);
            }
            for (var frame : frames) {
                answer(frame, out);
                if (flaw == Flaw.CLOSES_AFTER_ONE) {
                    return;
                }
            }
        }
        if (flaw == Flaw.ACCEPTS_HALF && open.size() > 0) {
            answer(new String(open.toByteArray(), StandardCharsets.ISO_8859_1), out);
        }
    }

    /** The whole frames so far; null when the connection must end. */
    private @Nullable List<String> cut(ByteArrayOutputStream open) {
        var text = open.toString(StandardCharsets.ISO_8859_1);
        var frames = new ArrayList<String>();
        while (true) {
            var start = text.indexOf(Line.VT);
            if (flaw == Flaw.JUNK_ENDS_IT && start != 0 && !text.isEmpty()) {
                return null;
            }
            var end = text.indexOf("\u001c\r", Math.max(start, 0));
            if (start < 0 || end < 0) {
                break;
            }
            frames.add(text.substring(start + 1, end));
            text = text.substring(end + 2);
        }
        var limit = flaw == Flaw.SMALL ? 100_000 : 4 * 1024 * 1024 + 100;
        if (text.length() > limit) {
            return null;
        }
        open.reset();
        open.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
        return frames;
    }

    private void answer(String message, OutputStream out) throws IOException {
        var header = message.split("\r")[0].split("\\|", -1);
        var known = message.contains("MSH|") && header.length > 17;
        var id = known ? header[9] : "";
        var code = known || flaw == Flaw.ACCEPTS_ANYTHING ? "AA" : "AR";
        var named = flaw == Flaw.OTHER_ID ? id + "X" : id;
        var charset = known ? header[17].strip() : "";
        var text = "MSH|^~\\&|||||||ACK|1|P|2.5.1||||||" + charset + "\rMSA|" + code + "|" + named;
        var bytes = (text + "|å\r").getBytes(charset(charset));
        var frame = flaw == Flaw.UNFRAMED ? bytes : Line.framed(bytes);
        switch (flaw) {
            case ABSENT -> {}
            case LATE_TO_THE_NEXT -> answerLate(frame);
            case TWICE -> {
                out.write(frame);
                out.write(frame);
            }
            default -> out.write(frame);
        }
    }

    private Charset charset(String declared) {
        var latin = declared.equals("8859/1") || flaw == Flaw.WRONG_CHARSET;
        return latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (var connection : connections) {
            connection.close();
        }
    }
}
