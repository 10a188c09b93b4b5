package se.trepart.cli.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Where a demo keeps its data: emptied at its start, held by one demo at a time, and never a folder
 * that holds anything else.
 */
final class DemoFolder implements AutoCloseable {
    private static final String MARK = ".demo";

    private final Path folder;
    private final FileChannel mark;

    private DemoFolder(Path folder, FileChannel mark) {
        this.folder = folder;
        this.mark = mark;
    }

    /**
     * Takes the folder and empties it.
     *
     * @throws Stage.NotReady if another demo holds it, or if it holds what no demo has put there
     */
    static DemoFolder take(Path path) throws Stage.NotReady, IOException {
        Path folder = path.toAbsolutePath().normalize();
        Path markFile = folder.resolve(MARK);
        if (Files.exists(folder) && !Files.exists(markFile) && !isEmpty(folder)) {
            throw new Stage.NotReady(
                    path
                            + " holds something that no demo has put there, and a demo empties its"
                            + " folder: give another with --data-dir.");
        }
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(markFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        Optional<FileLock> lock = Optional.ofNullable(channel.tryLock());
        if (lock.isEmpty()) {
            channel.close();
            throw new Stage.NotReady(
                    "Another demo is running in "
                            + path
                            + ": end it, or give another folder with --data-dir.");
        }
        DemoFolder taken = new DemoFolder(folder, channel);
        taken.endLeftDatabase();
        taken.empty();
        Files.createDirectories(taken.hubData());
        Files.createDirectories(taken.files());
        return taken;
    }

    Path hubData() {
        return folder.resolve("hub");
    }

    /** The hub's file feeds. */
    Path files() {
        return folder.resolve("files");
    }

    Path log(String name) {
        return folder.resolve(name + ".log");
    }

    Path witness(String partner) {
        return folder.resolve(partner + ".ndjson");
    }

    /**
     * Ends a database that has outlived its hub, as it does when a hub is killed: by the process id
     * that the database wrote itself, and only if that process is one.
     */
    void endLeftDatabase() throws IOException {
        if (!Files.exists(hubData())) {
            return;
        }
        for (Path pidFile : files("postmaster.pid")) {
            List<String> lines = Files.readAllLines(pidFile);
            Optional<ProcessHandle> postmaster =
                    lines.isEmpty() || !lines.getFirst().strip().matches("\\d+")
                            ? Optional.empty()
                            : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
            postmaster
                    .filter(handle ->
                            handle.info()
                                    .command()
                                    .map(command -> command.endsWith("postgres"))
                                    .orElse(false))
                    .ifPresent(DemoFolder::end);
        }
    }

    @Override
    public void close() throws IOException {
        mark.close();
    }

    private static void end(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException
                | java.util.concurrent.TimeoutException e) {
            process.destroyForcibly();
        }
    }

    private List<Path> files(String name) throws IOException {
        try (Stream<Path> files = Files.find(hubData(), 6, (path, a) -> path.endsWith(name))) {
            return files.toList();
        }
    }

    private void empty() throws IOException {
        try (Stream<Path> walk = Files.walk(folder)) {
            List<Path> all =
                    walk.filter(path -> !path.equals(folder) && !path.endsWith(MARK))
                            .sorted(Comparator.reverseOrder())
                            .toList();
            for (Path path : all) {
                Files.delete(path);
            }
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }
}
