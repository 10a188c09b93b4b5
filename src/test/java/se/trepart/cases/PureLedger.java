package se.trepart.cases;

import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

import se.trepart.consultation.Consultation;
import se.trepart.consultation.PrimaryCareRegistration;
import se.trepart.consultation.VisitKey;
import se.trepart.delivery.Rendering;
import se.trepart.mapping.MappingSet;
import se.trepart.mapping.Mappings;
import se.trepart.mapping.RegistrationJson;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The simplest ledger that can be: every difference between target and confirmed becomes one
 * message at once, and is confirmed at once. The hub's own writes the messages.
 */
final class PureLedger {
    private static final Mappings IN_FORCE = Mappings.load(Path.of("mappings"));
    private static final Map<String, Rendering> RENDERINGS = renderings();

    private final MappingSet mappings;
    private final Map<String, Stream> streams = new HashMap<>();
    private final Map<String, List<String>> sent = new HashMap<>();
    private int contactNumbers;

    /** The messages are written by these mappings from now on; one ledger at a time. */
    PureLedger(MappingSet mappings) {
        this.mappings = mappings;
        IN_FORCE.put(mappings, Instant.EPOCH);
    }

    /** What one destination has confirmed under one key. */
    private static final class Stream {
        private @Nullable String confirmed;
        private @Nullable String contactNumber;
        private String context = "{}";
        private int serial;
    }

    private static Map<String, Rendering> renderings() {
        var context = new AnnotationConfigApplicationContext();
        context.getEnvironment()
                .getPropertySources()
                .addFirst(
                        new MapPropertySource(
                                "cases", Map.of("trepart.hsa-id", "SE162321000255-TRP001")));
        context.registerBean(Mappings.class, () -> IN_FORCE);
        context.scan("se.trepart.projection.pasis", "se.trepart.projection.primarycare");
        context.refresh();
        return context.getBeansOfType(Rendering.class).values().stream()
                .collect(Collectors.toMap(Rendering::destination, rendering -> rendering));
    }

    /** Brings both destinations up to the states that the case's n-th message has led to. */
    void settle(int message, Collection<Consultation> states) {
        for (var state : states) {
            var registration = state.pasisRegistration();
            if (registration.isEmpty() || registration.orElseThrow().missing().isEmpty()) {
                deliver(
                        message,
                        "pasis",
                        state.id().value(),
                        registration
                                .map(RegistrationJson::pasis)
                                .map(json -> mappings.transform("pasis/target", json).toString())
                                .orElse(null),
                        "{}");
            }
        }
        for (var visit : visits(states)) {
            var members =
                    states.stream()
                            .filter(state -> state.visit().key().filter(visit::equals).isPresent())
                            .toList();
            deliver(
                    message,
                    "primary-care",
                    visit.toString(),
                    PrimaryCareRegistration.of(visit, members)
                            .map(RegistrationJson::primaryCare)
                            .map(json -> mappings.transform("primary-care/target", json).toString())
                            .orElse(null),
                    members.isEmpty()
                            ? null
                            : RegistrationJson.primaryCareContext(members).toString());
        }
    }

    /** Everything that one destination got, one message after another. */
    String sent(String destination) {
        return String.join("\n", sent.getOrDefault(destination, List.of()));
    }

    private TreeSet<VisitKey> visits(Collection<Consultation> states) {
        var visits = new TreeSet<VisitKey>();
        states.forEach(state -> state.visit().key().ifPresent(visits::add));
        streams.keySet().stream()
                .filter(key -> key.startsWith("primary-care "))
                .forEach(
                        key -> visits.add(VisitKey.parse(key.substring("primary-care ".length()))));
        return visits;
    }

    private void deliver(
            int message,
            String destination,
            String key,
            @Nullable String target,
            @Nullable String context) {
        var stream = streams.computeIfAbsent(destination + " " + key, any -> new Stream());
        stream.context = context == null ? stream.context : context;
        if (Objects.equals(stream.confirmed, target)) {
            return;
        }
        stream.serial++;
        var rendered =
                Objects.requireNonNull(RENDERINGS.get(destination))
                        .render(
                                new Rendering.Owed(
                                        key,
                                        target,
                                        stream.confirmed,
                                        stream.context,
                                        Told.committed(message),
                                        stream.contactNumber,
                                        stream.serial));
        sent.computeIfAbsent(destination, any -> new ArrayList<>())
                .add(
                        Masks.sent(
                                new String(rendered.message(), StandardCharsets.UTF_8)
                                        .replace('\r', '\n')));
        if (destination.equals("pasis")) {
            stream.contactNumber =
                    target == null
                            ? null
                            : stream.confirmed == null
                                    ? "KONTAKT-" + ++contactNumbers
                                    : stream.contactNumber;
        }
        stream.confirmed = target;
    }
}
