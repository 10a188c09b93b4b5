package se.trepart.operator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import jakarta.servlet.http.HttpServletRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import se.trepart.cause.Causes;
import se.trepart.cause.Fingerprint;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * {@code /api/causes} and {@code /api/alerts}: one card for each thing to mend, and when each
 * opened and was resolved.
 */
@RestController
class CausesDoor {
    private static final Logger AUDIT = LoggerFactory.getLogger("se.trepart.audit");
    private static final List<String> KINDS =
            Arrays.stream(Fingerprint.Kind.values()).map(Fingerprint.Kind::code).toList();
    private static final List<String> STATES = List.of("open", "resolved");
    private static final int MEMBERS = 200;

    private final Causes causes;
    private final Clock clock;

    CausesDoor(Causes causes, Clock clock) {
        this.causes = causes;
        this.clock = clock;
    }

    /** The open ones first, those with most under them first among them. */
    @GetMapping("/api/causes")
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        var asked = Parameters.of(request, "kind", "state", "count");
        var answer = Answers.object();
        var list = answer.putArray("causes");
        causes.cards(
                        new Causes.Query(
                                Optional.empty(),
                                asked.oneOf("kind", value -> among(KINDS, value), KINDS),
                                asked.oneOf("state", value -> among(STATES, value), STATES)
                                        .map("open"::equals),
                                asked.count()))
                .forEach(card -> list.add(json(card)));
        return Answers.ok(answer);
    }

    /** One card, with what stands or stood under it. */
    @GetMapping("/api/causes/{id}")
    ResponseEntity<byte[]> one(@PathVariable String id, HttpServletRequest request) {
        Parameters.of(request);
        var answer = json(card(id));
        var list = answer.putArray("members");
        causes.members(id, MEMBERS).forEach(standing -> list.add(json(standing)));
        return Answers.ok(answer);
    }

    /** What stands under it is settled, says a person; the next one opens it again. */
    @PostMapping("/api/causes/{id}/resolve")
    ResponseEntity<byte[]> resolve(@PathVariable String id, HttpServletRequest request)
            throws IOException {
        var why = Reasons.read(request).why();
        card(id);
        var settled = causes.settle(id, clock.instant());
        AUDIT.info("cause {} with {} members said to be settled by {}", id, settled, why.by());
        return Answers.ok(json(card(id)));
    }

    /** One when a cause opened and one when it was resolved, in their order. */
    @GetMapping("/api/alerts")
    ResponseEntity<byte[]> alerts(HttpServletRequest request) {
        var asked = Parameters.of(request, "after", "count");
        var alerts = causes.alerts(asked.number("after").orElse(0L), asked.count());
        var answer = Answers.object();
        var list = answer.putArray("alerts");
        for (var alert : alerts) {
            var one = list.addObject().put("id", alert.id()).put("alert", alert.kind());
            Answers.put(one, "at", alert.at());
            one.put("cause", alert.cause());
            fingerprint(one, alert.of());
            one.put("members", alert.members());
        }
        if (alerts.size() == asked.count()) {
            answer.put("next", alerts.getLast().id());
        }
        return Answers.ok(answer);
    }

    private Causes.Card card(String id) {
        return causes
                .cards(new Causes.Query(Optional.of(id), Optional.empty(), Optional.empty(), 1))
                .stream()
                .findFirst()
                .orElseThrow(() -> new FaultException(FaultCode.TRP_501, "id", ""));
    }

    private static Optional<String> among(Collection<String> known, String value) {
        return Optional.of(value).filter(known::contains);
    }

    private static ObjectNode json(Causes.Card card) {
        var json = Answers.object().put("id", card.id());
        fingerprint(json, card.of());
        json.put("state", card.resolvedAt().isEmpty() ? "open" : "resolved");
        Answers.put(json, "openedAt", card.openedAt());
        Answers.put(json, "resolvedAt", card.resolvedAt().orElse(null));
        Answers.put(json, "first", card.first());
        Answers.put(json, "last", card.last());
        json.put("count", card.standing()).put("ever", card.ever());
        json.set("senders", texts(card.senders()));
        json.set("consultations", texts(card.consultations()));
        json.put("consultationCount", card.consultationCount());
        if (card.of().kind() == Fingerprint.Kind.REFUSED) {
            json.putObject("replay").putObject("selection").put("cause", card.id());
        }
        return json;
    }

    private static void fingerprint(ObjectNode json, Fingerprint of) {
        json.put("kind", of.kind().code()).put("place", of.place());
        json.setAll(Answers.cause(of.code(), null));
        json.put("field", of.field()).put("rule", of.rule());
    }

    private static ObjectNode json(Causes.Standing standing) {
        var json = Answers.object().put("member", standing.member().name());
        standing.member().message().ifPresent(message -> json.put("message", message));
        Answers.put(json, "since", standing.member().since());
        Answers.put(json, "mendedAt", standing.mendedAt().orElse(null));
        if (!standing.member().sender().isEmpty()) {
            json.put("sender", standing.member().sender());
        }
        json.set("consultations", texts(standing.member().consultations()));
        return json;
    }

    private static ArrayNode texts(Collection<String> texts) {
        var list = Answers.array();
        texts.forEach(list::add);
        return list;
    }
}
