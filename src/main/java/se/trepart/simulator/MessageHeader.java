package se.trepart.simulator;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/** What the MSH segment of a message says, read from its bytes without any parser. */
public final class MessageHeader {
    /** HL7 table 0211, as far as senders here use it. */
    private static final Map<String, Charset> TABLE_0211 =
            Map.of(
                    "ASCII", StandardCharsets.US_ASCII,
                    "8859/1", StandardCharsets.ISO_8859_1,
                    "8859/15", Charset.forName("ISO-8859-15"),
                    "UNICODE UTF-8", StandardCharsets.UTF_8);

    private MessageHeader() {}

    /**
     * The character set that MSH-18 declares, of a message or the beginning of one; UTF-8 where it
     * says nothing.
     */
    static Charset charset(byte[] message) {
        String declared = field(new String(message, StandardCharsets.ISO_8859_1), 18);
        return TABLE_0211.getOrDefault(declared.split("~", 2)[0].strip(), StandardCharsets.UTF_8);
    }

    /** The message as text, in its own character set. */
    public static String decode(byte[] message) {
        return new String(message, charset(message));
    }

    /** A field of MSH, counted as the standard does; empty when there is none. */
    public static String field(byte[] message, int number) {
        return field(decode(message), number);
    }

    private static String field(String text, int number) {
        if (!text.startsWith("MSH") || text.length() < 4) {
            return "";
        }
        String header = text.split("[\r\n]", 2)[0];
        String[] fields = header.split(Pattern.quote(header.substring(3, 4)), -1);
        return number <= fields.length ? fields[number - 1].strip() : "";
    }
}
