package se.trepart.cli;

import se.trepart.simulator.Mllp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The messages in a file of HL7 v2: one or several, in a batch (FHS, BHS) or not, framed for MLLP
 * or plain.
 */
final class Hl7File {
    private static final Set<String> ENVELOPE = Set.of("FHS", "BHS", "BTS", "FTS");
    private static final char FRAME_START = 0x0B;

    private Hl7File() {}

    /**
     * Splits a file into its messages. Framed messages keep their bytes; of plain ones, each begins
     * at a line that begins with MSH, and its segments end in CR whatever ended the lines.
     */
    static List<byte[]> messages(byte[] file) throws IOException {
        // Latin-1 keeps each byte as it is; what the bytes mean is for MSH-18 to say.
        String text = new String(file, StandardCharsets.ISO_8859_1);
        return text.indexOf(FRAME_START) >= 0 ? framed(file) : plain(text);
    }

    private static List<byte[]> framed(byte[] file) throws IOException {
        List<byte[]> messages = new ArrayList<>();
        ByteArrayInputStream in = new ByteArrayInputStream(file);
        for (byte[] message = Mllp.read(in); message != null; message = Mllp.read(in)) {
            messages.add(message);
        }
        return messages;
    }

    private static List<byte[]> plain(String text) {
        List<StringBuilder> messages = new ArrayList<>();
        for (String line : text.split("\r\n|\r|\n")) {
            if (line.startsWith("MSH") || line.startsWith("\u00ef\u00bb\u00bfMSH")) {
                messages.add(new StringBuilder());
            }
            boolean belongs = !line.isBlank() && !messages.isEmpty() && !isEnvelope(line);
            if (belongs) {
                messages.getLast()
                        .append(line.startsWith("\u00ef\u00bb\u00bf") ? line.substring(3) : line)
                        .append('\r');
            }
        }
        return messages.stream()
                .map(m -> m.toString().getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    private static boolean isEnvelope(String line) {
        return line.length() >= 3 && ENVELOPE.contains(line.substring(0, 3));
    }
}
