package se.trepart.embedded;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationContextInitializedEvent;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.SpringApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Starts the embedded database, when the settings are known to be right, while the rest is still
 * being put together.
 */
public final class EarlyDatabase implements ApplicationListener<SpringApplicationEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(EarlyDatabase.class);

    private @Nullable Beginning beginning;

    /** A database that is being started. */
    record Beginning(CompletableFuture<EmbeddedDatabase> database) {
        EmbeddedDatabase await() throws IOException {
            try {
                return database.join();
            } catch (CompletionException e) {
                throw e.getCause() instanceof UncheckedIOException failed
                        ? failed.getCause()
                        : new IOException(e);
            }
        }

        /** Waits for what has begun, so that no server is left behind. */
        void close() {
            try {
                await().close();
            } catch (IOException e) {
                LOG.warn("the database of a start that failed could not be stopped", e);
            }
        }
    }

    @Override
    public void onApplicationEvent(SpringApplicationEvent event) {
        if (event instanceof ApplicationContextInitializedEvent initialized) {
            begin(initialized.getApplicationContext());
        } else if (event instanceof ApplicationFailedEvent && beginning != null) {
            beginning.close();
        }
    }

    private void begin(ConfigurableApplicationContext context) {
        var settings = context.getEnvironment();
        if (settings.getProperty("spring.datasource.url", "").isEmpty()) {
            var directory =
                    EmbeddedParts.database(
                            Path.of(settings.getRequiredProperty("trepart.data-dir")));
            beginning = new Beginning(CompletableFuture.supplyAsync(() -> started(directory)));
            context.getBeanFactory().registerSingleton("embeddedDatabaseBeginning", beginning);
        }
    }

    private static EmbeddedDatabase started(Path directory) {
        try {
            return EmbeddedDatabase.start(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
