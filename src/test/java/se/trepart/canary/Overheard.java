package se.trepart.canary;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;

import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Every line that any logger writes at the levels in force, with exceptions, context and thread.
 */
final class Overheard extends AppenderBase<ILoggingEvent> {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    static Overheard everything() {
        var overheard = new Overheard();
        overheard.start();
        root().addAppender(overheard);
        return overheard;
    }

    @Override
    protected void append(ILoggingEvent event) {
        var line = new StringBuilder(event.getLoggerName());
        line.append(' ').append(event.getFormattedMessage());
        line.append(" [").append(event.getThreadName()).append(' ');
        line.append(event.getMDCPropertyMap()).append(']');
        for (var thrown = event.getThrowableProxy(); thrown != null; thrown = thrown.getCause()) {
            line.append("\n    ")
                    .append(thrown.getClassName())
                    .append(": ")
                    .append(thrown.getMessage());
            for (IThrowableProxy other : thrown.getSuppressed()) {
                line.append("\n    beside it ").append(other.getMessage());
            }
        }
        lines.add(line.toString());
    }

    List<String> lines() {
        return lines;
    }

    void end() {
        root().detachAppender(this);
        stop();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
