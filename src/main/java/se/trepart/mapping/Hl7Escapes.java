package se.trepart.mapping;

import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * Escape sequences (HL7 v2 chapter 2.7). Reading turns separators, {@code \X..\} and {@code \.br\}
 * (a line feed) into characters and keeps every other sequence as it stands; writing keeps the
 * standard's formatting sequences ({@code \H\}, {@code \.sp\}, …) and escapes every other escape
 * character, so that reading what was written gives the same text.
 */
record Hl7Escapes(Hl7Delimiters delimiters, Charset charset) {
    private static final Pattern FORMATTING =
            Pattern.compile("H|N|\\.(?:sp|in|ti|fi|nf|sk|ce)[+-]?\\d{0,3}|[CMZ][0-9A-F]{2,8}");

    String unescape(String text) {
        var escape = delimiters.escape();
        var start = text.indexOf(escape);
        if (start < 0) {
            return text;
        }
        var plain = new StringBuilder(text.length());
        var from = 0;
        while (start >= 0) {
            var end = text.indexOf(escape, start + 1);
            if (end < 0) {
                break;
            }
            plain.append(text, from, start);
            plain.append(meaning(text.substring(start + 1, end)));
            from = end + 1;
            start = text.indexOf(escape, from);
        }
        return plain.append(text, from, text.length()).toString();
    }

    private String meaning(String sequence) {
        return switch (sequence) {
            case "F" -> String.valueOf(delimiters.field());
            case "S" -> String.valueOf(delimiters.component());
            case "T" -> String.valueOf(delimiters.subcomponent());
            case "R" -> String.valueOf(delimiters.repetition());
            case "E" -> String.valueOf(delimiters.escape());
            case "P" ->
                    delimiters.truncation() == 0
                            ? kept(sequence)
                            : String.valueOf(delimiters.truncation());
            case ".br" -> "\n";
            default -> sequence.startsWith("X") ? hexadecimal(sequence) : kept(sequence);
        };
    }

    private String hexadecimal(String sequence) {
        try {
            var bytes = HexFormat.of().parseHex(sequence.substring(1));
            return bytes.length > 0 && Hl7Charset.readable(bytes, charset)
                    ? new String(bytes, charset)
                    : kept(sequence);
        } catch (IllegalArgumentException notHexadecimal) {
            return kept(sequence);
        }
    }

    private String kept(String sequence) {
        return delimiters.escape() + sequence + delimiters.escape();
    }

    void escape(String text, StringBuilder out) {
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == delimiters.escape()) {
                var end = text.indexOf(c, i + 1);
                if (end > 0 && FORMATTING.matcher(text).region(i + 1, end).matches()) {
                    out.append(text, i, end + 1);
                    i = end;
                } else {
                    sequence("E", out);
                }
            } else {
                character(c, out);
            }
        }
    }

    private void character(char c, StringBuilder out) {
        if (c == delimiters.field()) {
            sequence("F", out);
        } else if (c == delimiters.component()) {
            sequence("S", out);
        } else if (c == delimiters.subcomponent()) {
            sequence("T", out);
        } else if (c == delimiters.repetition()) {
            sequence("R", out);
        } else if (c == delimiters.truncation() && c != 0) {
            sequence("P", out);
        } else if (c == '\n') {
            sequence(".br", out);
        } else if (c < ' ') {
            sequence("X" + HexFormat.of().withUpperCase().toHexDigits((byte) c), out);
        } else {
            out.append(c);
        }
    }

    private void sequence(String sequence, StringBuilder out) {
        out.append(delimiters.escape()).append(sequence).append(delimiters.escape());
    }
}
