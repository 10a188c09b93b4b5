package se.trepart.mapping;

import com.fasterxml.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/** The shipped mappings, and messages written line by line. */
final class Messages {
    static final Path DIRECTORY = Path.of("mappings");
    static final MappingSet SHIPPED = MappingSet.load(DIRECTORY);

    /** Skatteverket's test numbers: safe to write. */
    static final String PERSONNUMMER = "195203191852";

    static final String VARDCENTRAL = "SE162321000255-TRP101";
    static final String CLINIC = "SE162321000255-TRP202";

    private Messages() {}

    static byte[] message(String... lines) {
        return (String.join("\r", lines) + "\r").getBytes(StandardCharsets.UTF_8);
    }

    static String msh(String sender, String unit, String type) {
        return "MSH|^~\\&|"
                + sender
                + "|"
                + unit
                + "|TREPART|HUB|20230314100000||"
                + type
                + "|M1|P|2.5.1||||||UNICODE UTF-8";
    }

    static String pid() {
        return "PID|1||" + PERSONNUMMER + "^^^&1.2.752.129.2.1.3.1&ISO^NI||Nordin^Karl||19520319|M";
    }

    static String pv1(String unit, String visit) {
        return "PV1|1|O|" + unit + "||||SE162321000255-TRP901^Öberg^Nils" + "|".repeat(12) + visit;
    }

    static List<? extends JsonNode> events(MappingSet set, byte[] message) {
        return switch (set.decode(message)) {
            case Decoded.Concerning concerning -> concerning.events();
            case Decoded.NotConcerned ignored -> List.of();
            case Decoded.Refused refused -> throw new AssertionError("refused: " + faults(refused));
        };
    }

    static List<? extends JsonNode> events(String... lines) {
        return events(SHIPPED, message(lines));
    }

    static JsonNode event(String... lines) {
        return events(lines).getFirst();
    }

    /** Each fault as {@code TRP-nnn PID-3.1}. */
    static List<String> faults(String... lines) {
        return faults(SHIPPED.decode(message(lines)));
    }

    static List<String> faults(Decoded decoded) {
        return decoded instanceof Decoded.Refused refused
                ? refused.faults().stream()
                        .map(fault -> fault.code().code() + " " + fault.where())
                        .toList()
                : List.of();
    }

    static SortedMap<String, byte[]> shippedFiles() {
        return SHIPPED.files();
    }
}
