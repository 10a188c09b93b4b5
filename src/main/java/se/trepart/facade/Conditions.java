package se.trepart.facade;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Conditional reads by RFC 9110, 13.1.2 and 13.1.3: whether the client has this version already.
 */
final class Conditions {
    private static final DateTimeFormatter HTTP_DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"?([A-Za-z0-9.-]+)\"?");

    private static final Pattern NUMBER = Pattern.compile("(?:W/)?\"?([1-9]\\d{0,8})\"?");

    private Conditions() {}

    /** If-None-Match goes before If-Modified-Since; a date that cannot be read asks nothing. */
    static boolean unchanged(Request request, Version version) {
        var tags = request.header("if-none-match");
        if (tags.isPresent()) {
            return COMMA.splitAsStream(tags.get().strip()).anyMatch(tag -> matches(tag, version));
        }
        return request.header("if-modified-since")
                .map(since -> notAfter(version.lastUpdated(), since))
                .orElse(false);
    }

    private static boolean matches(String tag, Version version) {
        var form = TAG.matcher(tag);
        return tag.equals("*")
                || (form.matches() && form.group(1).equals(Integer.toString(version.version())));
    }

    /** The version that a tag names; the current one for {@code *}; empty when it names none. */
    static Optional<Integer> version(String tag, Version current) {
        if (tag.equals("*")) {
            return Optional.of(current.version());
        }
        var form = NUMBER.matcher(tag);
        return form.matches() ? Optional.of(Integer.parseInt(form.group(1))) : Optional.empty();
    }

    private static boolean notAfter(Instant lastUpdated, String since) {
        try {
            var limit =
                    ZonedDateTime.parse(since.strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
            return !lastUpdated.truncatedTo(ChronoUnit.SECONDS).isAfter(limit);
        } catch (DateTimeException e) {
            return false;
        }
    }

    /** As Last-Modified has it. */
    static String httpDate(Instant instant) {
        return HTTP_DATE.format(instant);
    }
}
