package se.trepart.facade;

import se.trepart.facade.Sql.Test;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.projection.fhir.FoldedText;
import se.trepart.projection.fhir.Reference;
import se.trepart.projection.fhir.SearchParameter;
import se.trepart.projection.fhir.Systems;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What one search value asks of one row {@code i} of an index table.
 *
 * @param key the parameter as the client wrote it, for refusals
 * @param base our own address: a reference that begins with it is one to us
 * @param now for approximate dates
 */
record ValueTests(String key, String base, Instant now) {
    /** What belongs to one patient, or is one: a few resources refer to it. */
    private static final Set<String> OF_ONE_PATIENT =
            Set.of(
                    "Patient",
                    "Appointment",
                    "Encounter",
                    "ServiceRequest",
                    "Task",
                    "Condition",
                    "Procedure");

    private static final Test NEVER = Test.of("false");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9.-]{1,64}");
    private static final String AFTER_ALL = Character.toString(0x10FFFF);

    /** {@code code}, {@code system|code}, {@code |code} or {@code system|}. */
    Test token(SearchParameter parameter, String value) {
        var test = anyToken(parameter, value);
        var whole = !Values.parts(value).getLast().isEmpty();
        return whole && parameter.name().equals("identifier") ? test.ofFew() : test;
    }

    private Test anyToken(SearchParameter parameter, String value) {
        var parts = Values.parts(value);
        if (parts.size() == 1) {
            return code(Systems.comparable(parts.getFirst()));
        }
        var system = Systems.canonical(parts.getFirst());
        var code = parts.getLast();
        if (system.isEmpty() && code.isEmpty()) {
            throw unreadable("must have a system or a code");
        }
        if (!parameter.system().isEmpty()) {
            var bound = system.isEmpty() || system.equals(parameter.system());
            return !bound ? NEVER : code.isEmpty() ? Test.of("true") : Test.of("i.code = ?", code);
        }
        if (code.isEmpty()) {
            return Test.of("i.system = ?", system);
        }
        return Test.of("(i.code = ? and i.system = ?)", Systems.comparable(system, code), system);
    }

    /**
     * A code that is none of these, where each resource has exactly one: by the others that there
     * can be, which are found in the index, whereas what has not these codes would be all that have
     * anything. Empty where it cannot be said so.
     */
    Optional<Test> otherThan(SearchParameter parameter, String value) {
        var others = new ArrayList<>(parameter.mandatory() ? BoundCodes.of(parameter) : List.of());
        for (var alternative : Values.alternatives(value)) {
            var parts = Values.parts(alternative);
            var system =
                    parts.size() == 1 ? parameter.system() : Systems.canonical(parts.getFirst());
            var code = parts.getLast();
            if (others.isEmpty() || code.isEmpty() || !system.equals(parameter.system())) {
                return Optional.empty();
            }
            others.removeAll(Systems.comparable(code));
        }
        return Optional.of(others.isEmpty() ? NEVER : code(others));
    }

    /** One of the codes: a range of the index for each, where an "or" would read all of it. */
    private static Test code(Collection<String> codes) {
        var each = String.join(", ", Collections.nCopies(codes.size(), "?"));
        return Test.of("i.code in (" + each + ")", codes.toArray());
    }

    /**
     * {@code id}, {@code Type/id}, a version of it, or a URL; {@code type} is that of the modifier,
     * or empty.
     */
    Test reference(SearchParameter parameter, String type, String value) {
        var plain = Values.plain(value);
        var local = plain.startsWith(base + "/") ? plain.substring(base.length() + 1) : plain;
        if (!type.isEmpty()) {
            return named(local, type);
        }
        if (ID.matcher(local).matches()) {
            return parameter.targets().size() == 1
                    ? named(local, parameter.targets().getFirst())
                    : Test.of("(i.target_id = ? and i.target_type <> '')", local);
        }
        var reference = Reference.parse(local);
        if (reference == null) {
            throw unreadable("must be an id, a type and id, or a URL");
        }
        var target = named(reference.id(), reference.type());
        var version = reference.version();
        return version == null ? target : target.and(Test.of("i.target_version = ?", version));
    }

    private static Test named(String id, String type) {
        var test = Test.of("(i.target_id = ? and i.target_type = ?)", id, type);
        return OF_ONE_PATIENT.contains(type) ? test.ofFew() : test;
    }

    /** Begins with the value, without case and accents. */
    Test startsWith(String value) {
        var folded = FoldedText.of(Values.plain(value));
        return Test.of("(i.folded >= ? and i.folded < ?)", folded, folded + AFTER_ALL);
    }

    Test contains(String value) {
        return Test.of("position(? in i.folded) > 0", FoldedText.of(Values.plain(value)));
    }

    Test exact(String value) {
        var plain = Values.plain(value);
        return Test.of("(i.folded = ? and i.exact = ?)", FoldedText.of(plain), plain);
    }

    Test uri(String value) {
        return Test.of("i.code = ?", Values.plain(value));
    }

    Test date(SearchParameter parameter, String value) {
        var asked = read(value);
        return asked.prefix().test(parameter, asked.span(), now);
    }

    /** About {@code _lastUpdated}. */
    Test updated(String value, String column) {
        var asked = read(value);
        return asked.prefix().testInstant(asked.span(), column, now);
    }

    private DatePrefix.Value read(String value) {
        try {
            return DatePrefix.parse(Values.plain(value));
        } catch (IllegalArgumentException e) {
            throw unreadable(
                    "must be a date or time such as 2023-03-14 or 2023-03-14T10:02:11+01:00, after"
                            + " one of eq, ne, gt, lt, ge, le, sa, eb, ap or nothing");
        }
    }

    FaultException unreadable(String possible) {
        return Refusals.parameter(FaultCode.TRP_503, key, possible);
    }
}
