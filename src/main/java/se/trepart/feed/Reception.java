package se.trepart.feed;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

import se.trepart.fault.AckCode;
import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.mapping.Decoded;
import se.trepart.mapping.Envelope;
import se.trepart.mapping.MappingSet;
import se.trepart.mapping.Mappings;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * The door for HL7 v2, whichever way the bytes came: AA only after the commit, AE when the trouble
 * is ours, AR with one ERR for each fault (contract 3.2).
 */
@Component
public class Reception {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    private final Acceptance acceptance;
    private final Mappings mappings;
    private final Clock clock;
    private final DataSize limit;

    Reception(
            Acceptance acceptance,
            Mappings mappings,
            Clock clock,
            @Value("${trepart.feed.mllp.largest-frame}") DataSize limit) {
        this.acceptance = acceptance;
        this.mappings = mappings;
        this.clock = clock;
        this.limit = limit;
    }

    /** Takes one message from the MLLP door and gives its answer, both without framing. */
    public byte[] receive(byte[] message) {
        return receive("mllp", message).answer();
    }

    /**
     * A message's answer.
     *
     * @param code what the answer says, in original mode
     * @param kept whether the message is stored; otherwise the sender must send it again
     */
    public record Received(AckCode code, byte[] answer, List<Fault> faults, boolean kept) {}

    /** Takes one message from a named feed. */
    public Received receive(String feed, byte[] message) {
        return receive(feed, message, Acceptance.Alongside.NOTHING);
    }

    /** The same, with what the feed keeps of its own in the same commit. */
    Received receive(String feed, byte[] message, Acceptance.Alongside alongside) {
        var set = mappings.current();
        var began = System.nanoTime();
        var decoded =
                message.length > limit.toBytes() ? tooLarge(set, message) : set.decode(message);
        var decodedIn = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began);
        var envelope = decoded.envelope();
        var answering = new Hl7Answering(envelope);
        try {
            var decision =
                    acceptance.decide(
                            incoming(feed, envelope, message, decodedIn),
                            set,
                            meaning(decoded),
                            answering,
                            alongside);
            return new Received(
                    decision.faults().isEmpty() ? AckCode.AA : code(decision.faults()),
                    decision.answer(),
                    decision.faults(),
                    true);
        } catch (FaultException trouble) {
            LOG.warn("message not kept, sender is asked to try again: {}", trouble.getMessage());
            return new Received(
                    AckCode.AE,
                    answering.answer(AckCode.AE, trouble.faults()),
                    trouble.faults(),
                    false);
        } catch (RuntimeException ours) {
            var reference = UUID.randomUUID().toString();
            LOG.error("message not kept, reference {}: {}", reference, Traces.withoutTexts(ours));
            var faults = List.of(new Fault(FaultCode.TRP_699, "", reference));
            return new Received(AckCode.AE, answering.answer(AckCode.AE, faults), faults, false);
        }
    }

    /**
     * AE as soon as one of the faults is ours: the message may succeed unchanged once that is
     * mended.
     */
    private static AckCode code(List<Fault> faults) {
        return faults.stream().anyMatch(fault -> fault.code().category().retry())
                ? AckCode.AE
                : AckCode.AR;
    }

    private static Decoded tooLarge(MappingSet set, byte[] message) {
        var header = new byte[2048];
        System.arraycopy(message, 0, header, 0, header.length);
        return new Decoded.Refused(
                set.decode(header).envelope(), List.of(new Fault(FaultCode.TRP_102, "")));
    }

    private static Acceptance.Meaning meaning(Decoded decoded) {
        return switch (decoded) {
            case Decoded.Concerning concerning ->
                    new Acceptance.Meaning.Happened(concerning.events());
            case Decoded.NotConcerned _ -> new Acceptance.Meaning.NotConcerned();
            case Decoded.Refused refused -> new Acceptance.Meaning.Refused(refused.faults());
        };
    }

    private static Acceptance.Incoming incoming(
            String feed, Envelope envelope, byte[] message, long decodedIn) {
        return new Acceptance.Incoming(
                feed,
                envelope.sendingApplication() + "|" + envelope.sendingFacility(),
                absent(envelope.controlId()),
                absent(envelope.type()),
                absent(envelope.dialect()),
                sha256(message),
                message,
                decodedIn);
    }

    private static @Nullable String absent(String text) {
        return text.isEmpty() ? null : text;
    }

    static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    private final class Hl7Answering implements Acceptance.Answering {
        private final Envelope envelope;

        Hl7Answering(Envelope envelope) {
            this.envelope = envelope;
        }

        @Override
        public byte[] accepted() {
            return answer(AckCode.AA, List.of());
        }

        @Override
        public byte[] refused(List<Fault> faults) {
            return answer(code(faults), faults);
        }

        @Override
        public Fault reused() {
            return new Fault(FaultCode.TRP_108, "MSH-10");
        }

        private byte[] answer(AckCode code, List<Fault> faults) {
            return MappingSet.acknowledge(
                    envelope,
                    code,
                    faults,
                    clock.instant(),
                    UUID.randomUUID().toString().substring(0, 20));
        }
    }
}
