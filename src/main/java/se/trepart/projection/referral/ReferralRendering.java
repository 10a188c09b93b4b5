package se.trepart.projection.referral;

import org.springframework.stereotype.Component;

import se.trepart.delivery.Outcome;
import se.trepart.delivery.Rendering;
import se.trepart.log.Messages;
import se.trepart.mapping.Mappings;
import se.trepart.projection.Hl7Answers;

/**
 * A referral's message is the sender's own, byte for byte (contract 4): the stream is named by the
 * message in the log, and the answer must name the sender's control id.
 */
@Component
class ReferralRendering implements Rendering {
    private static final String DESTINATION = "remiss";

    private final Messages messages;
    private final Hl7Answers answers;

    ReferralRendering(Messages messages, Mappings mappings) {
        this.messages = messages;
        this.answers = new Hl7Answers(DESTINATION, "referral", mappings);
    }

    @Override
    public String destination() {
        return DESTINATION;
    }

    @Override
    public Rendered render(Owed owed) {
        var raw =
                messages.raw(Long.parseLong(owed.key()))
                        .orElseThrow(() ->
                                new IllegalStateException(
                                        "the message of referral " + owed.key() + " is gone"));
        return new Rendered("vidarebefordra", raw.controlId(), raw.body());
    }

    @Override
    public Outcome read(String operation, String controlId, byte[] answer) {
        return answers.read(operation, controlId, answer);
    }
}
