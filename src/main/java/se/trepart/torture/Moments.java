package se.trepart.torture;

import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

/**
 * Puts labels around the hub's beans and on its database, in a hub that the torture started with
 * the profile {@code torture}; no other hub has any of this. The hub's own code knows nothing of
 * it.
 */
@Configuration(proxyBeanMethods = false)
@Profile("torture")
class Moments {
    /** What each bean's call is called. */
    private static final Map<String, String> CALLS =
            Map.of(
                    "reception", "hl7-message",
                    "eventReception", "event-message",
                    "queuedEvents", "queued-event",
                    "appending", "appending",
                    "routeSending", "send",
                    "deliverySettling", "settling",
                    "settlements", "settlement",
                    "wakeups", "wake-up",
                    "eventsOut", "events-out");

    @Bean
    static HaltingMoment haltingMoment(
            @Value("${trepart.torture.halt-at:}") List<String> labels,
            @Value("${trepart.torture.reached:target/reached}") Path reached) {
        return new HaltingMoment(labels, reached);
    }

    @Bean
    static ApplicationListener<ApplicationReadyEvent> arming(HaltingMoment moment) {
        return ready -> moment.arm();
    }

    @Bean
    static BeanPostProcessor labelling(HaltingMoment moment) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof DataSource database) {
                    return new LabelledDatabase(database, moment);
                }
                var label = CALLS.get(name);
                return label == null ? bean : labelled(bean, label, moment);
            }
        };
    }

    private static Object labelled(Object bean, String label, Moment moment) {
        var proxy = new ProxyFactory(bean);
        proxy.setProxyTargetClass(true);
        proxy.addAdvice(
                (MethodInterceptor)
                        call -> {
                            moment.at("before-" + label);
                            var result = call.proceed();
                            moment.at("after-" + label);
                            return result;
                        });
        return proxy.getProxy(bean.getClass().getClassLoader());
    }
}
