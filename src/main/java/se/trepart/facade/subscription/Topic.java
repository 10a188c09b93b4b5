package se.trepart.facade.subscription;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Something that happens and can be subscribed to: SubscriptionTopic of FHIR R5 with one resource
 * trigger.
 *
 * @param url canonical
 * @param previous what the version before must meet; null: anything
 * @param createPasses whether a first version counts as if the one before had met it
 * @param current what the new version must meet; null: anything
 * @param requireBoth whether both must be met, or one of them
 * @param filters the parameters that subscribers may filter by
 */
public record Topic(
        String url,
        String title,
        String type,
        @Nullable Criteria previous,
        boolean createPasses,
        @Nullable Criteria current,
        boolean requireBoth,
        List<String> filters) {

    /** Whether the step from one version to the next is what the topic is about. */
    boolean tells(@Nullable JsonNode before, JsonNode after) {
        if (!after.path("resourceType").asText().equals(type)) {
            return false;
        }
        var metBefore =
                previous == null || (before == null ? createPasses : previous.matches(before));
        var metAfter = current == null || current.matches(after);
        return requireBoth ? metBefore && metAfter : metBefore || metAfter;
    }
}
