package se.trepart.feed;

import io.netty.channel.ChannelHandler;

import org.apache.camel.CamelContext;
import org.apache.camel.component.netty.ChannelHandlerFactory;
import org.apache.camel.component.netty.DefaultChannelHandlerFactory;
import org.apache.camel.component.netty.NettyComponent;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.util.function.Supplier;

/** The limits of the MLLP door, as parts that its route names. */
@Configuration(proxyBeanMethods = false)
class MllpDoor {
    /**
     * Camel's own has as many threads as there are processors, twice, and one. It belongs to the
     * hub's context and is no bean: the context that checks changed routes would find it, and stop
     * it when the check is over.
     */
    @Bean
    CamelContextConfiguration mllpThreads(@Value("${trepart.feed.mllp.threads}") int threads) {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext hub) {
                var netty = new NettyComponent();
                netty.setMaximumPoolSize(threads);
                hub.addComponent("netty", netty);
            }

            @Override
            public void afterApplicationStart(CamelContext hub) {}
        };
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
