package se.trepart.feed;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.log.Commit;
import se.trepart.log.Commits;
import se.trepart.log.Lock;
import se.trepart.log.Messages;
import se.trepart.log.ReceivedFiles;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The door for files (contract 3.3): each message is kept in one commit with how far its file has
 * come, so that a restart goes on after the last one that was kept. A file is known by its feed,
 * name and content.
 */
@Component
public class FileFeed {
    private static final Logger LOG = LoggerFactory.getLogger(FileFeed.class);
    private static final String FEED = "files";
    private static final String DONE = "done";
    private static final String REJECTED = "rejected";

    private final Reception reception;
    private final EventReception events;
    private final ReceivedFiles files;
    private final Commits commits;
    private final Path directory;
    private final DataSize largest;

    FileFeed(
            Reception reception,
            EventReception events,
            ReceivedFiles files,
            Commits commits,
            @Value("${trepart.feed.file.dir}") String directory,
            @Value("${trepart.feed.file.largest}") DataSize largest) {
        this.reception = reception;
        this.events = events;
        this.files = files;
        this.commits = commits;
        this.directory = Path.of(directory).toAbsolutePath().normalize();
        this.largest = largest;
    }

    /** What a file was when it was read; when it differs, somebody wrote to it. */
    private record Stamp(long size, FileTime modified) {
        static Stamp of(Path file) throws IOException {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(attributes.size(), attributes.lastModifiedTime());
        }
    }

    /** A file as it was read. */
    private record Whole(
            String feed, Path path, byte[] hash, Stamp stamp, byte[] bytes, FileContent content) {
        String name() {
            return String.valueOf(path.getFileName());
        }

        int parts() {
            return content.faults().isEmpty() ? content.parts().size() : 1;
        }
    }

    /**
     * Takes what is left of one file and puts it out of the way; a file that is being written to is
     * left alone. Throws FaultException when it must be tried later.
     */
    public void receive(File file) throws IOException {
        var path = file.toPath().toAbsolutePath().normalize();
        try {
            var whole = read(path);
            if (whole.isPresent()) {
                take(whole.orElseThrow());
            }
        } catch (NoSuchFileException another) {
            LOG.debug("a file was gone before it was taken: another instance has it");
        }
    }

    private Optional<Whole> read(Path path) throws IOException {
        var stamp = Stamp.of(path);
        var tooLarge = stamp.size() > largest.toBytes();
        var bytes =
                tooLarge
                        ? String.valueOf(stamp).getBytes(StandardCharsets.UTF_8)
                        : Files.readAllBytes(path);
        if (!Stamp.of(path).equals(stamp)) {
            return Optional.empty();
        }
        var content =
                tooLarge
                        ? new FileContent(
                                FileContent.Kind.HL7,
                                List.of(),
                                List.of(new Fault(FaultCode.TRP_102, "")))
                        : FileContent.read(bytes);
        return Optional.of(
                new Whole(
                        feed(path),
                        path,
                        Reception.sha256(bytes),
                        stamp,
                        tooLarge ? new byte[0] : bytes,
                        content));
    }

    /** The folder below the feeds' directory names the feed. */
    private String feed(Path path) {
        var folder = directory.relativize(path).getParent();
        return folder == null ? FEED : FEED + "-" + folder.toString().replace('\\', '/');
    }

    private void take(Whole whole) throws IOException {
        var progress =
                commits.commit(
                        List.of(),
                        commit ->
                                files.open(
                                        commit,
                                        whole.feed(),
                                        whole.name(),
                                        whole.hash(),
                                        whole.parts()));
        for (var next = progress.next(); next <= whole.parts(); ) {
            next = part(whole, progress.id(), next);
        }
        leave(whole, progress);
    }

    /** Takes one message; the ordinal of the next. */
    private int part(Whole whole, long file, int ordinal) {
        if (receive(whole, new Step(file, ordinal))) {
            return ordinal + 1;
        }
        var next = commits.commit(List.of(), commit -> files.next(file));
        if (next == ordinal) {
            throw new FaultException(FaultCode.TRP_603, whole.feed(), "file " + file);
        }
        return next;
    }

    private boolean receive(Whole whole, Step step) {
        var content = whole.content();
        if (!content.faults().isEmpty()) {
            return events.refuse(whole.feed(), whole.bytes(), content.faults(), step).kept();
        }
        var part = content.parts().get(step.ordinal() - 1);
        return switch (content.kind()) {
            case HL7 -> reception.receive(whole.feed(), part, step).kept();
            case EVENTS -> events.receive(whole.feed(), part, step).kept();
        };
    }

    /** How far the file has come, kept with the message. */
    private final class Step implements Acceptance.Alongside {
        private final long file;
        private final int ordinal;

        Step(long file, int ordinal) {
            this.file = file;
            this.ordinal = ordinal;
        }

        int ordinal() {
            return ordinal;
        }

        @Override
        public List<Lock> locks() {
            return List.of(Lock.onFile(file));
        }

        @Override
        public void before(Commit commit) {
            if (files.next(file) != ordinal) {
                throw new FaultException(FaultCode.TRP_603, "", "another instance was quicker");
            }
        }

        @Override
        public void kept(Commit commit, long message) {
            files.taken(file, ordinal, message);
        }
    }

    private void leave(Whole whole, ReceivedFiles.Progress progress) throws IOException {
        var parts = files.parts(progress.id());
        var refused =
                parts.isEmpty()
                        ? new String(whole.bytes(), StandardCharsets.UTF_8).isBlank()
                        : parts.stream()
                                .anyMatch(part -> part.outcome() == Messages.Outcome.REFUSED);
        var verdict = progress.verdict().orElse(refused ? REJECTED : DONE);
        var name = progress.leavesAs().orElseGet(() -> free(whole.path()));
        commits.commit(
                List.of(),
                commit -> {
                    files.finish(commit, progress.id(), verdict, name);
                    return name;
                });
        try {
            putAway(whole, progress.id(), name, verdict, parts);
        } catch (NoSuchFileException another) {
            LOG.debug("file {} was put away by another instance", progress.id());
        }
        commits.commit(
                List.of(),
                commit -> {
                    files.settle(commit, progress.id());
                    return name;
                });
        LOG.info(
                "file {} of {}: {}, {} messages",
                progress.id(),
                whole.feed(),
                verdict,
                parts.size());
    }

    /** The report first, so that whoever sees the new name finds it. */
    private void putAway(
            Whole whole, long file, String name, String verdict, List<ReceivedFiles.Part> parts)
            throws IOException {
        if (Stamp.of(whole.path()).equals(whole.stamp())) {
            var hash = HexFormat.of().formatHex(whole.hash());
            write(
                    whole.path().resolveSibling(name + ".report.json"),
                    FileReport.of(whole.name(), hash, verdict, files.began(file), parts));
            Files.move(
                    whole.path(),
                    whole.path().resolveSibling(name + "." + verdict),
                    StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** The file's own name, with a number where one of that name has left before. */
    private static String free(Path path) {
        var name = String.valueOf(path.getFileName());
        for (var number = 1; ; number++) {
            var candidate = number == 1 ? name : name + "." + number;
            if (List.of(DONE, REJECTED, "report.json").stream()
                    .noneMatch(suffix ->
                            Files.exists(path.resolveSibling(candidate + "." + suffix)))) {
                return candidate;
            }
        }
    }

    /** Whole or not at all, so that a report is never half of one. */
    private static void write(Path report, byte[] content) throws IOException {
        var aside = report.resolveSibling("." + report.getFileName() + ".tmp");
        Files.write(aside, content);
        Files.move(aside, report, StandardCopyOption.ATOMIC_MOVE);
    }
}
