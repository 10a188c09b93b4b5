package se.trepart.feed;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps one connection within its share: closed at once when its sender has too many, and not read
 * from while its frames wait for answers or its answers for being read.
 */
final class MllpGuard extends ChannelDuplexHandler {
    private static final Logger LOG = LoggerFactory.getLogger(MllpGuard.class);
    private static final int WAITING_MOST = 32;

    private final Turnstile connections;
    private final AtomicBoolean entered = new AtomicBoolean();
    private int waiting;

    MllpGuard(Turnstile connections) {
        this.connections = connections;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) throws Exception {
        var sender = sender(context);
        if (connections.enter(sender)) {
            entered.set(true);
            super.channelActive(context);
        } else {
            LOG.warn("{} has too many connections, one more is closed", sender);
            var _ = context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        if (entered.getAndSet(false)) {
            connections.leave(sender(context));
        }
        super.channelInactive(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) throws Exception {
        waiting++;
        readAsFarAsItMay(context);
        super.channelRead(context, frame);
    }

    @Override
    public void write(ChannelHandlerContext context, Object answer, ChannelPromise promise)
            throws Exception {
        waiting--;
        super.write(context, answer, promise);
        readAsFarAsItMay(context);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        readAsFarAsItMay(context);
        super.channelWritabilityChanged(context);
    }

    private void readAsFarAsItMay(ChannelHandlerContext context) {
        var may = waiting < WAITING_MOST && context.channel().isWritable();
        if (context.channel().config().isAutoRead() != may) {
            context.channel().config().setAutoRead(may);
        }
    }

    private static InetAddress sender(ChannelHandlerContext context) {
        return context.channel().remoteAddress() instanceof InetSocketAddress socket
                ? socket.getAddress()
                : InetAddress.getLoopbackAddress();
    }
}
