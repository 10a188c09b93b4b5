package se.trepart.mapping;

import com.fasterxml.jackson.databind.JsonNode;

import se.trepart.fault.AckCode;
import se.trepart.fault.Fault;
import se.trepart.fault.FaultException;
import se.trepart.registry.Registries;
import se.trepart.registry.Registry;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One whole, checked, immutable set of mappings; two sets with the same {@link #version()} give the
 * same output for the same input.
 */
public final class MappingSet {
    private final MappingFiles files;
    private final Registry registry;
    private final CodeTables codes;
    private final Transformations transformations;
    private final EventSchemas events;
    private final FeedMapping feed;

    private MappingSet(MappingFiles files) {
        var faults = new ArrayList<Fault>();
        this.files = files;
        this.registry = registry(files, faults);
        this.codes = CodeTables.read(files.shelf("codes"), faults);
        this.transformations =
                Transformations.compile(files, Functions.all(registry, codes), faults);
        this.events = EventSchemas.read(files.shelf("events"), registry, codes, faults);
        var triggers = Triggers.read(files.shelf("feed"), faults);
        var dialects = Dialects.read(files.shelf("feed"), triggers.names(), faults);
        this.feed = new FeedMapping(triggers, dialects, transformations, events);
        if (!faults.isEmpty()) {
            throw new FaultException(faults.stream().distinct().toList());
        }
    }

    private static Registry registry(MappingFiles files, List<Fault> faults) {
        try {
            return Registries.read(files.shelf("registry"));
        } catch (FaultException wrong) {
            faults.addAll(wrong.faults());
            return Registries.none();
        }
    }

    /**
     * Reads and checks the directory; throws FaultException (TRP-220) with every problem at once,
     * each with file, line where known, and reason.
     */
    public static MappingSet load(Path directory) {
        return new MappingSet(MappingFiles.read(directory));
    }

    /** Builds a recorded set again from its files, by path below the directory. */
    public static MappingSet of(Map<String, byte[]> files) {
        return new MappingSet(new MappingFiles(files));
    }

    /** SHA-256 in hexadecimal over the sorted paths and bytes of all files. */
    public String version() {
        return files.version();
    }

    /** A copy of every file, by path below the directory, so that the set can be kept. */
    public SortedMap<String, byte[]> files() {
        var copy = new TreeMap<String, byte[]>();
        files.all().forEach((path, bytes) -> copy.put(path, bytes.clone()));
        return copy;
    }

    /** The units, specialties and opening days of this set. */
    public Registry registry() {
        return registry;
    }

    /** The code tables of this set. */
    public CodeTables codes() {
        return codes;
    }

    /** The event types of this set, their schemas and rules. */
    public EventSchemas events() {
        return events;
    }

    /** What an HL7 v2 message tells, by the dialect of its sender. Never throws. */
    public Decoded decode(byte[] message) {
        return feed.decode(message);
    }

    /** What each step of {@link #decode} makes of a message, for people. Never throws. */
    public Reading reading(byte[] message) {
        return feed.reading(message);
    }

    /**
     * The answer to a message, without framing.
     *
     * @param now for MSH-7
     * @param id for MSH-10
     */
    public static byte[] acknowledge(
            Envelope envelope, AckCode code, List<Fault> faults, Instant now, String id) {
        return Acknowledgement.of(envelope, code, faults, now, id);
    }

    /**
     * Runs {@code <name>.jslt} (such as {@code fhir/consultation}); throws FaultException TRP-211
     * with mapping and output position when it fails.
     */
    public JsonNode transform(String name, JsonNode input) {
        return transformations.run(name, input, "");
    }

    /** The same; a failure also names the message that it was for. */
    public JsonNode transform(String name, JsonNode input, String message) {
        return transformations.run(name, input, message);
    }
}
