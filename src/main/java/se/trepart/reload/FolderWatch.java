package se.trepart.reload;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Calls when something below a folder has changed and then nothing for a while, so that an editor
 * that writes in several steps, or a copy of many files, is one change. It also calls now and then
 * without a sign, since not every file system gives one; whoever is called finds out whether
 * anything is new.
 */
final class FolderWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FolderWatch.class);
    private static final Duration WITHOUT_A_SIGN = Duration.ofSeconds(30);

    private final Path folder;
    private final Duration settle;
    private final Runnable changed;
    private final WatchService service;

    private FolderWatch(Path folder, Duration settle, Runnable changed, WatchService service) {
        this.folder = folder;
        this.settle = settle;
        this.changed = changed;
        this.service = service;
    }

    /** Begins to watch; the call comes on a thread of its own. */
    static FolderWatch over(Path folder, Duration settle, Runnable changed) throws IOException {
        var watch =
                new FolderWatch(folder, settle, changed, folder.getFileSystem().newWatchService());
        watch.register();
        Thread.ofPlatform().daemon().name("watch-" + folder.getFileName()).start(watch::run);
        return watch;
    }

    private void register() throws IOException {
        try (var folders = Files.walk(folder)) {
            for (var each : (Iterable<Path>) folders.filter(Files::isDirectory)::iterator) {
                each.register(
                        service,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
            }
        }
    }

    private void run() {
        try {
            while (true) {
                if (signs(WITHOUT_A_SIGN)) {
                    while (signs(settle)) {
                        LOG.debug("{} is still changing", folder.getFileName());
                    }
                }
                call();
            }
        } catch (ClosedWatchServiceException stopped) {
            LOG.debug("{} is not watched any more", folder.getFileName());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean signs(Duration wait) throws InterruptedException {
        var key = service.poll(wait.toMillis(), TimeUnit.MILLISECONDS);
        if (key == null) {
            return false;
        }
        key.pollEvents();
        key.reset();
        return true;
    }

    private void call() {
        try {
            register();
            changed.run();
        } catch (IOException | RuntimeException failed) {
            LOG.error(
                    "what changed in {} could not be looked at, it is tried again: {}",
                    folder.getFileName(),
                    failed.getClass().getName());
        }
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
