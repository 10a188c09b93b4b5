package se.trepart.mapping;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The character sets of MSH-18 (HL7 table 0211 and the spellings met). Where the message names
 * none, or plain ASCII, it is UTF-8 if its bytes are valid UTF-8, else ISO-8859-1.
 */
final class Hl7Charset {
    private static final Map<String, Charset> NAMES =
            Map.ofEntries(
                    Map.entry("8859/1", StandardCharsets.ISO_8859_1),
                    Map.entry("ISO8859/1", StandardCharsets.ISO_8859_1),
                    Map.entry("ISO88591", StandardCharsets.ISO_8859_1),
                    Map.entry("88591", StandardCharsets.ISO_8859_1),
                    Map.entry("LATIN1", StandardCharsets.ISO_8859_1),
                    Map.entry("ISOIR100", StandardCharsets.ISO_8859_1),
                    Map.entry("8859/15", Charset.forName("ISO-8859-15")),
                    Map.entry("ISO885915", Charset.forName("ISO-8859-15")),
                    Map.entry("WINDOWS1252", Charset.forName("windows-1252")),
                    Map.entry("CP1252", Charset.forName("windows-1252")),
                    Map.entry("UNICODEUTF8", StandardCharsets.UTF_8),
                    Map.entry("UTF8", StandardCharsets.UTF_8),
                    Map.entry("ISOIR192", StandardCharsets.UTF_8));

    private static final Pattern BETWEEN = Pattern.compile("[\\s_-]");

    /** What the JDK writes where bytes are no character, unless it is told to object. */
    private static final char REPLACEMENT = '\uFFFD';

    private Hl7Charset() {}

    /**
     * What MSH-18 names; empty where it names nothing that decides; throws TRP-115 when unknown.
     */
    static Optional<Charset> named(String msh18) {
        var name = BETWEEN.matcher(msh18.toUpperCase(Locale.ROOT)).replaceAll("");
        if (name.isEmpty()
                || name.equals("\"\"")
                || name.equals("ASCII")
                || name.equals("USASCII")
                || name.equals("ISOIR6")) {
            return Optional.empty();
        }
        var charset = NAMES.get(name);
        if (charset == null) {
            throw new FaultException(FaultCode.TRP_115, "MSH-18", "unknown character set");
        }
        return Optional.of(charset);
    }

    /** The charset that applies to the bytes. */
    static Charset of(Optional<Charset> named, byte[] bytes) {
        return named.orElseGet(() ->
                readable(bytes, StandardCharsets.UTF_8)
                        ? StandardCharsets.UTF_8
                        : StandardCharsets.ISO_8859_1);
    }

    /** The text from the given byte on; throws TRP-115 where the bytes are none. */
    static String decode(byte[] bytes, int start, Charset charset) {
        var text = new String(bytes, start, bytes.length - start, charset);
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        try {
            return strictly(bytes, start, charset).toString();
        } catch (CharacterCodingException unreadable) {
            throw new FaultException(FaultCode.TRP_115, "MSH-18", charset.name());
        }
    }

    /** The bytes; throws TRP-115 where the charset has no such character. */
    static byte[] encode(String text, Charset charset) {
        if (charset.equals(StandardCharsets.UTF_8) && !halves(text)) {
            return text.getBytes(charset);
        }
        try {
            var buffer =
                    charset.newEncoder()
                            .onMalformedInput(CodingErrorAction.REPORT)
                            .onUnmappableCharacter(CodingErrorAction.REPORT)
                            .encode(CharBuffer.wrap(text));
            var bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (CharacterCodingException unwritable) {
            throw new FaultException(
                    FaultCode.TRP_115, "MSH-18", "a character that " + charset.name() + " lacks");
        }
    }

    /** Whether some character stands in two halves, of which one may be missing. */
    private static boolean halves(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    static boolean readable(byte[] bytes, Charset charset) {
        if (new String(bytes, charset).indexOf(REPLACEMENT) < 0) {
            return true;
        }
        try {
            strictly(bytes, 0, charset);
            return true;
        } catch (CharacterCodingException unreadable) {
            return false;
        }
    }

    private static CharBuffer strictly(byte[] bytes, int start, Charset charset)
            throws CharacterCodingException {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(ByteBuffer.wrap(bytes, start, bytes.length - start));
    }
}
