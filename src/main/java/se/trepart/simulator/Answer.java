package se.trepart.simulator;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;

/**
 * An acknowledgement on its way out.
 *
 * @param header its MSH segment
 * @param delimiter the field separator of the message it answers
 * @param code MSA-1: AA, AE or AR
 * @param controlId MSA-2: the message it answers
 * @param segments what follows MSA
 * @param charset what its bytes are in
 */
record Answer(
        String header,
        char delimiter,
        String code,
        String controlId,
        List<String> segments,
        Charset charset) {

    /** The same answer, claiming to be for another message. */
    Answer claimingToAnswer(String otherId) {
        return new Answer(header, delimiter, code, otherId, segments, charset);
    }

    boolean taken() {
        return code.equals("AA");
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(header);
        lines.add("MSA" + delimiter + code + delimiter + controlId);
        lines.addAll(segments);
        return String.join("\r", lines) + "\r";
    }

    byte[] bytes() {
        return text().getBytes(charset);
    }
}
