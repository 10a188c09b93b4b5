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
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
    private final Set<Name> expected = new LinkedHashSet<>();
    private final Map<Name, Optional<StoredResource>> ahead = new HashMap<>();
    private final SequencedMap<Name, Placed> created = new LinkedHashMap<>();
    private final List<Keyed> changed = new ArrayList<>();
    private final List<Made> made = new ArrayList<>();

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
    private record Gathered(Of of, ObjectNode resource, String content, Runnable beforeChange) {}

    /**
     * What a version is of.
     *
     * @param consultation that it belongs to; null when it is shared
     * @param shared whom or what a shared one shows, as the caller calls it; null otherwise
     */
    public record Of(@Nullable String consultation, @Nullable String shared) {}

    /** A version that is made. */
    public record Made(VersionId id, Of of) {}

    /**
     * Makes the view hold exactly these resources of a consultation: what it no longer has is
     * deleted. The caller lets one transaction at a time write a consultation.
     *
     * @param resources each with resourceType and id, each once
     */
    public void consultation(String id, List<ObjectNode> resources) {
        consultations.add(id);
        gather(new Of(id, null), resources, () -> {});
    }

    /**
     * Makes the view hold at least these shared resources.
     *
     * @param shown whom or what they show
     */
    public void shared(String shown, List<ObjectNode> resources) {
        shared(shown, resources, () -> {});
    }

    /**
     * The same for shared resources that several transactions may write.
     *
     * @param beforeChange runs before anything is written, and not when all is as it was; what it
     *     throws stops the writing
     */
    public void shared(String shown, List<ObjectNode> resources, Runnable beforeChange) {
        gather(new Of(null, shown), resources, beforeChange);
    }

    /** Says that these will come too: what is stored of them is read with what comes before. */
    public void expect(String type, Collection<String> ids) {
        ids.forEach(id -> expected.add(new Name(type, id)));
    }

    private void gather(Of of, List<ObjectNode> resources, Runnable beforeChange) {
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
                    new Gathered(of, resource, ResourceVersion.content(resource), beforeChange));
        }
    }

    /**
     * The versions that will be made of all that has been gathered until now, deletions included,
     * in no particular order.
     */
    public List<Made> versions() {
        compare();
        return List.copyOf(made);
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
        made.clear();
    }

    private void compare() {
        if (gathered.isEmpty() && consultations.isEmpty()) {
            return;
        }
        var stored = stored();
        gathered.forEach((name, told) -> compare(name, told, stored.remove(name)));
        stored.values().stream()
                .filter(gone -> !gone.deleted())
                .forEach(gone -> {
                    var version = ResourceVersion.deletion(gone, time);
                    changed.add(new Keyed(gone.key(), null, version));
                    made.add(new Made(version.id(), new Of(gone.consultation(), null)));
                });
        compared.addAll(gathered.keySet());
        gathered.clear();
        consultations.clear();
    }

    /** What is stored of the consultations, and of what has been gathered. */
    private Map<Name, StoredResource> stored() {
        var names = new LinkedHashSet<>(gathered.keySet());
        names.removeAll(ahead.keySet());
        names.addAll(expected);
        var stored = table.current(consultations, names);
        expected.forEach(name -> ahead.put(name, Optional.ofNullable(stored.remove(name))));
        expected.clear();
        gathered.keySet()
                .forEach(name ->
                        ahead.getOrDefault(name, Optional.empty())
                                .ifPresent(known -> stored.put(name, known)));
        return stored;
    }

    private void compare(Name name, Gathered told, @Nullable StoredResource stored) {
        if (stored != null && told.content().equals(stored.content())) {
            return;
        }
        told.beforeChange().run();
        var consultation = told.of().consultation();
        var version =
                ResourceVersion.of(
                        told.resource(),
                        told.content(),
                        stored == null ? 1 : stored.version() + 1,
                        stored == null ? time : stored.next(time));
        if (stored == null) {
            created.put(name, new Placed(consultation, version));
        } else {
            changed.add(new Keyed(stored.key(), consultation, version));
        }
        made.add(new Made(version.id(), told.of()));
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
