package se.trepart.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import se.trepart.consultation.Phase;
import se.trepart.delivery.StreamView;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.log.Consultations;
import se.trepart.mapping.Times;
import se.trepart.operator.Registrations.Standing;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** {@code /api/consultations}: what the hub knows of each, and what both sides hold. */
@RestController
class ConsultationsDoor {
    private static final List<String> STATES =
            List.of("none", "pending", "confirmed", "held", "agreed", "not-agreed");
    private static final int MOST_LOOKED_AT = 2_000;

    private final Consultations consultations;
    private final Registrations registrations;
    private final Timeline timeline;
    private final Clock clock;

    ConsultationsDoor(
            Consultations consultations,
            Registrations registrations,
            Timeline timeline,
            Clock clock) {
        this.clock = clock;
        this.consultations = consultations;
        this.registrations = registrations;
        this.timeline = timeline;
    }

    /**
     * The latest first. {@code state} keeps those where either registration stands so, or that are
     * agreed or not; it looks at some thousands at a time, so a page may be short and still have a
     * {@code next}.
     */
    @GetMapping("/api/consultations")
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        var asked = Parameters.of(request, "phase", "state", "before", "count");
        var phases = Arrays.stream(Phase.values()).map(Phase::code).toList();
        var phase = asked.oneOf("phase", known(phases), phases);
        var state = asked.oneOf("state", known(STATES), STATES);
        var before = asked.text("before");
        var count = asked.count();
        var answer = Answers.object();
        var list = answer.putArray("consultations");
        var lookedAt = 0;
        while (true) {
            var rows = consultations.latest(before, count);
            var standings = registrations.of(rows);
            for (var row : rows) {
                if (list.size() == count || lookedAt == MOST_LOOKED_AT) {
                    return Answers.ok(answer.put("next", before.orElseThrow()));
                }
                before = Optional.of(row.id());
                lookedAt++;
                var standing = Objects.requireNonNull(standings.get(row.id()));
                if (phase.map(row.phase()::equals).orElse(true)
                        && state.map(wanted -> matches(standing, wanted)).orElse(true)) {
                    list.add(line(row, standing));
                }
            }
            if (rows.size() < count) {
                return Answers.ok(answer);
            }
        }
    }

    /** One consultation: facts, contradictions, what happened, and both registrations. */
    @GetMapping("/api/consultations/{id}")
    ResponseEntity<byte[]> one(@PathVariable String id, HttpServletRequest request) {
        Parameters.of(request);
        var row = find(id);
        var standing = standing(row);
        var state = Answers.stored(row.state());
        var answer = facts(row, state);
        answer.set("contradictions", contradictions(state));
        answer.set("timeline", timeline.of(id));
        answer.set(
                "referrals",
                ReferralsDoor.of(state, LocalDate.ofInstant(clock.instant(), Times.STOCKHOLM)));
        var both = answer.putObject("registrations");
        both.set("pasis", registration(standing.pasis()));
        both.set("primaryCare", registration(standing.primaryCare()));
        answer.put("agreed", standing.agreed());
        var causes = answer.putArray("causes");
        standing.causes().forEach(causes::add);
        return Answers.ok(answer.put("mappingVersion", row.mappingVersion()));
    }

    /** The two records of contract 6 with their Swedish field names; null for what is not held. */
    @GetMapping("/api/consultations/{id}/registrations")
    ResponseEntity<byte[]> records(@PathVariable String id, HttpServletRequest request) {
        Parameters.of(request);
        var standing = standing(find(id));
        var answer = Answers.object();
        record(answer.putObject("pasis"), standing.pasis());
        record(answer.putObject("primaryCare"), standing.primaryCare());
        return Answers.ok(answer);
    }

    private Consultations.Row find(String id) {
        return consultations
                .find(id)
                .orElseThrow(() -> new FaultException(FaultCode.TRP_501, "id", ""));
    }

    private Standing standing(Consultations.Row row) {
        return Objects.requireNonNull(registrations.of(List.of(row)).get(row.id()));
    }

    private static java.util.function.Function<String, Optional<String>> known(
            List<String> possible) {
        return value -> possible.contains(value) ? Optional.of(value) : Optional.empty();
    }

    private static boolean matches(Standing standing, String wanted) {
        return switch (wanted) {
            case "agreed" -> standing.agreed();
            case "not-agreed" -> !standing.agreed();
            default ->
                    Standing.state(standing.pasis()).equals(wanted)
                            || Standing.state(standing.primaryCare()).equals(wanted);
        };
    }

    private static ObjectNode line(Consultations.Row row, Standing standing) {
        var state = Answers.stored(row.state());
        var line = facts(row, state);
        line.put("contradictions", contradictions(state).size());
        line.putObject("registrations")
                .put("pasis", Standing.state(standing.pasis()))
                .put("primaryCare", Standing.state(standing.primaryCare()));
        return line.put("agreed", standing.agreed());
    }

    /** What tells one consultation from another, without telling whose it is. */
    private static ObjectNode facts(Consultations.Row row, JsonNode state) {
        var facts =
                Answers.object()
                        .put("id", row.id())
                        .put("phase", row.phase())
                        .put("tookPlace", row.tookPlace())
                        .put("booked", state.path("booked").asBoolean());
        Answers.put(facts, "firstEventAt", state.path("firstEventAt").asText(null));
        Answers.put(facts, "unit", state.path("visit").path("unit").asText(null));
        Answers.put(facts, "visit", state.path("visit").path("id").asText(null));
        Answers.put(facts, "specialistUnit", state.path("specialistUnit").asText(null));
        Answers.put(facts, "specialty", state.path("specialty").asText(null));
        return facts;
    }

    private static JsonNode contradictions(JsonNode state) {
        return state.path("contradictions").isArray()
                ? state.path("contradictions")
                : Answers.array();
    }

    private static ObjectNode registration(Optional<StreamView> stream) {
        var json = Answers.object();
        record(json, stream);
        json.put("state", Standing.state(stream));
        stream.ifPresent(held -> {
            var cause = held.cause();
            if (cause != null) {
                json.set("cause", Answers.cause(cause, held.causeDetail()));
            }
            Answers.put(json, "contactNumber", held.contactNumber());
        });
        return json;
    }

    private static void record(ObjectNode json, Optional<StreamView> stream) {
        json.set("target", Answers.stored(stream.map(StreamView::target).orElse(null)));
        json.set("confirmed", Answers.stored(stream.map(StreamView::confirmed).orElse(null)));
    }
}
