package se.trepart.feed;

import io.netty.channel.ChannelHandler;

import org.apache.camel.component.netty.ChannelHandlerFactory;
import org.apache.camel.component.netty.DefaultChannelHandlerFactory;
import org.apache.camel.component.netty.NettyComponent;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.function.Supplier;

/** The limits of the MLLP door, as parts that its route names. */
@Configuration(proxyBeanMethods = false)
class MllpDoor {
    /** By this name Camel finds it, instead of one whose threads depend on the processors. */
    @Bean("netty-component")
    NettyComponent netty(@Value("${trepart.feed.mllp.threads}") int threads) {
        var netty = new NettyComponent();
        netty.setMaximumPoolSize(threads);
        return netty;
    }

    @Bean
    ChannelHandlerFactory mllpFrames(
            @Value("${trepart.feed.mllp.largest-frame}") DataSize limit,
            @Value("${trepart.feed.mllp.frame-time}") Duration frameTime,
            @Value("${trepart.feed.mllp.idle-time}") Duration idleTime) {
        var bytes = Math.toIntExact(limit.toBytes());
        return each(() -> new MllpFrames(bytes, frameTime, idleTime));
    }

    @Bean
    ChannelHandlerFactory mllpGuard(
            @Value("${trepart.feed.mllp.connections}") int most,
            @Value("${trepart.feed.mllp.connections-per-sender}") int mostOfOne) {
        var connections = new Turnstile(most, mostOfOne);
        return each(() -> new MllpGuard(connections));
    }

    private static ChannelHandlerFactory each(Supplier<ChannelHandler> handler) {
        return new DefaultChannelHandlerFactory() {
            @Override
            public ChannelHandler newChannelHandler() {
                return handler.get();
            }
        };
    }
}
