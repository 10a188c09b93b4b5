package se.trepart.cases;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import se.trepart.consultation.HsaId;
import se.trepart.fault.FaultException;
import se.trepart.mapping.Hl7Codec;
import se.trepart.mapping.MappingSet;
import se.trepart.registry.Unit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What stands beside the cases, in {@code src/test/resources/tables}, written by hand: what is made
 * of a person, a practitioner, the registry, a partner's answer, a code; one proof for each row.
 */
final class TableProofs {
    private static final Path TABLES = Path.of("src/test/resources/tables");

    private TableProofs() {}

    static List<Proof> all() {
        var all = new ArrayList<Proof>();
        for (var each : Json.read(text("resources.json"))) {
            all.add(
                    Proof.of(
                            each.path("says").asText(),
                            "fhir/|codes/",
                            set ->
                                    each.path("refused").asBoolean()
                                            ? refuses(set, each)
                                            : made(set, each).equals(each.path("output"))));
        }
        rows("answers.csv", "(pasis|primary-care|referral)/|codes/", all, TableProofs::answers);
        rows(
                "words.csv",
                "codes/",
                all,
                row -> set -> set.codes().meaning(row[0], row[1]).orElse("").equals(row[2]));
        rows("statuses.csv", "fhir/|codes/", all, TableProofs::statuses);
        rows("units.csv", "registry/", all, TableProofs::takesPart);
        rows(
                "days.csv",
                "registry/",
                all,
                row ->
                        set ->
                                set.registry()
                                                .isOpen(
                                                        HsaId.parse("SE162321000255-TRP202"),
                                                        LocalDate.parse(row[0]))
                                        == row[1].equals("yes"));
        return all;
    }

    private static Predicate<MappingSet> answers(String[] row) {
        var message =
                "MSH|^~\\&|PARTNER||TREPART||20230314||ACK|1|P|2.5.1\rMSA|"
                        + row[2]
                        + "|A1\rERR|||"
                        + row[3]
                        + "\rZKD|1||||||||"
                        + row[4]
                        + "\r";
        var answer = (ObjectNode) Hl7Codec.parse(message.getBytes(StandardCharsets.UTF_8));
        answer.put("operation", row[1]);
        return set -> {
            var meaning = set.transform(row[0] + "/answer", answer);
            return meaning.path("controlId").asText().equals("A1")
                    && meaning.path("outcome").asText("").equals(row[5])
                    && meaning.path("contactNumber").asText("").equals(row[4])
                    && meaning.path("detail").asText("").equals(row[6]);
        };
    }

    private static JsonNode made(MappingSet set, JsonNode each) {
        return set.transform(each.path("mapping").asText(), each.path("input"));
    }

    private static boolean refuses(MappingSet set, JsonNode each) {
        try {
            made(set, each);
            return false;
        } catch (FaultException refused) {
            return true;
        }
    }

    private static Predicate<MappingSet> statuses(String[] row) {
        var state = Json.MAPPER.createObjectNode();
        state.put("phase", row[0]).put("booked", row[2].equals("yes"));
        if (!row[1].isEmpty()) {
            state.putObject("cancellation").put("by", row[1]);
            state.putObject("failure").put("reason", row[1]);
        }
        return set -> {
            var made = set.transform("fhir/statuses", state);
            var why = made.path("notHeld");
            return List.of(
                            made.path("request").asText(),
                            made.path("coordination").asText(),
                            made.path("appointment").asText(),
                            made.path("consultation").asText(),
                            why.path("code").asText(),
                            why.path("display").asText(),
                            (why.at("/hl7/code").asText() + " " + why.at("/hl7/display").asText())
                                    .strip())
                    .equals(List.of(row).subList(3, 10));
        };
    }

    private static Predicate<MappingSet> takesPart(String[] row) {
        return set -> {
            var unit = set.registry().unit(HsaId.parse(row[0])).orElseThrow();
            var names =
                    set.registry().specialties().stream()
                            .filter(specialty -> unit.specialties().contains(specialty.code()))
                            .map(specialty -> specialty.code() + " " + specialty.name())
                            .collect(Collectors.joining(", "));
            return unit.kind() == Unit.Kind.valueOf(row[1])
                    && unit.name().equals(row[2])
                    && unit.organisation().equals(row[3])
                    && unit.organisationNumber().orElseThrow().value().equals("2321000255")
                    && names.equals(row[4]);
        };
    }

    private static void rows(
            String file,
            String reads,
            List<Proof> all,
            java.util.function.Function<String[], Predicate<MappingSet>> check) {
        text(file)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line ->
                        all.add(
                                Proof.of(
                                        file + " " + line,
                                        reads,
                                        check.apply(line.split(";", -1)))));
    }

    private static String text(String file) {
        try {
            return Files.readString(TABLES.resolve(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
