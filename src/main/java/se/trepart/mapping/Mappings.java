package se.trepart.mapping;

import org.jspecify.annotations.Nullable;

import se.trepart.fault.Fault;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Holds the mapping set in force; safe for many threads. A set is checked whole before it is
 * swapped in, and a bad one leaves the old in force.
 */
public final class Mappings {
    private final Path directory;
    private volatile InForce inForce;
    private volatile Optional<Refusal> lastRefusal = Optional.empty();

    private Mappings(Path directory, MappingSet first) {
        this.directory = directory;
        this.inForce = new InForce(first, null);
    }

    /**
     * The set by which messages are decided now.
     *
     * @param since when it was put in force; absent until the hub has started
     */
    public record InForce(MappingSet set, @Nullable Instant since) {}

    /** A set that was not put in force, and everything that is wrong with it. */
    public record Refusal(String version, Instant at, List<Fault> faults) {}

    /** Loads the directory's set; throws FaultException with every problem. */
    public static Mappings load(Path directory) {
        return new Mappings(directory, MappingSet.load(directory));
    }

    /** The set in force; take it once for one piece of work. */
    public MappingSet current() {
        return inForce.set();
    }

    /** The set in force, and since when. */
    public InForce inForce() {
        return inForce;
    }

    /** The last set that was refused since the hub started. */
    public Optional<Refusal> lastRefusal() {
        return lastRefusal;
    }

    /** What {@link MappingSet#version()} of the directory's set would be; loads nothing. */
    public String versionInDirectory() {
        return MappingFiles.read(directory).version();
    }

    /** Puts a checked set in force, for all work that begins from now on. */
    public void put(MappingSet next, Instant now) {
        inForce = new InForce(next, now);
    }

    /** Keeps what is wrong with a set that is not put in force. */
    public void refuse(String version, Instant now, List<Fault> faults) {
        lastRefusal = Optional.of(new Refusal(version, now, List.copyOf(faults)));
    }

    /** Loads and checks a set without putting it in force; throws FaultException. */
    public MappingSet candidate(Path candidate) {
        return MappingSet.load(candidate);
    }

    /** The directory that the sets come from. */
    public Path directory() {
        return directory;
    }
}
