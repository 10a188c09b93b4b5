package se.trepart.projection.fhir;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/**
 * What a FHIR reference names: a resource here, or elsewhere (then the type is empty and the id is
 * the whole URL).
 *
 * @param version the version that is named, null for the current one
 */
public record Reference(String type, String id, @Nullable Integer version) {
    private static final Pattern LOCAL =
            Pattern.compile("([A-Z][A-Za-z]{1,63})/([A-Za-z0-9.-]{1,64})(?:/_history/(\\d{1,9}))?");

    /**
     * Reads {@code Type/id}, {@code Type/id/_history/2} or a URL; null for one within its own
     * resource.
     */
    public static @Nullable Reference parse(String text) {
        if (text.isEmpty() || text.startsWith("#")) {
            return null;
        }
        var local = LOCAL.matcher(text);
        if (!local.matches()) {
            return new Reference("", text, null);
        }
        var version = local.group(3);
        return new Reference(
                local.group(1), local.group(2), version == null ? null : Integer.valueOf(version));
    }
}
