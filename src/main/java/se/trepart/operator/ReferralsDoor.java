package se.trepart.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import se.trepart.log.Consultations;
import se.trepart.mapping.Times;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * {@code /api/referrals}: what somebody still owes about a remiss: writing one that the outcome
 * asks for, or answering one that was sent. Overdue from the day after its last day, counted in
 * helgfria vardagar.
 */
@RestController
class ReferralsDoor {
    private static final LocalDate EVER = LocalDate.of(9999, 12, 31);
    private static final String WANTED = "requested";
    private static final String SENT = "sent";

    private final Consultations consultations;
    private final Clock clock;

    ReferralsDoor(Consultations consultations, Clock clock) {
        this.consultations = consultations;
        this.clock = clock;
    }

    /** The most urgent consultation first; {@code overdue=true} keeps what is overdue today. */
    @GetMapping("/api/referrals")
    ResponseEntity<byte[]> list(HttpServletRequest request) {
        var asked = Parameters.of(request, "overdue", "after", "count");
        var overdue =
                asked.oneOf(
                                "overdue",
                                value ->
                                        List.of("true", "false").contains(value)
                                                ? Optional.of(Boolean.valueOf(value))
                                                : Optional.empty(),
                                List.of("true", "false"))
                        .orElse(false);
        var today = LocalDate.ofInstant(clock.instant(), Times.STOCKHOLM);
        var rows =
                consultations.owingReferrals(
                        overdue ? today.minusDays(1) : EVER, asked.text("after"), asked.count());
        var answer = Answers.object();
        var list = answer.putArray("referrals");
        for (var row : rows) {
            of(Answers.stored(row.state()), today)
                    .forEach(referral -> {
                        var open =
                                List.of(WANTED, SENT).contains(referral.path("status").asText())
                                        && referral.has("due");
                        if (open && (!overdue || referral.path("overdue").asBoolean())) {
                            list.add(
                                    Answers.object()
                                            .put("consultation", row.id())
                                            .setAll((ObjectNode) referral));
                        }
                    });
        }
        if (rows.size() == asked.count()) {
            answer.put("next", rows.getLast().id());
        }
        return Answers.ok(answer);
    }

    /**
     * The referrals of one consultation, and first the one that is asked for and nobody has seen,
     * each with its last day and whether that has passed.
     */
    static ArrayNode of(JsonNode state, LocalDate today) {
        var all = Answers.array();
        var task = state.path("referralTask");
        if (task.path("status").asText().equals(WANTED)) {
            all.add(due(Answers.object().put("status", WANTED), task, today));
        }
        for (var referral : state.path("referrals")) {
            var line = Answers.object().put("id", referral.path("id").asText());
            for (var field : List.of("from", "to", "status", "reason", "sentAt")) {
                Answers.put(line, field, referral.path(field).asText(null));
            }
            Answers.put(
                    line, "vardatagande", referral.path("vardatagande").path("id").asText(null));
            all.add(due(line, referral, today));
        }
        return all;
    }

    private static ObjectNode due(ObjectNode line, JsonNode told, LocalDate today) {
        if (told.has("due")) {
            var due = told.path("due").asText();
            line.put("due", due).put("overdue", LocalDate.parse(due).isBefore(today));
        }
        return line;
    }
}
