package se.trepart.operator;

import jakarta.servlet.http.HttpServletRequest;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.mapping.Times;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The query of a request, checked: a parameter that the door does not know is refused with those
 * that are possible (TRP-502), a value that it cannot read with what is (TRP-503).
 */
final class Parameters {
    private static final int COUNT = 50;
    private static final int MOST = 500;

    private final Map<String, String> values;

    private Parameters(Map<String, String> values) {
        this.values = values;
    }

    static Parameters of(HttpServletRequest request, String... known) {
        var values = new HashMap<String, String>();
        try {
            request.getParameterMap()
                    .forEach((name, told) -> {
                        if (!Arrays.asList(known).contains(name)) {
                            throw new FaultException(
                                    FaultCode.TRP_502,
                                    name,
                                    known.length == 0
                                            ? "there is none here"
                                            : "possible are: " + String.join(", ", known));
                        }
                        if (told.length != 1 || told[0].isBlank()) {
                            throw unreadable(name, "give it once, with a value");
                        }
                        values.put(name, told[0].strip());
                    });
        } catch (IllegalStateException undecodable) {
            throw new FaultException(
                    List.of(
                            new se.trepart.fault.Fault(
                                    FaultCode.TRP_503, "", "must be percent-encoded UTF-8")),
                    undecodable);
        }
        return new Parameters(values);
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** A value of a list; anything else is refused with the list. */
    <T> Optional<T> oneOf(
            String name, Function<String, Optional<T>> reader, List<String> possible) {
        return text(name)
                .map(value ->
                        reader.apply(value)
                                .orElseThrow(() ->
                                        unreadable(
                                                name,
                                                "possible are: " + String.join(", ", possible))));
    }

    Optional<Long> number(String name) {
        return text(name)
                .map(value -> {
                    if (!value.matches("\\d{1,18}")) {
                        throw unreadable(name, "a whole number");
                    }
                    return Long.valueOf(value);
                });
    }

    /** How many to give: 50 unless told, at most 500. */
    int count() {
        var count = number("count").orElse((long) COUNT);
        if (count < 1 || count > MOST) {
            throw unreadable("count", "1 to " + MOST);
        }
        return Math.toIntExact(count);
    }

    /** ISO 8601; without zone, or a day alone, it is Stockholm's. */
    Optional<Instant> time(String name) {
        // A plus that was not encoded has become a blank.
        return text(name).map(value -> instant(name, value.replace(' ', '+')));
    }

    private static Instant instant(String name, String value) {
        try {
            if (value.length() <= "2023-03-14".length()) {
                return LocalDate.parse(value).atStartOfDay(Times.STOCKHOLM).toInstant();
            }
            return value.matches(".*T.*([Zz]|[+-]\\d\\d:?\\d\\d)")
                    ? OffsetDateTime.parse(value).toInstant()
                    : LocalDateTime.parse(value).atZone(Times.STOCKHOLM).toInstant();
        } catch (DateTimeException notATime) {
            throw unreadable(name, "ISO 8601, such as 2023-03-14T10:02:11+01:00 or 2023-03-14");
        }
    }

    static FaultException unreadable(String name, String possible) {
        return new FaultException(FaultCode.TRP_503, name, possible);
    }
}
