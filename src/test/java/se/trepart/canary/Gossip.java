package se.trepart.canary;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A partner that refuses everything, and in every field of its answer tells about whom. */
final class Gossip implements AutoCloseable {
    private static final int VT = 0x0B;
    private static final int FS = 0x1C;

    private final ServerSocket door;
    private volatile int answered;

    Gossip() throws IOException {
        this.door = new ServerSocket(0);
        Thread.ofVirtual().start(this::listen);
    }

    int port() {
        return door.getLocalPort();
    }

    int answered() {
        return answered;
    }

    private void listen() {
        while (!door.isClosed()) {
            try (var socket = door.accept()) {
                talk(socket);
            } catch (IOException closed) {
                // the next one
            }
        }
    }

    private void talk(Socket socket) throws IOException {
        for (var message = read(socket); message.contains("MSH"); message = read(socket)) {
            var id = message.split("\\|", 11)[9];
            socket.getOutputStream()
                    .write(
                            ((char) VT + answer(id) + (char) FS + '\r')
                                    .getBytes(StandardCharsets.UTF_8));
            answered++;
        }
    }

    private static String answer(String id) {
        var told = Canaries.IDENTITY + " " + Canaries.FAMILY + " " + Canaries.PHONE;
        return "MSH|^~\\&|%2$s|%2$s|||20230314||ACK|%2$s|P|2.5.1\rMSA|AR|%1$s|%2$s\rERR||PID^1^3|%2$s^%2$s|E|%2$s^%2$s|%2$s|%2$s|%2$s\rNTE|1||%2$s\r"
                .formatted(id, told);
    }

    private static String read(Socket socket) throws IOException {
        var content = new ByteArrayOutputStream();
        var next = socket.getInputStream().read();
        while (next >= 0 && next != FS) {
            content.write(next);
            next = socket.getInputStream().read();
        }
        return content.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
