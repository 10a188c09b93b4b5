package se.trepart.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds the slots in a text of the view.
 *
 * @param own the opaque ids of what each copy has of its own
 */
record Finder(Set<String> own) {
    private static final Pattern PLACE =
            Pattern.compile(
                    "(?<mark>x\\d{3}x)|(?<![0-9a-f])(?<id>[0-9a-f]{32})(?![0-9a-f])"
                            + "|(?<![\\w.])(?<number>19\\d{10})(?![\\w.])"
                            + "|(?<![\\w-])(?<day>20\\d\\d-\\d\\d-\\d\\d)(?=[T\"]|$)");

    /** A slot, and where it stands. */
    record Found(int start, int end, Slot slot) {}

    /** From left to right. */
    List<Found> in(String text) {
        var found = new ArrayList<Found>();
        var place = PLACE.matcher(text);
        while (place.find()) {
            var word = place.group();
            if (place.group("mark") != null) {
                found.add(new Found(place.start(), place.end(), new Slot.Mark(word)));
            } else if (place.group("number") != null) {
                found.add(new Found(place.start(), place.end(), new Slot.Number(word)));
            } else if (place.group("day") != null) {
                found.add(
                        new Found(place.start(), place.end(), new Slot.Day(LocalDate.parse(word))));
            } else if (own.contains(word)) {
                found.add(new Found(place.start(), place.end(), new Slot.OpaqueId(word)));
            }
        }
        return found;
    }
}
