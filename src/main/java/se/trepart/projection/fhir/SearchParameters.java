package se.trepart.projection.fhir;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SequencedMap;

/** Which parameters each resource type can be searched by: the table that all of search follows. */
public final class SearchParameters {
    private static final SearchParameters SERVED = new SearchParameters(Served.types());

    private final SequencedMap<String, SequencedMap<String, SearchParameter>> types;

    SearchParameters(List<TypeParameters> all) {
        types = new LinkedHashMap<>();
        var numbers = new HashMap<Integer, String>();
        for (var type : all) {
            var byName = new LinkedHashMap<String, SearchParameter>();
            for (var parameter : type.parameters()) {
                byName.put(parameter.name(), parameter);
                claim(numbers, parameter.number(), parameter.type() + "." + parameter.name());
                claim(
                        numbers,
                        parameter.identifierNumber(),
                        parameter.type() + "." + parameter.name() + ":identifier");
            }
            types.put(type.type(), byName);
        }
    }

    private static void claim(Map<Integer, String> numbers, int number, String name) {
        var other = numbers.putIfAbsent(number, name);
        if (other != null) {
            throw new IllegalStateException(
                    name + " and " + other + " have the same number, rename one");
        }
    }

    /** What this program serves. */
    public static SearchParameters served() {
        return SERVED;
    }

    /** All resource types that are served, in the order of the contract. */
    public SequencedCollection<String> types() {
        return types.sequencedKeySet();
    }

    /** The parameters of one type, none for an unknown type. */
    public SequencedCollection<SearchParameter> of(String type) {
        var byName = types.get(type);
        return byName == null ? List.of() : byName.sequencedValues();
    }

    /** One parameter. */
    public Optional<SearchParameter> find(String type, String name) {
        return Optional.ofNullable(types.get(type)).map(byName -> byName.get(name));
    }

    /** Changes when any definition does: index rows made under another hash are stale. */
    public String hash() {
        var text = new StringBuilder();
        types.values().forEach(byName -> byName.values().forEach(text::append));
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of()
                    .formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
