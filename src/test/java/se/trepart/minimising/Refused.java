package se.trepart.minimising;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.mapping.MappingSet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Messages of the golden cases, and the same with something spoilt by chance. */
final class Refused {
    static final MappingSet SHIPPED = MappingSet.load(Path.of("mappings"));
    static final Known KNOWN = new Known(SHIPPED);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CASES = Path.of("src/test/resources/cases");

    private Refused() {}

    /** Every single message of the cases, in the order of their names. */
    static List<byte[]> all() {
        var all = new ArrayList<byte[]>();
        try (var paths = Files.walk(CASES)) {
            for (var path : paths.sorted().toList()) {
                var name = path.getFileName().toString();
                if (name.startsWith("0-received")) {
                    var bytes = Files.readAllBytes(path);
                    if (name.endsWith(".json")) {
                        JSON.readTree(bytes)
                                .forEach(each -> {
                                    if (each.has("specversion")) {
                                        all.add(bytes(each));
                                    }
                                });
                        if (bytes[0] == '{') {
                            all.add(bytes);
                        }
                    } else if (bytes[0] == 'M') {
                        all.add(
                                new String(bytes, StandardCharsets.ISO_8859_1)
                                        .replace('\n', '\r')
                                        .getBytes(StandardCharsets.ISO_8859_1));
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return all;
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    static Verdict verdict(byte[] body) {
        return Verdict.of(SHIPPED, KNOWN, specimen(body));
    }

    /** Whether it is refused for what it says, and not for being unreadable. */
    static boolean byWhatItSays(byte[] body) {
        try {
            var faults = verdict(body).faults();
            return faults.stream().noneMatch(fault -> fault.code() == FaultCode.TRP_115)
                    && !faults.isEmpty();
        } catch (FaultException unreadable) {
            return false;
        }
    }

    static Specimen specimen(byte[] body) {
        try {
            return body[0] == '{' ? new EventSpecimen(JSON.readTree(body)) : Hl7Specimen.of(body);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** One of the messages with one of its values spoilt. */
    static byte[] spoilt(List<byte[]> all, Random random) {
        var specimen = specimen(all.get(random.nextInt(all.size())));
        var values = specimen.values();
        var at = values.get(random.nextInt(values.size()));
        var text = specimen.tree().at(at).asText();
        var spoilt =
                switch (random.nextInt(4)) {
                    case 0 -> text.substring(0, text.length() - 1);
                    case 1 -> text + random.nextInt(10);
                    case 2 -> "Åke " + random.nextInt(1000);
                    default -> text.replaceFirst("\\d(?=\\D*$)", "" + random.nextInt(10));
                };
        var changed =
                specimen.with(
                        java.util.Map.of(
                                at, com.fasterxml.jackson.databind.node.TextNode.valueOf(spoilt)));
        if (changed instanceof EventSpecimen && random.nextBoolean()) {
            ((ObjectNode) changed.tree().path("data")).put("Åke" + random.nextInt(10), spoilt);
        }
        return changed.bytes();
    }

    /** The message of a minimised case as it would arrive. */
    static byte[] received(Minimised minimised) {
        var hl7 = minimised.files().get("0-received.hl7");
        return (hl7 == null
                        ? java.util.Objects.requireNonNull(minimised.files().get("0-received.json"))
                        : hl7.replace('\n', '\r'))
                .getBytes(StandardCharsets.UTF_8);
    }
}
