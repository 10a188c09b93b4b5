package se.trepart.projection.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

import se.trepart.projection.fhir.ResourceTable.Keyed;
import se.trepart.projection.fhir.ResourceTable.Name;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * Writes FHIR resources into the view, always within the caller's transaction: what a commit makes
 * is readable and searchable as soon as it is acknowledged. One statement when nothing changed, two
 * when something did, three when something is new.
 */
public class FhirView {
    private final ResourceTable table;
    private final boolean indexed;
    private final SearchParameters definitions = SearchParameters.served();

    public FhirView(JdbcTemplate jdbc) {
        this(jdbc, true);
    }

    private FhirView(JdbcTemplate jdbc, boolean indexed) {
        this.table = new ResourceTable(jdbc);
        this.indexed = indexed;
    }

    /** A view that nobody searches. */
    public static FhirView withoutIndex(JdbcTemplate jdbc) {
        return new FhirView(jdbc, false);
    }

    /**
     * Makes the view hold exactly these resources of a consultation, or, without one, at least
     * these shared resources. What says the same as before keeps its version; what a consultation
     * no longer has is deleted. The caller lets one transaction at a time write a consultation;
     * shared resources are locked here, but only when they change.
     *
     * @param resources each with resourceType and id, each once
     * @param commitTime becomes meta.lastUpdated (to the millisecond), unless the resource already
     *     has that time or a later one: then it is one millisecond more
     * @return the versions made, deletions included, in no particular order
     * @throws org.springframework.dao.ConcurrencyFailureException when another transaction wrote
     *     the same consultation
     */
    public List<VersionId> write(
            @Nullable String consultation, List<ObjectNode> resources, Instant commitTime) {
        return write(consultation, resources, commitTime, () -> {});
    }

    /**
     * The same for shared resources that several transactions may write.
     *
     * @param beforeChange runs before anything is written, and not when all is as it was; what it
     *     throws stops the writing
     */
    public List<VersionId> writeShared(
            List<ObjectNode> resources, Instant commitTime, Runnable beforeChange) {
        return write(null, resources, commitTime, beforeChange);
    }

    private List<VersionId> write(
            @Nullable String consultation,
            List<ObjectNode> resources,
            Instant commitTime,
            Runnable beforeChange) {
        var named = new LinkedHashMap<Name, ObjectNode>();
        for (var resource : resources) {
            var name =
                    new Name(resource.path("resourceType").asText(), resource.path("id").asText());
            if (definitions.of(name.type()).isEmpty()
                    || name.id().isEmpty()
                    || named.put(name, resource) != null) {
                throw new IllegalArgumentException(
                        "unknown type, no id, or twice the same: " + name.type() + "/" + name.id());
            }
        }
        var contents = new LinkedHashMap<Name, String>();
        named.forEach((name, resource) -> contents.put(name, ResourceVersion.content(resource)));
        var time = commitTime.truncatedTo(ChronoUnit.MILLIS);
        var current = table.current(consultation, named.keySet());
        if (consultation != null) {
            return write(consultation, named, contents, current, time);
        }
        if (same(contents, current)) {
            return List.of();
        }
        beforeChange.run();
        return writeShared(named, contents, time);
    }

    private static boolean same(Map<Name, String> contents, Map<Name, StoredResource> current) {
        return contents.entrySet().stream()
                .allMatch(one -> {
                    var stored = current.get(one.getKey());
                    return stored != null && one.getValue().equals(stored.content());
                });
    }

    private List<VersionId> writeShared(
            SequencedMap<Name, ObjectNode> resources,
            Map<Name, String> contents,
            Instant commitTime) {
        return write(null, resources, contents, table.locked(resources.keySet()), commitTime);
    }

    private List<VersionId> write(
            @Nullable String consultation,
            SequencedMap<Name, ObjectNode> resources,
            Map<Name, String> contents,
            Map<Name, StoredResource> current,
            Instant commitTime) {
        var created = new LinkedHashMap<Name, ResourceVersion>();
        var changed = new ArrayList<Keyed>();
        resources.forEach((name, resource) -> {
            var content = Objects.requireNonNull(contents.get(name));
            var stored = current.remove(name);
            if (stored == null) {
                created.put(name, ResourceVersion.of(resource, content, 1, commitTime));
            } else if (!content.equals(stored.content())) {
                var next = stored.version() + 1;
                changed.add(
                        new Keyed(
                                stored.key(),
                                ResourceVersion.of(
                                        resource, content, next, stored.next(commitTime))));
            }
        });
        current.values().stream()
                .filter(gone -> !gone.deleted())
                .forEach(gone ->
                        changed.add(
                                new Keyed(gone.key(), ResourceVersion.deletion(gone, commitTime))));
        return store(consultation, resources, contents, created, changed, commitTime);
    }

    private List<VersionId> store(
            @Nullable String consultation,
            SequencedMap<Name, ObjectNode> resources,
            Map<Name, String> contents,
            SequencedMap<Name, ResourceVersion> created,
            List<Keyed> changed,
            Instant commitTime) {
        var all = new ArrayList<>(changed);
        var late = new LinkedHashMap<Name, ObjectNode>();
        if (!created.isEmpty()) {
            var keys = table.insert(consultation, created.values());
            created.forEach((name, version) -> {
                var key = keys.get(name);
                var resource = resources.get(name);
                if (key != null) {
                    all.add(new Keyed(key, version));
                } else if (resource != null) {
                    late.put(name, resource);
                }
            });
        }
        if (indexed && !all.isEmpty()) {
            table.replace(
                    consultation, changed, all.stream().map(Keyed::key).toList(), indexRows(all));
        } else if (!changed.isEmpty()) {
            table.replace(consultation, changed);
        }
        var made = new ArrayList<>(all.stream().map(keyed -> keyed.version().id()).toList());
        if (!late.isEmpty()) {
            // Another transaction was first with a shared resource, and it has committed by now.
            made.addAll(writeShared(late, contents, commitTime));
        }
        return made;
    }

    private IndexRows indexRows(List<Keyed> versions) {
        var rows = new IndexRows(definitions);
        for (var keyed : versions) {
            var resource = keyed.version().resource();
            if (resource != null) {
                rows.add(keyed.key(), resource);
            }
        }
        return rows;
    }
}
