package se.trepart.delivery;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

import java.time.Duration;
import java.util.List;

/**
 * Puts the destinations together from the settings; no setting has a default here, they all stand
 * in application.yaml.
 */
@Configuration(proxyBeanMethods = false)
class DeliveryBeans {
    @Bean
    DestinationSettings pasisDestination(
            @Value("${trepart.destination.pasis.deduplicates}") boolean deduplicates,
            @Value("${trepart.destination.pasis.parallel}") int parallel,
            @Value("${trepart.destination.pasis.single-connection}") boolean single,
            BackOff backOff) {
        return backOff.destination("pasis", false, deduplicates, parallel, single);
    }

    @Bean
    DestinationSettings primaryCareDestination(
            @Value("${trepart.destination.primary-care.deduplicates}") boolean deduplicates,
            @Value("${trepart.destination.primary-care.parallel}") int parallel,
            @Value("${trepart.destination.primary-care.single-connection}") boolean single,
            BackOff backOff) {
        return backOff.destination("primary-care", false, deduplicates, parallel, single);
    }

    /** The unit that referrals are passed on to, where its address is given. */
    @Bean
    @Conditional(RemissAddress.class)
    DestinationSettings remissDestination(
            @Value("${trepart.destination.remiss.deduplicates}") boolean deduplicates,
            @Value("${trepart.destination.remiss.parallel}") int parallel,
            @Value("${trepart.destination.remiss.single-connection}") boolean single,
            BackOff backOff) {
        return backOff.destination("remiss", true, deduplicates, parallel, single);
    }

    /** Whether there is somebody to pass referrals on to. */
    static final class RemissAddress implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !context.getEnvironment()
                    .getProperty("trepart.destination.remiss.address", "")
                    .isBlank();
        }
    }

    @Bean
    BackOff backOff(
            @Value("${trepart.delivery.lease}") Duration lease,
            @Value("${trepart.delivery.back-off-first}") Duration first,
            @Value("${trepart.delivery.back-off-most}") Duration most,
            @Value("${trepart.delivery.refusals-most}") int refusals,
            @Value("${trepart.delivery.refusals-for}") Duration refusalsFor) {
        return new BackOff(lease, first, most, refusals, refusalsFor);
    }

    @Bean
    Deliveries deliveries(
            List<DestinationSettings> destinations,
            List<Rendering> renderings,
            Claims claims,
            Settlements settlements,
            Sending sending) {
        return new Deliveries(destinations, renderings, claims, settlements, sending);
    }

    /** What all destinations share. */
    record BackOff(
            Duration lease, Duration first, Duration most, int refusals, Duration refusalsFor) {
        DestinationSettings destination(
                String name, boolean inTurn, boolean deduplicates, int parallel, boolean single) {
            return new DestinationSettings(
                    name,
                    inTurn,
                    deduplicates,
                    single ? 1 : parallel,
                    single,
                    lease,
                    first,
                    most,
                    refusals,
                    refusalsFor);
        }
    }
}
