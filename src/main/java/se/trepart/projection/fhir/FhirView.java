package se.trepart.projection.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/**
 * The FHIR resources as they are now and were before, always written within the caller's
 * transaction: what a commit makes is readable and searchable as soon as it is acknowledged.
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
     * Begins what a commit makes of the view.
     *
     * @param commitTime becomes meta.lastUpdated, to the millisecond
     */
    public ViewChange change(Instant commitTime) {
        return new ViewChange(table, definitions, indexed, commitTime);
    }

    /** Whether the view holds these resources just so. */
    public boolean holds(List<ObjectNode> resources) {
        var contents = new LinkedHashMap<ResourceTable.Name, String>();
        resources.forEach(
                one -> contents.put(ResourceTable.Name.of(one), ResourceVersion.content(one)));
        var stored = table.current(Set.of(), contents.keySet());
        return contents.entrySet().stream()
                .allMatch(one -> {
                    var known = stored.get(one.getKey());
                    return known != null && one.getValue().equals(known.content());
                });
    }

    /**
     * A change of one consultation, or of shared resources alone, written at once: the versions
     * made. See {@link ViewChange}.
     */
    public List<VersionId> write(
            @Nullable String consultation, List<ObjectNode> resources, Instant commitTime) {
        var change = change(commitTime);
        if (consultation == null) {
            change.shared("", resources);
        } else {
            change.consultation(consultation, resources);
        }
        var made = change.versions().stream().map(ViewChange.Made::id).toList();
        change.write();
        return made;
    }
}
