package se.trepart.projection.fhir;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import se.trepart.consultation.HsaId;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes identifiers and codes comparable: one URI for each system (the aliases stand in {@code
 * system-aliases.yaml}), HSA-ids in upper case, identity numbers without hyphen, ICD-10-SE without
 * dot. Used alike for what is stored and for what is asked.
 */
public final class Systems {
    /** HSA-ids of people and units. */
    public static final String HSA = "urn:oid:1.2.752.29.4.19";

    private static final String ICD_10_SE = "urn:oid:1.2.752.116.1.1.1.1.3";
    private static final String IDENTITY = "http://electronichealth.se/identifier/";
    private static final Pattern WITH_HYPHEN = Pattern.compile("\\d{8}[-+][0-9A-Za-z]{4}");
    private static final Map<String, String> CANONICAL = canonical();

    private Systems() {}

    private static Map<String, String> canonical() {
        try (var file = Systems.class.getResourceAsStream("system-aliases.yaml")) {
            var aliases =
                    new YAMLMapper()
                            .readValue(file, new TypeReference<Map<String, List<String>>>() {});
            return aliases.entrySet().stream()
                    .flatMap(entry ->
                            entry.getValue().stream()
                                    .map(alias -> Map.entry(alias, entry.getKey())))
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The URI that we emit for this system. */
    public static String canonical(String system) {
        return CANONICAL.getOrDefault(system, system);
    }

    /** The value as it is compared within a system given by its canonical URI. */
    public static String comparable(String system, String value) {
        if (system.equals(HSA)) {
            return value.toUpperCase(Locale.ROOT);
        }
        if (system.startsWith(IDENTITY)) {
            return withoutHyphen(value).toUpperCase(Locale.ROOT);
        }
        return system.equals(ICD_10_SE) ? value.replace(".", "").toUpperCase(Locale.ROOT) : value;
    }

    /** All that a value without a system can stand for. */
    public static Set<String> comparable(String value) {
        var all = new LinkedHashSet<String>();
        all.add(value);
        all.add(withoutHyphen(value));
        if (HsaId.matches(value)) {
            all.add(value.toUpperCase(Locale.ROOT));
        }
        return all;
    }

    private static String withoutHyphen(String value) {
        return WITH_HYPHEN.matcher(value).matches()
                ? value.replace("-", "").replace("+", "")
                : value;
    }
}
