package se.trepart.minimising;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultJson;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A golden case of one refused message: what arrives, its answer, and that nothing follows. */
final class CaseFiles {
    private static final Map<String, List<Integer>> MASKED =
            Map.of("MSH", List.of(6, 9), "ERR", List.of(8));
    private static final Map<Integer, String> MASKS = Map.of(6, "«time»", 9, "«id»", 8, "«text»");

    private CaseFiles() {}

    static Map<String, String> of(Specimen least, Verdict verdict) {
        var files = new LinkedHashMap<String, String>();
        var kind = verdict.acknowledgement().isPresent() ? ".hl7" : ".json";
        files.put("0-received" + kind, least.text());
        files.put("1-events.json", "[]\n");
        files.put("2-state.json", "{}\n");
        files.put("3-fhir.json", "[]\n");
        files.put("4-pasis.hl7", "");
        files.put("5-primary-care.hl7", "");
        files.put(
                "answer" + kind,
                verdict.acknowledgement()
                        .map(CaseFiles::masked)
                        .orElseGet(() -> answer(verdict.faults())));
        return files;
    }

    private static String answer(List<Fault> faults) {
        var answer = JsonNodeFactory.instance.objectNode().put("status", FaultJson.status(faults));
        var list = answer.putArray("faults");
        faults.forEach(fault ->
                list.addObject().put("code", fault.code().code()).put("where", fault.where()));
        return EventSpecimen.pretty(answer);
    }

    /** Without what no hand can know: our id, the clock, and texts for people. */
    private static String masked(String acknowledgement) {
        return acknowledgement
                .lines()
                .flatMap(line -> Arrays.stream(line.split("\r")))
                .map(CaseFiles::maskedSegment)
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String maskedSegment(String segment) {
        var name = segment.substring(0, 3);
        if (!MASKED.containsKey(name)) {
            return segment;
        }
        var separator = segment.substring(3, 4);
        var fields = segment.split(Pattern.quote(separator), -1);
        MASKED.get(name)
                .forEach(index -> {
                    if (index < fields.length && !fields[index].isEmpty()) {
                        fields[index] = MASKS.getOrDefault(index, "");
                    }
                });
        if (name.equals("ERR")) {
            for (var index : List.of(3, 5)) {
                if (index < fields.length && fields[index].contains("^")) {
                    fields[index] = fields[index].replaceFirst("\\^.*", "^«text»");
                }
            }
        }
        return String.join(separator, fields);
    }

    /** {@code adt-a04-is-refused-with-trp-202-at-pid-3-1}. */
    static String name(Specimen least, List<Fault> faults) {
        var first = faults.getFirst();
        return words(
                type(least)
                        + " is refused with "
                        + first.code().code()
                        + (first.where().isEmpty() ? "" : " at " + first.where())
                        + (faults.size() > 1 ? " and " + (faults.size() - 1) + " more" : ""));
    }

    private static String type(Specimen least) {
        var tree = least.tree();
        return switch (least) {
            case Hl7Specimen _ ->
                    "message "
                            + tree.at("/segments/0/fields/8/0/0/0").asText()
                            + " "
                            + tree.at("/segments/0/fields/8/0/1/0").asText();
            case EventSpecimen _ ->
                    "event "
                            + tree.path("type")
                                    .asText()
                                    .replaceFirst("^se\\.trepart\\.", "")
                                    .replaceFirst("\\.v\\d+$", "");
        };
    }

    private static String words(String text) {
        return text.toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
    }
}
