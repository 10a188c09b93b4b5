package se.trepart.settings;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;

import java.util.ArrayList;
import java.util.List;

/** Stops the start, with every problem listed, when a setting is missing or wrong. */
public final class SettingsCheck
        implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {
    private static final String ADDRESS =
            "(https://[A-Za-z0-9.-]+|https?://(localhost|127(\\.\\d{1,3}){3}|\\[::1]))(:\\d{1,5})?(/[A-Za-z0-9._~/-]*)?";
    private static final String ADDRESSES = ADDRESS + "(\\s*,\\s*" + ADDRESS + ")*";
    private static final List<Setting> SETTINGS =
            List.of(
                    Setting.port("server.port"),
                    Setting.port("management.server.port"),
                    Setting.matching(
                            "trepart.hsa-id",
                            "an HSA-id, such as SE162321000255-TRP001",
                            "(?i)SE(16)?\\d{10}-[A-Z0-9]+"),
                    Setting.oneOf("trepart.production", "true", "false"),
                    Setting.matching("trepart.data-dir", "a directory to keep data in", ".+"),
                    Setting.directory("trepart.routes-dir"),
                    Setting.directory("trepart.mappings-dir"),
                    Setting.directory("trepart.profiles-dir"),
                    Setting.duration("trepart.reload.settle"),
                    Setting.duration("trepart.consultation.presence-tolerance"),
                    Setting.share("trepart.cause.silence-chance"),
                    Setting.duration("trepart.feed.duplicate-window"),
                    Setting.duration("trepart.feed.not-concerned-retention"),
                    Setting.matching(
                            "trepart.feed.mllp.host", "an address to listen on", "[A-Za-z0-9.:-]+"),
                    Setting.port("trepart.feed.mllp.port"),
                    Setting.size("trepart.feed.mllp.largest-frame"),
                    Setting.duration("trepart.feed.mllp.frame-time"),
                    Setting.duration("trepart.feed.mllp.idle-time"),
                    Setting.number("trepart.feed.mllp.connections"),
                    Setting.number("trepart.feed.mllp.connections-per-sender"),
                    Setting.size("trepart.feed.free-space-low"),
                    Setting.size("trepart.feed.free-space-least"),
                    Setting.size("trepart.feed.http.largest-body"),
                    Setting.duration("trepart.feed.http.body-time"),
                    Setting.duration("trepart.feed.http.body-silence"),
                    Setting.number("trepart.feed.http.slow-bodies-per-sender"),
                    Setting.port("trepart.feed.jms.port"),
                    Setting.workingDirectory("trepart.feed.file.dir"),
                    Setting.duration("trepart.feed.file.settle"),
                    Setting.size("trepart.feed.file.largest"),
                    Setting.number("trepart.replay.alone-up-to"),
                    Setting.duration("trepart.delivery.lease"),
                    Setting.duration("trepart.delivery.answer-timeout"),
                    Setting.duration("trepart.delivery.back-off-first"),
                    Setting.duration("trepart.delivery.back-off-most"),
                    Setting.number("trepart.delivery.refusals-most"),
                    Setting.duration("trepart.delivery.refusals-for"),
                    Setting.duration("trepart.delivery.probe-every"),
                    Setting.address("trepart.destination.pasis.address"),
                    Setting.oneOf("trepart.destination.pasis.deduplicates", "true", "false"),
                    Setting.number("trepart.destination.pasis.parallel"),
                    Setting.oneOf("trepart.destination.pasis.single-connection", "true", "false"),
                    Setting.address("trepart.destination.primary-care.address"),
                    Setting.oneOf("trepart.destination.primary-care.mode", "deliver", "verify"),
                    Setting.oneOf("trepart.destination.primary-care.deduplicates", "true", "false"),
                    Setting.number("trepart.destination.primary-care.parallel"),
                    Setting.oneOf(
                            "trepart.destination.primary-care.single-connection", "true", "false"),
                    Setting.orEmpty(Setting.address("trepart.destination.remiss.address")),
                    Setting.oneOf("trepart.destination.remiss.deduplicates", "true", "false"),
                    Setting.orEmpty(
                            Setting.matching(
                                    "trepart.subscription.endpoints",
                                    "addresses by https, or by http on this machine, with commas"
                                            + " between, such as https://app.example.org/notify",
                                    ADDRESSES)),
                    Setting.duration("trepart.subscription.answer-timeout"),
                    Setting.duration("trepart.subscription.back-off-first"),
                    Setting.duration("trepart.subscription.back-off-most"),
                    Setting.number("trepart.subscription.failures-until-error"),
                    Setting.duration("trepart.subscription.lease"),
                    Setting.number("trepart.subscription.parallel"),
                    Setting.duration("trepart.subscription.events-kept"),
                    Setting.number("trepart.destination.remiss.parallel"),
                    Setting.oneOf("trepart.destination.remiss.single-connection", "true", "false"));

    @Override
    public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
        var problems = problems(event.getEnvironment());
        if (!problems.isEmpty()) {
            throw new WrongSettings(problems);
        }
    }

    /** Every problem, one line each; none when the hub can start. */
    static List<String> problems(Environment environment) {
        var problems = new ArrayList<String>();
        for (var setting : SETTINGS) {
            setting.problem(environment.getProperty(setting.name(), "")).ifPresent(problems::add);
        }
        if (environment.getProperty("trepart.production", "").equals("true")) {
            outside(environment, "spring.datasource.url", problems);
            outside(environment, "spring.artemis.broker-url", problems);
        }
        return problems;
    }

    private static void outside(Environment environment, String name, List<String> problems) {
        if (environment.getProperty(name, "").isBlank()) {
            problems.add(
                    name + " is missing: with trepart.production=true no embedded part is started");
        }
    }
}
