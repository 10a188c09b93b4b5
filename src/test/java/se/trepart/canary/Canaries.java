package se.trepart.canary;

import java.util.List;
import java.util.Locale;

/**
 * Values that nothing else has, so that finding one says where it came from: a person's identity,
 * name, phone, address, and what was asked about the person.
 */
final class Canaries {
    static final String IDENTITY = "189001019802";
    static final String FAMILY = "Kanarieström";
    static final String GIVEN = "Gulfjädra";
    static final String PHONE = "0709876512";
    static final String ADDRESS = "Näbbgränden";
    static final String QUESTION = "fjäderfällning";
    static final String REASON = "burfågelskäl";

    private static final List<String> ALL =
            List.of(
                    IDENTITY,
                    IDENTITY.substring(2),
                    IDENTITY.substring(2, 8) + "-" + IDENTITY.substring(8),
                    FAMILY,
                    "Kanarie",
                    "KANARIE",
                    GIVEN,
                    "Gulfj",
                    PHONE,
                    ADDRESS,
                    "bbgr",
                    QUESTION,
                    "derf%C3%A4ll",
                    REASON,
                    "burf");

    private Canaries() {}

    /** Those that the text holds, in any case. */
    static List<String> in(String text) {
        var lower = text.toLowerCase(Locale.ROOT);
        return ALL.stream()
                .filter(canary -> lower.contains(canary.toLowerCase(Locale.ROOT)))
                .toList();
    }
}
