import io.github.linuxforhealth.hl7.HL7ToFHIRConverter;

import java.nio.charset.StandardCharsets;
import java.util.function.ToIntFunction;

/** What is metered of the LinuxForHealth converter: a message into a bundle, as JSON. */
public final class MeteredConverter implements ToIntFunction<byte[]> {
    private final HL7ToFHIRConverter converter = new HL7ToFHIRConverter();

    @Override
    public int applyAsInt(byte[] message) {
        return converter.convert(new String(message, StandardCharsets.UTF_8)).length();
    }
}
