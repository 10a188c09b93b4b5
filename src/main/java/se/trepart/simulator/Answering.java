package se.trepart.simulator;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** Writes a partner's answers in the version, character set and delimiters of the message. */
final class Answering {
    private final String partner;
    private final AtomicLong answers = new AtomicLong();

    Answering(String partner) {
        this.partner = partner;
    }

    Answer taken(byte[] message, List<String> segments) {
        return answer(message, "AA", segments);
    }

    /** An answer with one ERR segment for each refusal. */
    Answer refused(byte[] message, String code, List<Refusal> refusals) {
        Delimiters delimiters = delimiters(message);
        return answer(message, code, refusals.stream().map(r -> err(r, delimiters)).toList());
    }

    private Answer answer(byte[] message, String code, List<String> segments) {
        Delimiters delimiters = delimiters(message);
        char field = delimiters.field();
        char component = delimiters.component();
        List<String> fields =
                List.of(
                        "MSH",
                        delimiters.encoding(),
                        partner.toUpperCase(Locale.ROOT),
                        MessageHeader.field(message, 6),
                        MessageHeader.field(message, 3),
                        MessageHeader.field(message, 4),
                        Hl7Time.now(),
                        "",
                        "ACK" + component + trigger(message, component) + component + "ACK",
                        partner + "-" + answers.incrementAndGet(),
                        "P",
                        version(message),
                        "",
                        "",
                        "",
                        "",
                        "",
                        MessageHeader.field(message, 18));
        return new Answer(
                String.join(String.valueOf(field), fields),
                field,
                code,
                MessageHeader.field(message, 10),
                segments,
                MessageHeader.charset(message));
    }

    private static String err(Refusal refusal, Delimiters delimiters) {
        String field = String.valueOf(delimiters.field());
        String component = String.valueOf(delimiters.component());
        ErrorCondition condition = refusal.condition();
        return String.join(
                field,
                "ERR",
                "",
                refusal.location().replace("^", component),
                String.join(component, condition.code(), condition.display(), "HL70357"),
                "E",
                "",
                "",
                "",
                delimiters.escaped(refusal.text()));
    }

    private static Delimiters delimiters(byte[] message) {
        return Delimiters.of(MessageHeader.decode(message));
    }

    private static String trigger(byte[] message, char component) {
        String[] type = MessageHeader.field(message, 9).split(Pattern.quote("" + component), -1);
        return type.length > 1 ? type[1] : "";
    }

    private static String version(byte[] message) {
        String version = MessageHeader.field(message, 12);
        return version.isEmpty() ? "2.5.1" : version;
    }
}
