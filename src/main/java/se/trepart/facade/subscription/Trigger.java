package se.trepart.facade.subscription;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** When a new version of a resource is something that a subscriber wants to be told. */
sealed interface Trigger {
    /** The resource type that it looks at. */
    String type();

    /**
     * Whether the new version is told.
     *
     * @param previous the version before; null when there was none, or a deletion
     */
    boolean fires(@Nullable JsonNode previous, JsonNode current);

    /** Every version that meets the criteria (FHIR R4). */
    record Matching(Criteria criteria) implements Trigger {
        @Override
        public String type() {
            return criteria.type();
        }

        @Override
        public boolean fires(@Nullable JsonNode previous, JsonNode current) {
            return criteria.matches(current);
        }
    }

    /** What a topic tells of, as far as the subscriber's filters let it through. */
    record OfTopic(Topic topic, List<Criteria.Condition> filters) implements Trigger {
        @Override
        public String type() {
            return topic.type();
        }

        @Override
        public boolean fires(@Nullable JsonNode previous, JsonNode current) {
            return topic.tells(previous, current)
                    && new Criteria(topic.type(), filters).matches(current);
        }
    }
}
