package se.trepart.simulator;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * How a partner misbehaves, and on which messages.
 *
 * @param mode what goes wrong
 * @param every strikes each n-th of the messages that match; null strikes them all
 * @param millis how long it lasts, where the mode has a length; null takes the mode's own
 * @param match strikes only messages in which this is found; null matches all
 */
public record Fault(
        Mode mode, @Nullable Integer every, @Nullable Long millis, @Nullable Pattern match) {

    /** The partner is well. */
    public static final Fault NONE = of(Mode.NONE);

    /** A mode that strikes every message, with the mode's own length. */
    public static Fault of(Mode mode) {
        return new Fault(mode, null, null, null);
    }

    /** Milliseconds: how long the mode lasts. */
    long length() {
        return millis == null ? mode.millis : millis;
    }

    boolean matches(Supplier<String> message) {
        return match == null || match.matcher(message.get()).find();
    }

    /** Whether the fault waits for certain messages, or strikes whatever comes. */
    boolean choosesMessages() {
        return every != null || match != null;
    }

    /** What can go wrong (contract, section 7). */
    public enum Mode {
        /** Nothing. */
        NONE("none", 0),
        /** Takes the message {@code millis} later, and answers then. */
        DELAY("delay", 2_000),
        /** Takes the message and never answers. */
        SILENT("silent", 0),
        /**
         * Takes the message at once and answers {@code millis} later, other answers meanwhile
         * overtaking.
         */
        LATE("late", 15_000),
        /** Takes the message once and answers twice. */
        TWICE("twice", 0),
        /** Takes the message and answers with another message's id. */
        OTHER_ID("other-id", 0),
        /** Closes the connection before it has read the message, which changes nothing. */
        CLOSE_BEFORE("close-before", 0),
        /** Takes the message and closes the connection without an answer. */
        CLOSE_AFTER("close-after", 0),
        /** Reads the message and resets the connection; the message changes nothing. */
        RESET("reset", 0),
        /** Answers AE; the message changes nothing. */
        REFUSE_AE("refuse-ae", 0),
        /** Answers AR; the message changes nothing. */
        REFUSE_AR("refuse-ar", 0),
        /** Reads a byte each {@code millis}, then takes and answers. */
        SLOW("slow", 250),
        /**
         * Drops all connections and does not listen for {@code millis}; at once, or when a chosen
         * message comes.
         */
        DOWN("down", 5_000);

        private final String word;
        private final long millis;

        Mode(String word, long millis) {
            this.word = word;
            this.millis = millis;
        }

        /** The mode in the words of the contract. */
        public String word() {
            return word;
        }

        static Optional<Mode> of(String word) {
            return Arrays.stream(values()).filter(mode -> mode.word.equals(word)).findFirst();
        }

        /** Whether it must strike before the message has been read. */
        boolean strikesWhileReading() {
            return this == SLOW || this == CLOSE_BEFORE;
        }
    }
}
