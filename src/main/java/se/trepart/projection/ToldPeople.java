package se.trepart.projection;

import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.consultation.Consultation;
import se.trepart.log.Practitioners;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Whom an append's events name, and where the people of its consultations have acted. */
final class ToldPeople {
    private final List<Practitioners.Told> told = new ArrayList<>();
    private final SortedSet<Practitioners.Role> roles = new TreeSet<>(ToldRoles.ORDER);
    private final SortedSet<String> shown = new TreeSet<>();

    /** Whom the event names. */
    void add(Derived derived) {
        var event = derived.event();
        for (var actor : event.data().toldActors()) {
            told.add(
                    new Practitioners.Told(
                            actor.hsaId().value(),
                            actor.name()
                                    .map(PersonJson::name)
                                    .map(ObjectNode::toString)
                                    .orElse(null),
                            event.time().toInstant(),
                            event.source() + " " + event.id()));
            if (derived.row().subject() != null) {
                shown.add(actor.hsaId().value());
            }
        }
        if (derived.row().subject() != null) {
            var acting = new ToldRoles();
            acting.add(event.data());
            add(acting);
        }
    }

    /**
     * Where the consultation's people acted. Whoever any of its events tells, at any place that any
     * of them tells: what only a passing state said must not be left behind, and what it did not
     * say must not be missing.
     */
    void add(Consultation state) {
        var acting = new ToldRoles();
        state.events().forEach(event -> acting.add(event.data()));
        add(acting);
    }

    private void add(ToldRoles acting) {
        roles.addAll(acting.roles());
        acting.roles().forEach(role -> shown.add(role.hsaId()));
    }

    List<Practitioners.Told> told() {
        return told;
    }

    SortedSet<Practitioners.Role> roles() {
        return roles;
    }

    /** HSA-ids of those who are named with a consultation now. */
    SortedSet<String> shown() {
        return shown;
    }
}
