package se.trepart.projection;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import se.trepart.consultation.EventData;
import se.trepart.delivery.Ledger;
import se.trepart.log.Commit;
import se.trepart.log.Messages;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Every REF^I12 that came through the hub is to be passed on, once, where there is somebody to pass
 * it on to (contract 4): one stream for each message. What a newer state says changes nothing about
 * it, since it is the sender's own.
 */
@Component
class PassingOn {
    private static final String REMISS = "remiss";

    private final Ledger ledger;
    private final Messages messages;
    private final boolean wanted;

    PassingOn(
            Ledger ledger,
            Messages messages,
            @Value("${trepart.destination.remiss.address:}") String address) {
        this.ledger = ledger;
        this.messages = messages;
        this.wanted = !address.isBlank();
    }

    /** Owes the message to the receiving unit, if it is a referral by HL7 v2. */
    void owe(Commit commit, long message, Collection<Derived> all, Scope scope) {
        if (!wanted) {
            return;
        }
        all.stream()
                .filter(derived -> derived.event().data() instanceof EventData.ReferralSent)
                .findFirst()
                .filter(derived -> byHl7(message))
                .ifPresent(derived ->
                        scope.wake.addAll(
                                ledger.aim(List.of(aim(message, derived)), commit.time())));
    }

    /** A referral that an event tells of was sent some other way: there is nothing to pass on. */
    private boolean byHl7(long message) {
        return messages.find(message)
                .flatMap(stored -> Optional.ofNullable(stored.type()))
                .filter(type -> type.indexOf('^') > 0)
                .isPresent();
    }

    private static Ledger.Aim aim(long message, Derived derived) {
        var sent = (EventData.ReferralSent) derived.event().data();
        var key = String.valueOf(message);
        var subject = derived.row().subject();
        return new Ledger.Aim(
                REMISS,
                key,
                subject == null ? "?" + key : subject,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("remiss", sent.referral())
                        .put("fran", sent.from().value())
                        .put("till", sent.to().value())
                        .toString(),
                "{}",
                List.of());
    }
}
