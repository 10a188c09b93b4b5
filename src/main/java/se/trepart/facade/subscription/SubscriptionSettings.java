package se.trepart.facade.subscription;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import java.time.Duration;

/**
 * How notifications are delivered.
 *
 * @param answerTimeout how long an endpoint may take, from connecting to the end of its answer
 * @param backOffFirst the wait after the first failure; it doubles with each
 * @param backOffMost the longest wait; tries go on at it for ever
 * @param failuresUntilError after so many failures in a row the status is {@code error}
 * @param lease how long an instance that has stopped answering keeps others from its work
 * @param parallel how many notifications an instance has under way at once
 * @param eventsKept how long what has been delivered can be asked for again
 */
record SubscriptionSettings(
        Duration answerTimeout,
        Duration backOffFirst,
        Duration backOffMost,
        int failuresUntilError,
        Duration lease,
        int parallel,
        Duration eventsKept) {

    /** The settings as the hub was started with them. */
    @Component
    static class Given {
        private final SubscriptionSettings settings;

        Given(
                @Value("${trepart.subscription.answer-timeout}") String answerTimeout,
                @Value("${trepart.subscription.back-off-first}") String backOffFirst,
                @Value("${trepart.subscription.back-off-most}") String backOffMost,
                @Value("${trepart.subscription.failures-until-error}") int failuresUntilError,
                @Value("${trepart.subscription.lease}") String lease,
                @Value("${trepart.subscription.parallel}") int parallel,
                @Value("${trepart.subscription.events-kept}") String eventsKept) {
            settings =
                    new SubscriptionSettings(
                            time(answerTimeout),
                            time(backOffFirst),
                            time(backOffMost),
                            failuresUntilError,
                            time(lease),
                            parallel,
                            time(eventsKept));
        }

        SubscriptionSettings settings() {
            return settings;
        }

        private static Duration time(String text) {
            return org.springframework.boot.convert.DurationStyle.detectAndParse(text);
        }
    }
}
