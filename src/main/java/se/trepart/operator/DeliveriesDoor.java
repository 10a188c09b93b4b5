package se.trepart.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import se.trepart.delivery.DeliveryHistory;
import se.trepart.delivery.DeliveryView;
import se.trepart.delivery.Interventions;
import se.trepart.delivery.StreamView;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.log.Consultations;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** {@code /api/deliveries}: what was sent, what is owed, and what a person may do about it. */
@RestController
class DeliveriesDoor {
    private final DeliveryHistory deliveries;
    private final Interventions interventions;
    private final Consultations consultations;

    DeliveriesDoor(
            DeliveryHistory deliveries, Interventions interventions, Consultations consultations) {
        this.deliveries = deliveries;
        this.interventions = interventions;
        this.consultations = consultations;
    }

    /** First what is owed and has no message yet, then the messages, the newest first. */
    @GetMapping("/api/deliveries")
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        var asked =
                Parameters.of(request, "destination", "state", "consultation", "before", "count");
        var count = asked.count();
        var query =
                new DeliveryHistory.Query(
                        asked.text("destination"),
                        asked.oneOf(
                                "state",
                                DeliveryView.State::of,
                                Arrays.stream(DeliveryView.State.values())
                                        .map(DeliveryView.State::code)
                                        .toList()),
                        asked.text("consultation").map(this::keys),
                        count + 1);
        var before = asked.text("before").map(DeliveryCursor::parse);
        var found = new ArrayList<DeliveryView>();
        if (before.flatMap(DeliveryCursor::delivery).isEmpty()) {
            found.addAll(deliveries.waiting(query, before.flatMap(DeliveryCursor::stream)));
        }
        if (found.size() <= count) {
            found.addAll(deliveries.sent(query, before.flatMap(DeliveryCursor::delivery)));
        }
        var page = found.subList(0, Math.min(count, found.size()));
        var answer = Answers.object();
        var list = answer.putArray("deliveries");
        page.forEach(delivery -> list.add(line(delivery)));
        if (found.size() > count) {
            answer.put("next", DeliveryCursor.after(page.getLast()).text());
        }
        return Answers.ok(answer);
    }

    @PostMapping("/api/deliveries/{id}/resend")
    ResponseEntity<byte[]> resend(@PathVariable String id, HttpServletRequest request)
            throws IOException {
        interventions.resend(number(id), Reasons.read(request).why());
        return delivery(id);
    }

    /** The body may tell the destination's own number too: {@code contactNumber}. */
    @PostMapping("/api/deliveries/{id}/mark-confirmed")
    ResponseEntity<byte[]> markConfirmed(@PathVariable String id, HttpServletRequest request)
            throws IOException {
        var stated = Reasons.read(request, "contactNumber");
        interventions.markConfirmed(number(id), stated.text("contactNumber"), stated.why());
        return delivery(id);
    }

    @PostMapping("/api/deliveries/{id}/release")
    ResponseEntity<byte[]> release(@PathVariable String id, HttpServletRequest request)
            throws IOException {
        interventions.release(number(id), Reasons.read(request).why());
        return delivery(id);
    }

    private ResponseEntity<byte[]> delivery(String id) {
        return Answers.ok(
                deliveries
                        .find(number(id))
                        .map(DeliveriesDoor::line)
                        .orElseThrow(DeliveriesDoor::notThere));
    }

    /** A visit's stream is its consultations' too. */
    private Collection<String> keys(String consultation) {
        return consultations
                .find(consultation)
                .map(row -> Registrations.keys(row).stream().map(StreamView.Key::key).toList())
                .orElse(List.of(consultation));
    }

    private static long number(String id) {
        if (!id.matches("\\d{1,18}")) {
            throw notThere();
        }
        return Long.parseLong(id);
    }

    private static FaultException notThere() {
        return new FaultException(FaultCode.TRP_501, "id", "");
    }

    private static ObjectNode line(DeliveryView delivery) {
        var json = Answers.object();
        if (delivery.id() != null) {
            json.put("id", delivery.id());
        }
        json.put("destination", delivery.stream().destination())
                .put("stream", delivery.stream().key())
                .put("consultation", delivery.consultation())
                .put("state", delivery.state().code());
        Answers.put(json, "operation", delivery.operation());
        Answers.put(json, "controlId", delivery.controlId());
        json.put("attempts", delivery.attempts());
        Answers.put(json, "createdAt", delivery.createdAt());
        Answers.put(json, "sentAt", delivery.sentAt());
        Answers.put(json, "settledAt", delivery.settledAt());
        Answers.put(json, "dueAt", delivery.dueAt());
        if (delivery.cause() != null) {
            json.set("cause", Answers.cause(delivery.cause(), delivery.causeDetail()));
        }
        Answers.text(json, "answer", delivery.answer());
        return json;
    }

    /** Where a page ended: at a message, or at a stream that waits. Opaque to everybody else. */
    private record DeliveryCursor(Optional<Long> delivery, Optional<StreamView.Key> stream) {
        private static final String STREAM = "s";

        static DeliveryCursor after(DeliveryView last) {
            return last.id() == null
                    ? new DeliveryCursor(Optional.empty(), Optional.of(last.stream()))
                    : new DeliveryCursor(Optional.of(last.id()), Optional.empty());
        }

        String text() {
            return delivery.map(id -> Long.toString(id))
                    .or(() ->
                            stream.map(key ->
                                    STREAM
                                            + Base64.getUrlEncoder()
                                                    .withoutPadding()
                                                    .encodeToString(
                                                            (key.destination() + "\n" + key.key())
                                                                    .getBytes(
                                                                            StandardCharsets
                                                                                    .UTF_8))))
                    .orElse("");
        }

        static DeliveryCursor parse(String text) {
            if (text.matches("\\d{1,18}")) {
                return new DeliveryCursor(Optional.of(Long.valueOf(text)), Optional.empty());
            }
            try {
                var key =
                        new String(
                                Base64.getUrlDecoder().decode(text.substring(STREAM.length())),
                                StandardCharsets.UTF_8);
                var end = key.indexOf('\n');
                if (text.startsWith(STREAM) && end > 0) {
                    return new DeliveryCursor(
                            Optional.empty(),
                            Optional.of(
                                    new StreamView.Key(
                                            key.substring(0, end), key.substring(end + 1))));
                }
            } catch (IllegalArgumentException notOurs) {
                throw new FaultException(
                        List.of(new se.trepart.fault.Fault(FaultCode.TRP_507, "before", "")),
                        notOurs);
            }
            throw new FaultException(FaultCode.TRP_507, "before", "");
        }
    }
}
