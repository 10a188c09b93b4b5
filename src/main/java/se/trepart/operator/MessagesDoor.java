package se.trepart.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.log.Derivations;
import se.trepart.log.Disclosures;
import se.trepart.log.MessageIdentifiers;
import se.trepart.log.MessageSearch;
import se.trepart.log.Messages;
import se.trepart.log.Telling;
import se.trepart.mapping.Identifiers;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /api/messages} and {@code /api/totals}: everything that ever came in. */
@RestController
class MessagesDoor {
    private static final String[] FILTERS = {
        "from",
        "to",
        "feed",
        "sender",
        "control-id",
        "type",
        "outcome",
        "state",
        "fault",
        "consultation",
        "destination",
        "destination-state",
        "before",
        "count"
    };
    private static final String FORM = MediaType.APPLICATION_FORM_URLENCODED_VALUE;
    private static final String[] FORM_FILTERS =
            Stream.concat(Arrays.stream(FILTERS), Stream.of("identifier")).toArray(String[]::new);

    private final Messages messages;
    private final MessageSearch messageSearch;
    private final MessageIdentifiers identifiers;
    private final Telling telling;
    private final Derivations derivations;
    private final Disclosures disclosures;

    MessagesDoor(
            Messages messages,
            MessageSearch messageSearch,
            MessageIdentifiers identifiers,
            Telling telling,
            Derivations derivations,
            Disclosures disclosures) {
        this.messages = messages;
        this.messageSearch = messageSearch;
        this.identifiers = identifiers;
        this.telling = telling;
        this.derivations = derivations;
        this.disclosures = disclosures;
    }

    /** The newest first; {@code next} is what {@code before} takes for the page after it. */
    @GetMapping("/api/messages")
    ResponseEntity<byte[]> search(HttpServletRequest request) {
        return Answers.ok(page(Parameters.of(request, FILTERS), List.of()));
    }

    /**
     * The same by a form, and the only way to ask for an identifier: an address is written down by
     * whoever passes it on.
     */
    @PostMapping("/api/messages/_search")
    ResponseEntity<byte[]> searchByForm(HttpServletRequest request) {
        if (request.getQueryString() != null) {
            throw new FaultException(
                    FaultCode.TRP_502, "", "everything stands in the form, nothing in the address");
        }
        if (!String.valueOf(request.getContentType()).startsWith(FORM)) {
            throw Parameters.unreadable("Content-Type", FORM);
        }
        var asked = Parameters.of(request, FORM_FILTERS);
        var identifier = asked.text("identifier").map(Identifiers::forms).orElse(List.of());
        var answer = page(asked, identifier);
        if (!identifier.isEmpty()) {
            answer.put("complete", identifiers.complete());
        }
        return Answers.ok(answer);
    }

    private ObjectNode page(Parameters asked, List<String> identifier) {
        var count = asked.count();
        var found =
                messageSearch.find(
                        new MessageSearch.Query(
                                asked.time("from"),
                                asked.time("to"),
                                asked.text("feed"),
                                asked.text("sender"),
                                asked.text("control-id"),
                                asked.text("type"),
                                outcome(asked),
                                asked.text("fault"),
                                asked.text("consultation"),
                                identifier,
                                asked.text("destination"),
                                standing(asked),
                                asked.number("before"),
                                count + 1));
        var page = found.subList(0, Math.min(count, found.size()));
        var consultations =
                telling.consultationsOf(page.stream().map(Messages.Stored::id).toList());
        var answer = Answers.object();
        var list = answer.putArray("messages");
        page.forEach(message ->
                list.add(envelope(message, consultations.getOrDefault(message.id(), List.of()))));
        if (found.size() > count) {
            answer.put("next", Long.toString(page.getLast().id()));
        }
        return answer;
    }

    private static Optional<MessageSearch.Standing> standing(Parameters asked) {
        var standings = Arrays.asList(MessageSearch.Standing.values());
        return asked.oneOf(
                "destination-state",
                code -> standings.stream().filter(one -> one.code().equals(code)).findFirst(),
                standings.stream().map(MessageSearch.Standing::code).toList());
    }

    /** One envelope with its answer; the body too for who states a reason, which is kept. */
    @GetMapping("/api/messages/{id}")
    ResponseEntity<byte[]> one(@PathVariable String id, HttpServletRequest request) {
        var reason = Parameters.of(request, "reason").text("reason");
        var message =
                number(id)
                        .flatMap(messages::find)
                        .orElseThrow(() -> new FaultException(FaultCode.TRP_501, "id", ""));
        var answer =
                envelope(
                        message,
                        telling.consultationsOf(List.of(message.id()))
                                .getOrDefault(message.id(), List.of()));
        history(answer, message.id());
        Answers.text(answer, "answer", message.answer());
        reason.map(Reasons::checked)
                .flatMap(why -> disclosures.body(message.id(), Reasons.by(request), why))
                .ifPresent(body -> Answers.text(answer, "body", body));
        return Answers.ok(answer);
    }

    /** What a person corrected, and what was derived anew; both ways. */
    private void history(ObjectNode answer, long id) {
        var corrections = messages.corrections(id);
        corrections.original().ifPresent(original -> answer.put("corrects", original));
        var by = answer.putArray("correctedBy");
        corrections.corrections().forEach(by::add);
        var list = answer.putArray("derivations");
        for (var made : derivations.of(id)) {
            var one = list.addObject();
            Answers.put(one, "at", made.at());
            one.put("mappingVersion", made.mappingVersion())
                    .put("before", made.before())
                    .put("after", made.after());
        }
    }

    /** How many came in, and what became of them; the five add up to the first (law 7). */
    @GetMapping("/api/totals")
    ResponseEntity<byte[]> totals(HttpServletRequest request) {
        Parameters.of(request);
        var totals = messages.totals();
        var answer = Answers.object().put("received", totals.received());
        totals.outcomes().forEach((outcome, count) -> answer.put(outcome.code(), count));
        return Answers.ok(answer);
    }

    private static Optional<Messages.Outcome> outcome(Parameters asked) {
        var outcome = outcome(asked, "outcome");
        var state = outcome(asked, "state");
        if (outcome.isPresent() && state.isPresent() && !outcome.equals(state)) {
            throw Parameters.unreadable("state", "the same as outcome, or one of the two");
        }
        return outcome.or(() -> state);
    }

    private static Optional<Messages.Outcome> outcome(Parameters asked, String name) {
        var possible =
                Arrays.stream(Messages.Outcome.values()).map(Messages.Outcome::code).toList();
        return asked.oneOf(
                name,
                code ->
                        Arrays.stream(Messages.Outcome.values())
                                .filter(outcome -> outcome.code().equals(code))
                                .findFirst(),
                possible);
    }

    private static Optional<Long> number(String id) {
        return id.matches("\\d{1,18}") ? Optional.of(Long.valueOf(id)) : Optional.empty();
    }

    private static ObjectNode envelope(Messages.Stored message, List<String> consultations) {
        var json = Answers.object().put("id", message.id());
        Answers.put(json, "receivedAt", message.receivedAt());
        json.put("feed", message.feed()).put("sender", message.sender());
        Answers.put(json, "controlId", message.controlId());
        Answers.put(json, "type", message.type());
        json.put("outcome", message.outcome().code()).put("state", message.outcome().code());
        json.set("faults", Answers.stored(message.faults()));
        if (message.duplicateOf() != null) {
            json.put("duplicateOf", message.duplicateOf());
        }
        Answers.put(json, "dialect", message.dialect());
        Answers.put(json, "mappingVersion", message.mappingVersion());
        var known = json.putArray("consultations");
        consultations.forEach(known::add);
        return json;
    }
}
