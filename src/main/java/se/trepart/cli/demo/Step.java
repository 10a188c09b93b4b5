package se.trepart.cli.demo;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One line of a day: something happened, and somebody tells it.
 *
 * @param at when it happened, Stockholm time
 * @param words what the kind needs to know: a slot, a reason, codes
 * @param part 1 or later: told when everything of the earlier parts has been delivered
 * @param marks the other words and pairs that change how it is told, as {@code twice} and {@code
 *     by}
 */
record Step(
        LocalDateTime at,
        Kind kind,
        List<String> words,
        Optional<Day.Via> via,
        int part,
        Map<String, String> marks) {
    private static final Set<String> MARKS = Set.of("late", "twice", "named", "blind", "second");

    /** What can happen. */
    enum Kind {
        BOOKED,
        RESCHEDULED,
        CANCELLED,
        NO_SHOW,
        VISIT_STARTED,
        VISIT_ENDED,
        VISIT_CANCELLED,
        CODES_RECORDED,
        PATIENT_UPDATED,
        REQUESTED,
        JOINED,
        LEFT,
        FAILED,
        OUTCOME,
        MEDICAL_REGISTRATION,
        REFERRAL_SENT,
        REFERRAL_ACCEPTED,
        REFERRAL_RETURNED,
        ENTERED_IN_ERROR;

        /** The word in the day's file. */
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Kind of(String word) {
            return Arrays.stream(values())
                    .filter(kind -> kind.word().equals(word))
                    .findFirst()
                    .orElseThrow(
                            () -> new IllegalArgumentException("there is no kind “" + word + "”"));
        }
    }

    /**
     * Reads one line.
     *
     * @throws IllegalArgumentException if it is not one
     */
    static Step parse(LocalDate date, String line) {
        String[] parts = line.strip().split("\\s+");
        if (parts.length < 2) {
            throw new IllegalArgumentException(
                    "a line is a time, a kind and words: “" + line + "”");
        }
        List<String> words = new ArrayList<>();
        Map<String, String> marks = new HashMap<>();
        for (String word : Arrays.asList(parts).subList(2, parts.length)) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                marks.put(word.substring(0, equals), word.substring(equals + 1));
            } else if (MARKS.contains(word)) {
                marks.put(word, "");
            } else {
                words.add(word);
            }
        }
        String via = marks.remove("via");
        String part = marks.remove("part");
        return new Step(
                time(date, parts[0]),
                Kind.of(parts[1]),
                List.copyOf(words),
                Optional.ofNullable(via).map(Step::via),
                part == null ? 1 : Integer.parseInt(part),
                Map.copyOf(marks));
    }

    boolean is(String mark) {
        return marks.containsKey(mark);
    }

    /** The word at a place. */
    String word(int index) {
        if (index >= words.size()) {
            throw new IllegalArgumentException(kind.word() + " lacks a word");
        }
        return words.get(index);
    }

    /** The slot that a booking names, as {@code 10:00-10:20}, on the day itself. */
    Slot slot(LocalDate date) {
        String[] ends = word(0).split("-", 2);
        return new Slot(
                date.atTime(LocalTime.parse(ends[0])), date.atTime(LocalTime.parse(ends[1])));
    }

    /** A booked time, Stockholm time. */
    record Slot(LocalDateTime start, LocalDateTime end) {}

    static Day.Via via(String word) {
        return Day.Via.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static LocalDateTime time(LocalDate date, String text) {
        try {
            return text.contains("T")
                    ? LocalDateTime.parse(text)
                    : date.atTime(LocalTime.parse(text));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("“" + text + "” is no time", e);
        }
    }
}
