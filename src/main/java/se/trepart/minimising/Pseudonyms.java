package se.trepart.minimising;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;

import se.trepart.consultation.HsaId;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Puts what is nobody's in the place of everything that {@link Places} does not know to be safe:
 * the same for the same, another for another, and as right or wrong as what it stands for. A value
 * that the fault cannot do without is never told.
 */
final class Pseudonyms {
    private static final String SOMEBODY = "SE162321000255-TRPX%02d";

    private final Places places;
    private final Predicate<Specimen> same;

    Pseudonyms(Places places, Predicate<Specimen> same) {
        this.places = places;
        this.same = same;
    }

    /** Values that change together, and what each may become: the first that keeps the fault. */
    private record Change(JsonPointer first, List<Map<JsonPointer, JsonNode>> choices) {}

    /** Throws FaultException TRP-551 with the place of a value that has nothing in its place. */
    Specimen replace(Specimen specimen) {
        var now = specimen;
        for (var change : changes(specimen)) {
            var before = now;
            now =
                    change.choices().stream()
                            .map(before::with)
                            .filter(same)
                            .findFirst()
                            .orElseThrow(() -> needed(places.place(specimen, change.first())));
        }
        return now instanceof EventSpecimen event ? renamed(event) : now;
    }

    private static FaultException needed(String place) {
        return new FaultException(
                FaultCode.TRP_551,
                place,
                "what stands here cannot be replaced without losing the fault");
    }

    private List<Change> changes(Specimen specimen) {
        var times = new ArrayList<JsonPointer>();
        var alike = new LinkedHashMap<String, List<JsonPointer>>();
        for (var at : specimen.values()) {
            var text = text(specimen, at);
            if (!places.safe(specimen, at)) {
                if (SyntheticTimes.isTime(text) && !isIdentity(text)) {
                    times.add(at);
                } else {
                    alike.computeIfAbsent(key(text), any -> new ArrayList<>()).add(at);
                }
            }
        }
        var changes = new ArrayList<Change>();
        if (!times.isEmpty()) {
            changes.add(
                    new Change(
                            times.getFirst(),
                            List.of(times(specimen, times, 10), times(specimen, times, 24 * 60))));
        }
        var numbers = new TreeMap<String, Integer>();
        alike.values()
                .forEach(all ->
                        changes.add(new Change(all.getFirst(), choices(specimen, all, numbers))));
        return changes;
    }

    /** A number that checks is somebody's, also where it could be read as a time. */
    private static boolean isIdentity(String text) {
        return SyntheticIdentity.looksLikeOne(text) && SyntheticIdentity.checks(text);
    }

    /** What makes two values the same person, or the same thing. */
    private static String key(String text) {
        return SyntheticIdentity.looksLikeOne(text)
                ? SyntheticIdentity.digits(text)
                : text.toUpperCase(Locale.ROOT);
    }

    private List<Map<JsonPointer, JsonNode>> choices(
            Specimen specimen, List<JsonPointer> all, Map<String, Integer> numbers) {
        var first = all.getFirst();
        var text = text(specimen, first);
        var choices = new ArrayList<Map<JsonPointer, JsonNode>>();
        if (specimen.tree().at(first).isNumber()) {
            var number = numbers.merge("number", 1, Integer::sum);
            choices.add(each(all, at -> LongNode.valueOf(number)));
            choices.add(each(all, at -> LongNode.valueOf(1_000L + number)));
        } else if (SyntheticIdentity.looksLikeOne(text)) {
            var number = numbers.merge("identity", 1, Integer::sum);
            choices.add(each(all, at -> node(SyntheticIdentity.of(text(specimen, at), number))));
            if (SyntheticTimes.isTime(text)) {
                choices.add(times(specimen, all, 10));
            }
            choices.add(each(all, at -> node(shape(text(specimen, at), number))));
        } else if (HsaId.matches(text)) {
            var number = numbers.merge("hsa-id", 1, Integer::sum);
            choices.add(each(all, at -> node(SOMEBODY.formatted(number))));
            choices.add(each(all, at -> node(shape(text(specimen, at), number))));
        } else {
            for (var code : places.codes(specimen, first)) {
                choices.add(each(all, at -> node(code)));
            }
            var form = places.form(specimen, first);
            var number = numbers.merge(form, 1, Integer::sum);
            choices.add(each(all, at -> node(form.formatted(number))));
            choices.add(each(all, at -> node(shape(text(specimen, at), number))));
        }
        return choices;
    }

    private static Map<JsonPointer, JsonNode> each(
            List<JsonPointer> all, java.util.function.Function<JsonPointer, JsonNode> value) {
        return all.stream().collect(Collectors.toMap(at -> at, value));
    }

    private static Map<JsonPointer, JsonNode> times(
            Specimen specimen, List<JsonPointer> which, long minutes) {
        var all =
                specimen.values().stream()
                        .map(at -> text(specimen, at))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        var synthetic = SyntheticTimes.of(all, minutes);
        var values = new HashMap<JsonPointer, JsonNode>();
        which.forEach(at -> values.put(at, node(synthetic.getOrDefault(text(specimen, at), ""))));
        return values;
    }

    /** The form alone: which signs are letters, digits or neither; the last one tells it apart. */
    private static String shape(String text, int number) {
        var shape = new StringBuilder();
        var last = -1;
        for (var i = 0; i < text.length(); i++) {
            var sign = text.charAt(i);
            if (Character.isLetterOrDigit(sign)) {
                last = i;
                shape.append(
                        Character.isDigit(sign) ? '0' : Character.isUpperCase(sign) ? 'X' : 'x');
            } else {
                shape.append(sign >= ' ' && sign <= '~' ? sign : '?');
            }
        }
        if (last >= 0) {
            var sign = shape.charAt(last);
            shape.setCharAt(
                    last,
                    (char)
                            (sign == '0'
                                    ? '0' + number % 10
                                    : (sign == 'X' ? 'A' : 'a') + number % 26));
        }
        return shape.toString();
    }

    /** Members that no schema knows are named by the sender, and so are no better than values. */
    private EventSpecimen renamed(EventSpecimen event) {
        var unknown = new LinkedHashSet<String>();
        for (var at : event.all()) {
            if (!at.matches() && event.tree().at(at.head()).isObject()) {
                var name = at.last().getMatchingProperty();
                if (!places.name(name)) {
                    unknown.add(name);
                }
            }
        }
        var now = event;
        var number = 0;
        for (var name : unknown) {
            number++;
            var before = now;
            now =
                    List.of("unknown" + number, shape(name, number)).stream()
                            .map(other -> renamed(before, name, other))
                            .filter(same)
                            .findFirst()
                            .orElseThrow(() -> needed("?"));
        }
        return now;
    }

    private static EventSpecimen renamed(EventSpecimen event, String name, String other) {
        var now = event;
        for (var at : event.all().reversed()) {
            if (!at.matches()
                    && event.tree().at(at.head()).isObject()
                    && at.last().getMatchingProperty().equals(name)) {
                now = now.renamed(at, other);
            }
        }
        return now;
    }

    private static String text(Specimen specimen, JsonPointer at) {
        return specimen.tree().at(at).asText();
    }

    private static JsonNode node(String text) {
        return TextNode.valueOf(text);
    }
}
