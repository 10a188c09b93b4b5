package se.trepart.consultation;

import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * A remiss to specialised care. The vårdåtagande, if any, is the receiving unit's own (R5): only
 * its id is kept.
 *
 * @param status sent, accepted or returned: the last of them in the order
 */
public record Referral(
        String id,
        Status status,
        Optional<HsaId> from,
        Optional<HsaId> to,
        Optional<OffsetDateTime> sentAt,
        Optional<String> vardatagande,
        Optional<String> reason) {
    /** How far the remiss has come. */
    public enum Status {
        SENT,
        ACCEPTED,
        RETURNED
    }

    /** Since when the receiving unit owes an answer. */
    public Optional<OffsetDateTime> unansweredSince() {
        return status == Status.SENT ? sentAt : Optional.empty();
    }

    static List<Referral> of(List<Event> ordered) {
        var all = new LinkedHashMap<String, Referral>();
        for (var event : ordered) {
            switch (event.data()) {
                case EventData.ReferralSent sent ->
                        all.compute(
                                sent.referral(),
                                (id, known) -> unknown(id, known).sent(sent, event.time()));
                case EventData.ReferralAccepted accepted ->
                        all.compute(
                                accepted.referral(),
                                (id, known) -> unknown(id, known).accepted(accepted));
                case EventData.ReferralReturned returned ->
                        all.compute(
                                returned.referral(),
                                (id, known) -> unknown(id, known).returned(returned));
                default -> {}
            }
        }
        return List.copyOf(all.values());
    }

    private static Referral unknown(String id, @org.jspecify.annotations.Nullable Referral known) {
        return known != null
                ? known
                : new Referral(
                        id,
                        Status.SENT,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
    }

    private Referral sent(EventData.ReferralSent told, OffsetDateTime time) {
        return new Referral(
                id,
                Status.SENT,
                Optional.of(told.from()),
                Optional.of(told.to()),
                sentAt.or(() -> Optional.of(time)),
                vardatagande,
                Optional.empty());
    }

    private Referral accepted(EventData.ReferralAccepted told) {
        return new Referral(
                id,
                Status.ACCEPTED,
                from,
                to,
                sentAt,
                told.vardatagande().or(() -> vardatagande),
                Optional.empty());
    }

    private Referral returned(EventData.ReferralReturned told) {
        return new Referral(
                id, Status.RETURNED, from, to, sentAt, vardatagande, Optional.of(told.reason()));
    }
}
