package se.trepart.projection.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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

    /** Those of the resources that the view does not hold just so. */
    public Set<ObjectNode> news(List<ObjectNode> resources) {
        if (resources.isEmpty()) {
            return Set.of();
        }
        var stored =
                table.current(Set.of(), resources.stream().map(ResourceTable.Name::of).toList());
        return resources.stream()
                .filter(resource -> {
                    var known = stored.get(ResourceTable.Name.of(resource));
                    return known == null
                            || !ResourceVersion.content(resource).equals(known.content());
                })
                .collect(Collectors.toSet());
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
