package se.trepart.settings;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells the person who starts the hub what to set, instead of a stack trace. */
public final class WrongSettingsAnalysis extends AbstractFailureAnalyzer<WrongSettings> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, WrongSettings cause) {
        return new FailureAnalysis(
                "These settings are missing or wrong:\n  " + String.join("\n  ", cause.problems()),
                "Give them as --name=value or as environment variables; every setting and its"
                        + " default stands in application.yaml.",
                cause);
    }
}
