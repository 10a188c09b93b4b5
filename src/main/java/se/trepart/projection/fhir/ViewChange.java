package se.trepart.projection.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;

import se.trepart.projection.fhir.ResourceTable.Keyed;
import se.trepart.projection.fhir.ResourceTable.Name;
import se.trepart.projection.fhir.ResourceTable.Placed;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;

/**
 * What one commit makes of the view: gathered while it goes on, compared with what is stored, and
 * written at its end in two statements, whatever the number of resources. Nothing can be read of it
 * before it is written.
 */
public final class ViewChange {
    private final ResourceTable table;
    private final SearchParameters definitions;
    private final boolean indexed;
    private final Instant time;

    private final Set<String> consultations = new LinkedHashSet<>();
    private final SequencedMap<Name, Gathered> gathered = new LinkedHashMap<>();
    private final Set<Name> compared = new LinkedHashSet<>();
    private final SequencedMap<Name, Placed> created = new LinkedHashMap<>();
    private final List<Keyed> changed = new ArrayList<>();

    ViewChange(
            ResourceTable table,
            SearchParameters definitions,
            boolean indexed,
            Instant commitTime) {
        this.table = table;
        this.definitions = definitions;
        this.indexed = indexed;
        this.time = commitTime.truncatedTo(ChronoUnit.MILLIS);
    }

    /** A resource to be compared; what is to be done before it is changed. */
    private record Gathered(
            @Nullable String consultation,
            ObjectNode resource,
            String content,
            Runnable beforeChange) {}

    /**
     * Makes the view hold exactly these resources of a consultation: what it no longer has is
     * deleted. The caller lets one transaction at a time write a consultation.
     *
     * @param resources each with resourceType and id, each once
     */
    public void consultation(String id, List<ObjectNode> resources) {
        consultations.add(id);
        gather(id, resources, () -> {});
    }

    /** Makes the view hold at least these shared resources. */
    public void shared(List<ObjectNode> resources) {
        shared(resources, () -> {});
    }

    /**
     * The same for shared resources that several transactions may write.
     *
     * @param beforeChange runs before anything is written, and not when all is as it was; what it
     *     throws stops the writing
     */
    public void shared(List<ObjectNode> resources, Runnable beforeChange) {
        gather(null, resources, beforeChange);
    }

    private void gather(
            @Nullable String consultation, List<ObjectNode> resources, Runnable beforeChange) {
        var here = new LinkedHashSet<Name>();
        for (var resource : resources) {
            var name = Name.of(resource);
            if (definitions.of(name.type()).isEmpty()
                    || name.id().isEmpty()
                    || !here.add(name)
                    || compared.contains(name)) {
                throw new IllegalArgumentException(
                        "unknown type, no id, or twice the same: " + name.type() + "/" + name.id());
            }
            gathered.put(
                    name,
                    new Gathered(
                            consultation,
                            resource,
                            ResourceVersion.content(resource),
                            beforeChange));
        }
    }

    /**
     * The versions that will be made of all that has been gathered until now, deletions included,
     * in no particular order.
     */
    public List<VersionId> versions() {
        compare();
        var versions = new ArrayList<VersionId>();
        changed.forEach(keyed -> versions.add(keyed.version().id()));
        created.values().forEach(placed -> versions.add(placed.version().id()));
        return versions;
    }

    /**
     * Writes all that has been gathered. A resource that already has the commit's time, or a later
     * one, gets one millisecond more.
     *
     * @throws ConcurrencyFailureException when another transaction wrote the same resources since
     *     they were compared
     */
    public void write() {
        compare();
        var all = new ArrayList<>(changed);
        if (!created.isEmpty()) {
            var keys = table.insert(created.values());
            if (keys.size() < created.size()) {
                throw new ConcurrencyFailureException(
                        "another transaction was first to write one of the resources");
            }
            created.forEach((name, placed) ->
                    all.add(
                            new Keyed(
                                    Objects.requireNonNull(keys.get(name)),
                                    placed.consultation(),
                                    placed.version())));
        }
        if (indexed && !all.isEmpty()) {
            table.replace(changed, indexRows(all));
        } else if (!changed.isEmpty()) {
            table.replace(changed);
        }
        created.clear();
        changed.clear();
    }

    private void compare() {
        if (gathered.isEmpty() && consultations.isEmpty()) {
            return;
        }
        var stored = table.current(consultations, gathered.keySet());
        gathered.forEach((name, made) -> compare(name, made, stored.remove(name)));
        stored.values().stream()
                .filter(gone -> !gone.deleted())
                .forEach(gone ->
                        changed.add(
                                new Keyed(gone.key(), null, ResourceVersion.deletion(gone, time))));
        compared.addAll(gathered.keySet());
        gathered.clear();
        consultations.clear();
    }

    private void compare(Name name, Gathered made, @Nullable StoredResource stored) {
        if (stored == null) {
            made.beforeChange().run();
            created.put(
                    name,
                    new Placed(
                            made.consultation(),
                            ResourceVersion.of(made.resource(), made.content(), 1, time)));
        } else if (!made.content().equals(stored.content())) {
            made.beforeChange().run();
            changed.add(
                    new Keyed(
                            stored.key(),
                            made.consultation(),
                            ResourceVersion.of(
                                    made.resource(),
                                    made.content(),
                                    stored.version() + 1,
                                    stored.next(time))));
        }
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
