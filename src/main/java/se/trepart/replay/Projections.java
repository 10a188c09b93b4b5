package se.trepart.replay;

import se.trepart.mapping.MappingSet;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Whose records a mapping set makes otherwise than the set that made them last. Where the sets
 * differ only in what they make of a consultation's state, both are asked for the stored state, and
 * what comes out the same is not derived at all.
 */
final class Projections {
    private static final Pattern IMPORT = Pattern.compile("(?m)^\\s*import\\s+\"([^\"]+)\"");

    /** What makes the resources that consultations share. */
    private static final List<String> OF_OTHERS =
            List.of("fhir/person.jslt", "fhir/practitioner.jslt");

    private static final String OF_STATES = "fhir/consultation";

    private final Scratch scratch;
    private final MappingSet set;
    private final MappingSets recorded;
    private final Map<String, Set<String>> changes = new HashMap<>();
    private final Map<String, Boolean> consultations = new HashMap<>();
    private final Set<String> ofOthers = new TreeSet<>();
    private String @org.jspecify.annotations.Nullable [] others;

    Projections(Scratch scratch, MappingSet set, MappingSets recorded) {
        this.scratch = scratch;
        this.set = set;
        this.recorded = recorded;
        OF_OTHERS.forEach(name -> reach(name, set));
    }

    private void reach(String name, MappingSet from) {
        var content = from.files().get(name);
        if (content != null && ofOthers.add(name)) {
            IMPORT.matcher(new String(content, StandardCharsets.UTF_8))
                    .results()
                    .forEach(imported -> reach(imported.group(1), from));
        }
    }

    /** Whether the set of that version may make other records of the same events. */
    boolean otherwise(String version) {
        return !version.equals(set.version()) && !changes(version).isEmpty();
    }

    /** The files that differ and that records are made by. */
    private Set<String> changes(String version) {
        return changes.computeIfAbsent(
                version,
                unknown -> {
                    var before = recorded.of(version).files();
                    var after = set.files();
                    var differing = new TreeSet<String>();
                    var all = new TreeSet<>(before.keySet());
                    all.addAll(after.keySet());
                    for (var file : all) {
                        if (!file.startsWith("feed/")
                                && !file.startsWith("events/")
                                && !java.util.Arrays.equals(before.get(file), after.get(file))) {
                            differing.add(file);
                        }
                    }
                    return differing;
                });
    }

    /** Which of the messages are told of consultations whose records are made otherwise. */
    Set<Long> of(List<Long> messages) {
        if (others == null) {
            others =
                    scratch
                            .jdbc()
                            .queryForList(
                                    "select distinct mapping_version from "
                                            + scratch.lasting("consultation"),
                                    String.class)
                            .stream()
                            .filter(this::otherwise)
                            .toArray(String[]::new);
        }
        if (others.length == 0) {
            return Set.of();
        }
        var told = scratch.told(messages, others);
        ask(new TreeSet<>(told.values().stream().flatMap(Collection::stream).toList()));
        var wanted = new HashSet<Long>();
        told.forEach((message, theirs) -> {
            if (theirs.stream().anyMatch(id -> consultations.getOrDefault(id, true))) {
                wanted.add(message);
            }
        });
        return wanted;
    }

    private void ask(Set<String> ids) {
        ids.removeAll(consultations.keySet());
        scratch.jdbc()
                .query(
                        "select id, state, mapping_version from "
                                + scratch.lasting("consultation")
                                + " where id = any (?)",
                        row -> {
                            consultations.put(
                                    row.getString(1),
                                    differs(
                                            Objects.requireNonNull(row.getString(2)),
                                            Objects.requireNonNull(row.getString(3))));
                        },
                        (Object) ids.toArray(String[]::new));
    }

    private boolean differs(String state, String version) {
        var onlyOfStates =
                changes(version).stream()
                        .allMatch(file -> file.startsWith("fhir/") && !ofOthers.contains(file));
        if (!onlyOfStates) {
            return true;
        }
        var json = StoredEvents.read(state);
        return !recorded.of(version)
                .transform(OF_STATES, json)
                .equals(set.transform(OF_STATES, json));
    }
}
