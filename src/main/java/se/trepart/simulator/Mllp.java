package se.trepart.simulator;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The minimal lower layer protocol: a message stands between VT and FS CR (HL7 v2, appendix C). */
public final class Mllp {
    static final int VT = 0x0B;
    static final int FS = 0x1C;
    static final int CR = 0x0D;

    /** Bytes: what no frame may exceed (contract, section 3.2). */
    static final int LIMIT = 4 * 1024 * 1024;

    private Mllp() {}

    /** Writes one frame at once. */
    public static void write(OutputStream out, byte[] message) throws IOException {
        byte[] frame = new byte[message.length + 3];
        frame[0] = VT;
        System.arraycopy(message, 0, frame, 1, message.length);
        frame[frame.length - 2] = FS;
        frame[frame.length - 1] = CR;
        out.write(frame);
        out.flush();
    }

    /**
     * Reads the next frame's message; null when the stream ends before one is complete. Junk
     * between frames is skipped.
     */
    public static byte @Nullable [] read(InputStream in) throws IOException {
        return read(in, Watcher.NOBODY);
    }

    /** As {@link #read(InputStream)}, with somebody looking on who may slow it down or end it. */
    static byte @Nullable [] read(InputStream in, Watcher watcher) throws IOException {
        int next = in.read();
        while (next != VT && next != -1) {
            next = in.read();
        }
        if (next == -1) {
            return null;
        }
        watcher.begun();
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        int last = -1;
        while (message.size() <= LIMIT) {
            watcher.beforeByte();
            next = in.read();
            if (next == -1) {
                return null;
            } else if (next == VT) {
                message.reset();
            } else if (last == FS && next == CR) {
                byte[] bytes = message.toByteArray();
                return java.util.Arrays.copyOf(bytes, bytes.length - 1);
            } else {
                message.write(next);
            }
            if (next == CR) {
                watcher.afterSegment(message);
            }
            last = next;
        }
        throw new IOException("A frame exceeds " + LIMIT + " bytes");
    }

    /** Looks on while a frame is read. */
    interface Watcher {
        Watcher NOBODY = new Watcher() {};

        /** The frame's first byte is there. */
        default void begun() throws IOException {}

        /** The next byte of the frame is about to be read. */
        default void beforeByte() throws IOException {}

        /** A segment has ended; this much of the message has been read. */
        default void afterSegment(ByteArrayOutputStream soFar) throws IOException {}
    }
}
