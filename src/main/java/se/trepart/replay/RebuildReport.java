package se.trepart.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How what was rebuilt from the raw messages compares with what is stored; names ids and places,
 * never what stands there.
 *
 * @param compared how many of each kind
 * @param asTheyStand messages whose events were taken as they stand: their body is erased by now,
 *     or an app told them beside a resource
 * @param replaced how many of each kind were put in the place of what was stored, before this
 *     comparison
 */
public record RebuildReport(
        Map<String, Long> compared,
        long asTheyStand,
        List<Different> differences,
        Map<String, Long> replaced,
        Duration took) {
    /** Of a comparison alone. */
    RebuildReport(
            Map<String, Long> compared,
            long asTheyStand,
            List<Different> differences,
            Duration took) {
        this(compared, asTheyStand, differences, Map.of(), took);
    }

    RebuildReport after(Map<String, Long> replaced) {
        return new RebuildReport(compared, asTheyStand, differences, replaced, took);
    }

    /**
     * One place that differs.
     *
     * @param kind message, event, consultation, visit, stay, stray, person, practitioner, resource
     *     or target
     * @param path a JSON pointer; empty where the whole is missing on one side
     * @param what changed, missing (rebuilt and not stored) or surplus (stored and not rebuilt)
     */
    public record Different(String kind, String id, String path, String what) {}

    /** Whether something was compared, and all of it is the same. */
    public boolean proves() {
        return differences.isEmpty() && comparedNothing().isEmpty();
    }

    /** What there was none of, without which nothing is proved. */
    public List<String> comparedNothing() {
        return List.of("message", "resource").stream()
                .filter(kind -> compared.getOrDefault(kind, 0L) == 0)
                .toList();
    }

    /** For machines. */
    public ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("equal", differences.isEmpty()).put("proves", proves());
        var counts = json.putObject("compared");
        compared.forEach(counts::put);
        if (!replaced.isEmpty()) {
            var put = json.putObject("replaced");
            replaced.forEach(put::put);
        }
        json.put("asTheyStand", asTheyStand).put("milliseconds", took.toMillis());
        var list = json.putArray("differences");
        differences.forEach(one ->
                list.addObject()
                        .put("kind", one.kind())
                        .put("id", one.id())
                        .put("path", one.path())
                        .put("what", one.what()));
        return json;
    }
}
