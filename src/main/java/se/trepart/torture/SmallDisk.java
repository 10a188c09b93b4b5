package se.trepart.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file system in memory that can be filled; where it may not be mounted there is none. */
final class SmallDisk implements AutoCloseable {
    private static final int CHUNK = 1 << 20;

    private final Path folder;
    private final boolean mounted;

    private SmallDisk(Path folder, boolean mounted) {
        this.folder = folder;
        this.mounted = mounted;
    }

    static SmallDisk mount(Path folder, int mebibytes) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        var mounting =
                new ProcessBuilder(
                                "mount",
                                "-t",
                                "tmpfs",
                                "-o",
                                "mode=777,size=" + mebibytes + "m",
                                "tmpfs",
                                folder.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        boolean mounted;
        try {
            mounted = mounting.start().waitFor() == 0;
        } catch (IOException noSuchCommand) {
            mounted = false;
        }
        return new SmallDisk(folder, mounted);
    }

    /** Whether it can be filled without filling the machine's own disk. */
    boolean mounted() {
        return mounted;
    }

    Path folder() {
        return folder;
    }

    /** Leaves no byte. */
    void fill() throws IOException {
        var chunk = new byte[CHUNK];
        try (var file =
                Files.newOutputStream(
                        ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (mounted) {
                file.write(chunk);
            }
        } catch (IOException full) {
            if (!Files.exists(ballast())) {
                throw full;
            }
        }
    }

    void relieve() throws IOException {
        Files.deleteIfExists(ballast());
    }

    private Path ballast() {
        return folder.resolve("ballast");
    }

    @Override
    public void close() throws IOException {
        if (mounted) {
            try {
                new ProcessBuilder("umount", "-l", folder.toString()).start().waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
