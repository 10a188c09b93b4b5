package se.trepart.projection.fhir;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Writes down the parameters of one resource type, a line each; {@code |} stands between paths. */
final class TypeParameters {
    private static final Pattern BAR = Pattern.compile("\\|");

    private final String type;
    private final List<SearchParameter> parameters = new ArrayList<>();

    TypeParameters(String type) {
        this.type = type;
        token("_tag", "meta.tag");
        token("_security", "meta.security");
        add("_profile", Kind.URI, "meta.profile", List.of(), "");
    }

    String type() {
        return type;
    }

    List<SearchParameter> parameters() {
        return List.copyOf(parameters);
    }

    TypeParameters token(String name, String paths) {
        return add(name, Kind.TOKEN, paths, List.of(), "");
    }

    /** A plain code, whose system the element's binding says. */
    TypeParameters code(String name, String paths, String system) {
        return add(name, Kind.TOKEN, paths, List.of(), system);
    }

    TypeParameters reference(String name, String paths, String... targets) {
        return add(name, Kind.REFERENCE, paths, List.of(targets), "");
    }

    TypeParameters date(String name, String paths) {
        return add(name, Kind.DATE, paths, List.of(), "");
    }

    TypeParameters string(String name, String paths) {
        return add(name, Kind.STRING, paths, List.of(), "");
    }

    /** The last parameter's codes sort by meaning: the lowest first. */
    TypeParameters ranked(String... codes) {
        var last = parameters.removeLast();
        parameters.add(
                new SearchParameter(
                        last.type(),
                        last.name(),
                        last.kind(),
                        last.paths(),
                        last.targets(),
                        last.system(),
                        List.of(codes),
                        last.documentation()));
        return this;
    }

    /** The last parameter is our own, not one of FHIR R4. */
    TypeParameters ours(String documentation) {
        var last = parameters.removeLast();
        parameters.add(
                new SearchParameter(
                        last.type(),
                        last.name(),
                        last.kind(),
                        last.paths(),
                        last.targets(),
                        last.system(),
                        last.ranks(),
                        documentation));
        return this;
    }

    private TypeParameters add(
            String name, Kind kind, String paths, List<String> targets, String system) {
        var parsed = BAR.splitAsStream(paths).map(Path::parse).toList();
        parameters.add(
                new SearchParameter(type, name, kind, parsed, targets, system, List.of(), ""));
        return this;
    }
}
