package se.trepart.simulator;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP port on loopback that can be taken down for a while; each connection has a thread of its
 * own.
 */
final class Listener implements AutoCloseable {
    private static final Duration BIND_AGAIN = Duration.ofMillis(50);

    private final Conversation conversation;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final int port;
    private @Nullable ServerSocket server;
    private @Nullable Thread accepting;
    private int outages;
    private boolean closed;

    /** Takes a port, 0 a free one; connections wait until {@link #open}. */
    Listener(int port, Conversation conversation) throws IOException {
        this.conversation = conversation;
        this.server = bind(port);
        this.port = server.getLocalPort();
    }

    /** Serves those who have connected, and those who will. */
    synchronized void open() {
        if (server != null) {
            ServerSocket socket = server;
            accepting = Thread.startVirtualThread(() -> accept(socket));
        }
    }

    int port() {
        return port;
    }

    /** Drops all connections and does not listen for a while, then listens again and tells. */
    synchronized void down(Duration time, Runnable upAgain) {
        stop();
        int outage = ++outages;
        Thread.startVirtualThread(() -> comeBack(time, outage, upAgain));
    }

    /** Listens again at once, if it does not. */
    synchronized void up() {
        int outage = ++outages;
        if (!tryToComeBack(outage, () -> {})) {
            Thread.startVirtualThread(() -> comeBack(BIND_AGAIN, outage, () -> {}));
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        stop();
    }

    private static ServerSocket bind(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw new IOException("Port " + port + " cannot be listened on: " + e.getMessage(), e);
        }
    }

    private void comeBack(Duration after, int outage, Runnable upAgain) {
        try {
            Thread.sleep(after);
            while (!tryToComeBack(outage, upAgain)) {
                Thread.sleep(BIND_AGAIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean tryToComeBack(int outage, Runnable upAgain) {
        if (closed || outage != outages || server != null) {
            return true;
        }
        try {
            server = bind(port);
            open();
            upAgain.run();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.add(connection);
                if (socket.isClosed()) {
                    connection.close();
                }
                Thread.startVirtualThread(() -> converse(connection));
            } catch (IOException e) {
                // Accepting ends with the port; a connection that broke before it was accepted
                // concerns nobody.
            }
        }
    }

    private void converse(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            conversation.with(connection);
        } catch (IOException e) {
            // The other end has gone; that is its right, and the witness has what came before.
        } finally {
            connections.remove(connection);
        }
    }

    private void stop() {
        try {
            if (server != null) {
                server.close();
                server = null;
                awaitAccepting();
            }
            for (Socket connection : connections) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port takes connections until the thread that waits for them has let go of it. */
    private void awaitAccepting() {
        try {
            if (accepting != null) {
                accepting.join();
                accepting = null;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What is said on one connection, from its beginning to its end. */
    interface Conversation {
        void with(Socket connection) throws IOException;
    }
}
