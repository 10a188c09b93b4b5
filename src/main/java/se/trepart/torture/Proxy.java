package se.trepart.torture;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP proxy on the way to somebody, which treats bytes as bad networks do. */
final class Proxy implements AutoCloseable {
    /** How the network is. */
    enum Weather {
        CLEAR,
        LATENCY,
        NARROW,
        SILENCE,
        RESET,
        SLICES,
        HALF_OPEN
    }

    private static final long LATENCY_MILLIS = 400;
    private static final int NARROW_BYTES = 200;
    private static final long NARROW_MILLIS = 50;

    private final ServerSocket socket;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile Weather weather = Weather.CLEAR;
    private volatile List<String> lastWords = List.of();

    Proxy(int port, int target) throws IOException {
        this.target = target;
        this.socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    /** From now on; connections that are open are reset. */
    void weather(Weather now) {
        weather = now;
        lastWords = List.of();
        // What was swallowed does not come back; both ends find out when they are cut off.
        open.forEach(Proxy::reset);
    }

    /** From now on, also for what is open: whoever waits is not told. */
    void weatherUnnoticed(Weather now) {
        weather = now;
    }

    /**
     * Once somebody has said these words one after another on the way to the target, it is half
     * open: nothing more passes, and neither end is told that the other has gone.
     */
    void halfOpenAfter(String... words) {
        lastWords = List.of(words);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                var from = socket.accept();
                Thread.ofVirtual().start(() -> join(from));
            } catch (IOException closed) {
                // by close
            }
        }
    }

    private void join(Socket from) {
        try (from;
                var to = new Socket()) {
            open.add(from);
            if (weather == Weather.RESET) {
                reset(from);
                return;
            }
            to.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 3_000);
            open.add(to);
            from.setTcpNoDelay(true);
            to.setTcpNoDelay(true);
            var back = Thread.ofVirtual().start(() -> carry(to, from));
            carry(from, to);
            back.join();
            open.remove(to);
        } catch (IOException gone) {
            // One end has gone, or never was.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(from);
        }
    }

    private void carry(Socket from, Socket to) {
        try {
            var in = from.getInputStream();
            var out = to.getOutputStream();
            var bytes = new byte[16_384];
            var heard = 0;
            for (var read = in.read(bytes); read != -1; read = in.read(bytes)) {
                pass(bytes, read, out);
                heard = heard(heard, bytes, read);
            }
            if (weather != Weather.HALF_OPEN) {
                to.shutdownOutput();
            }
        } catch (IOException gone) {
            reset(from);
            reset(to);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many of the last words have been said. */
    private int heard(int before, byte[] bytes, int length) {
        var words = lastWords;
        if (before >= words.size()
                || !new String(bytes, 0, length, StandardCharsets.ISO_8859_1)
                        .contains(words.get(before))) {
            return before;
        }
        if (before + 1 == words.size()) {
            lastWords = List.of();
            weather = Weather.HALF_OPEN;
        }
        return before + 1;
    }

    private void pass(byte[] bytes, int length, OutputStream out)
            throws IOException, InterruptedException {
        switch (weather) {
            case CLEAR, RESET -> out.write(bytes, 0, length);
            case LATENCY -> {
                Thread.sleep(LATENCY_MILLIS);
                out.write(bytes, 0, length);
            }
            case NARROW -> {
                for (var at = 0; at < length; at += NARROW_BYTES) {
                    Thread.sleep(NARROW_MILLIS);
                    out.write(bytes, at, Math.min(NARROW_BYTES, length - at));
                }
            }
            case SLICES -> {
                for (var at = 0; at < Math.min(length, 2_000); at++) {
                    out.write(bytes, at, 1);
                    out.flush();
                }
                out.write(bytes, Math.min(length, 2_000), length - Math.min(length, 2_000));
            }
            case SILENCE, HALF_OPEN -> {
                // swallowed
            }
        }
        out.flush();
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException gone) {
            // It is gone already.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        open.forEach(Proxy::reset);
    }
}
