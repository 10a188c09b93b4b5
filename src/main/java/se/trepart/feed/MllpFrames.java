package se.trepart.feed;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.util.concurrent.ScheduledFuture;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * MLLP's frames of one connection (VT … FS CR), within limits. What stands between frames is passed
 * by. Of a frame beyond the limit, one byte more than the limit is handed on at once, so that it is
 * refused, and the rest passed by as it comes: a connection never holds more than that. A frame
 * that is begun and not ended in time, or a connection that is silent for too long, is closed.
 */
final class MllpFrames extends ByteToMessageDecoder {
    private static final byte START = 0x0B;
    private static final byte END = 0x1C;
    private static final byte RETURN = 0x0D;
    private static final long LOOKS = 4;

    private final int limit;
    private final Duration frameTime;
    private final Duration idleTime;
    private State state = State.BETWEEN;
    private int scanned;
    private long begun;
    private long lastByte = System.nanoTime();
    private @Nullable ScheduledFuture<?> clock;

    private enum State {
        BETWEEN,
        INSIDE,
        TOO_LARGE
    }

    /**
     * One for each connection.
     *
     * @param limit of a frame's content, in bytes
     * @param frameTime from a frame's first byte to its last
     * @param idleTime without any byte
     */
    MllpFrames(int limit, Duration frameTime, Duration idleTime) {
        this.limit = limit;
        this.frameTime = frameTime;
        this.idleTime = idleTime;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        var look = Math.min(frameTime.toMillis(), idleTime.toMillis()) / LOOKS + 1;
        clock =
                context.executor()
                        .scheduleWithFixedDelay(
                                () -> closeWhenLate(context), look, look, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) {
        if (clock != null) {
            clock.cancel(false);
        }
    }

    private void closeWhenLate(ChannelHandlerContext context) {
        var now = System.nanoTime();
        var late =
                state == State.BETWEEN
                        ? now - lastByte > idleTime.toNanos()
                        : now - begun > frameTime.toNanos();
        if (late) {
            var _ = context.close();
        }
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        lastByte = System.nanoTime();
        switch (state) {
            case BETWEEN -> begin(in);
            case INSIDE -> inside(in, out);
            case TOO_LARGE -> passBy(in);
        }
    }

    private void begin(ByteBuf in) {
        var start = in.bytesBefore(START);
        if (start < 0) {
            in.skipBytes(in.readableBytes());
            return;
        }
        in.skipBytes(start + 1);
        state = State.INSIDE;
        scanned = 0;
        begun = lastByte;
    }

    private void inside(ByteBuf in, List<Object> out) {
        var end = end(in, scanned);
        var length = end < 0 ? in.readableBytes() : end;
        if (length > limit) {
            out.add(bytes(in, limit + 1));
            state = State.TOO_LARGE;
        } else if (end >= 0) {
            out.add(bytes(in, end));
            in.skipBytes(2);
            state = State.BETWEEN;
        } else {
            scanned = Math.max(0, in.readableBytes() - 1);
        }
    }

    private void passBy(ByteBuf in) {
        var end = end(in, 0);
        if (end >= 0) {
            in.skipBytes(end + 2);
            state = State.BETWEEN;
        } else {
            // The last byte may be the first of the end.
            in.skipBytes(in.readableBytes() - 1);
        }
    }

    /** How many bytes come before FS CR; negative when it is not there yet. */
    private static int end(ByteBuf in, int from) {
        var last = in.readableBytes() - 1;
        for (var at = from; at < last; at++) {
            var found = in.bytesBefore(in.readerIndex() + at, last - at, END);
            if (found < 0) {
                return -1;
            }
            at += found;
            if (in.getByte(in.readerIndex() + at + 1) == RETURN) {
                return at;
            }
        }
        return -1;
    }

    private static byte[] bytes(ByteBuf in, int length) {
        var bytes = new byte[length];
        in.readBytes(bytes);
        return bytes;
    }
}
