package se.trepart.conformance;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Writes messages that are harmless to whoever gets them: a synthetic test person, no visit, and
 * the processing id of training unless another was asked for. Each has an id of its own.
 */
final class Writing {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

    private final Endpoint endpoint;
    private final String prefix =
            "MC" + Long.toString(System.currentTimeMillis(), 36).toUpperCase(java.util.Locale.ROOT);
    private final AtomicInteger written = new AtomicInteger();

    Writing(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /** A message and its id. */
    record Written(String id, byte[] bytes) {
        byte[] framed() {
            return Line.framed(bytes);
        }
    }

    Written message() {
        return message("UNICODE UTF-8", StandardCharsets.UTF_8, 0);
    }

    /** Of about this many bytes. */
    Written ofSize(int bytes) {
        return message("UNICODE UTF-8", StandardCharsets.UTF_8, bytes);
    }

    Written in(String declared, Charset charset) {
        return message(declared, charset, 0);
    }

    private Written message(String declared, Charset charset, int size) {
        var id = prefix + "-" + written.incrementAndGet();
        var now = TIME.format(ZonedDateTime.now(ZoneId.of("Europe/Stockholm")));
        var event = endpoint.type().contains("^") ? endpoint.type().split("\\^")[1] : "";
        var text =
                "MSH|^~\\&|MLLPCHECK|MLLPCHECK|||"
                        + now
                        + "||"
                        + endpoint.type()
                        + "|"
                        + id
                        + "|"
                        + endpoint.processingId()
                        + "|2.5.1||||||"
                        + declared
                        + "\rEVN|"
                        + event
                        + "|"
                        + now
                        + "\rPID|1||||Åkesson^Örjan\r";
        var note = "NTE|1||";
        var rest = size - text.getBytes(charset).length - note.length() - 1;
        if (rest > 0) {
            text += note + "x".repeat(rest) + "\r";
        }
        return new Written(id, text.getBytes(charset));
    }
}
