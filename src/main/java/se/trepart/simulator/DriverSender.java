package se.trepart.simulator;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Who speaks, and how: what a sender writes into the header of everything it sends.
 *
 * @param application MSH-3
 * @param hsaId MSH-4
 * @param version MSH-12
 * @param charset MSH-18, a value of HL7 table 0211
 */
public record DriverSender(String application, String hsaId, String version, String charset) {

    /** The encoding that {@link #charset} names. */
    Charset encoding() {
        return charset.startsWith("8859/1") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
    }
}
