package se.trepart.cases;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** One file that arrives: an HL7 v2 message or batch, a CloudEvent or a batch of them. */
record Received(String file, byte[] bytes) {
    boolean hl7() {
        return file.endsWith(".hl7");
    }

    /** The file's answer: {@code 0-received-02.json} is answered by {@code answer-02.json}. */
    String answerFile() {
        return file.replace("0-received", "answer");
    }

    /**
     * The HL7 v2 messages as the wire carries them, a carriage return after each segment; the
     * envelope of a batch is left behind. Works on bytes, so that no character set is assumed.
     */
    List<byte[]> messages() {
        var messages = new ArrayList<byte[]>();
        var message = new ByteArrayOutputStream();
        for (var segment : segments()) {
            if (begins(segment, "MSH") && message.size() > 0) {
                messages.add(message.toByteArray());
                message.reset();
            }
            if (!envelope(segment)) {
                message.writeBytes(segment);
                message.write('\r');
            }
        }
        messages.add(message.toByteArray());
        return messages;
    }

    private List<byte[]> segments() {
        var segments = new ArrayList<byte[]>();
        var segment = new ByteArrayOutputStream();
        for (var octet : bytes) {
            if (octet != '\n') {
                segment.write(octet);
            } else if (segment.size() > 0) {
                segments.add(segment.toByteArray());
                segment.reset();
            }
        }
        if (segment.size() > 0) {
            segments.add(segment.toByteArray());
        }
        return segments;
    }

    private static boolean envelope(byte[] segment) {
        return begins(segment, "FHS")
                || begins(segment, "BHS")
                || begins(segment, "BTS")
                || begins(segment, "FTS");
    }

    private static boolean begins(byte[] segment, String name) {
        return segment.length >= 3
                && segment[0] == name.charAt(0)
                && segment[1] == name.charAt(1)
                && segment[2] == name.charAt(2);
    }
}
