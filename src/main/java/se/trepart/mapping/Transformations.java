package se.trepart.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.schibsted.spt.data.jslt.Expression;
import com.schibsted.spt.data.jslt.Function;
import com.schibsted.spt.data.jslt.JsltException;
import com.schibsted.spt.data.jslt.Parser;

import se.trepart.fault.Fault;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;

import java.io.StringReader;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Every JSLT file of a set, compiled once. A file that others import and that has no body of its
 * own is a library. Below {@code feed/} empty lists are kept, since there emptiness is not absence;
 * elsewhere JSLT's own rule holds and null, {@code {}} and {@code []} leave an object.
 */
final class Transformations {
    private static final String SUFFIX = ".jslt";
    private static final Pattern IMPORT = Pattern.compile("(?m)^\\s*import\\s+\"([^\"]+)\"");

    private final Map<String, Expression> expressions;

    private Transformations(Map<String, Expression> expressions) {
        this.expressions = Map.copyOf(expressions);
    }

    /** Compiles all; adds every problem, with file, line and column, to the faults. */
    static Transformations compile(
            MappingFiles files, Collection<Function> functions, List<Fault> faults) {
        var names = files.all().keySet().stream().filter(path -> path.endsWith(SUFFIX)).toList();
        var imported = new TreeSet<String>();
        names.forEach(name ->
                imported.addAll(
                        IMPORT.matcher(files.text(name))
                                .results()
                                .map(found -> found.group(1))
                                .collect(Collectors.toSet())));
        var expressions = new HashMap<String, Expression>();
        for (var name : names) {
            try {
                var library = imported.contains(name);
                if (library) {
                    // Under a name of its own: a file that imports itself is refused as a ring.
                    parser(
                                    "import \"" + name + "\" as library null",
                                    "the check of " + name,
                                    files,
                                    functions)
                            .compile();
                }
                if (!library || hasBody(name, files, functions)) {
                    expressions.put(
                            name.substring(0, name.length() - SUFFIX.length()),
                            parser(files.text(name), name, files, functions).compile());
                }
            } catch (JsltException broken) {
                faults.add(fault(name, broken));
            } catch (FaultException missing) {
                missing.faults()
                        .forEach(fault ->
                                faults.add(
                                        new Fault(
                                                fault.code(),
                                                name,
                                                "imports "
                                                        + fault.where()
                                                        + ", which is missing")));
            }
        }
        return new Transformations(expressions);
    }

    private static boolean hasBody(
            String name, MappingFiles files, Collection<Function> functions) {
        try {
            parser(files.text(name), name, files, functions).compile();
            return true;
        } catch (JsltException onlyFunctions) {
            return false;
        }
    }

    private static Parser parser(
            String text, String name, MappingFiles files, Collection<Function> functions) {
        var parser =
                new Parser(new StringReader(text))
                        .withSource(name)
                        .withFunctions(functions)
                        .withResourceResolver(path -> new StringReader(files.text(path)));
        return name.startsWith("feed/") ? parser.withObjectFilter(Transformations::told) : parser;
    }

    /** Anything but null and {@code {}}. */
    private static boolean told(JsonNode value) {
        return !value.isNull() && !(value.isObject() && value.isEmpty());
    }

    private static Fault fault(String name, JsltException broken) {
        var file = broken.getSource() == null ? name : broken.getSource();
        var where =
                broken.getLine() < 1
                        ? file
                        : file + ":" + broken.getLine() + ":" + broken.getColumn();
        var reason = broken.getMessageWithoutLocation().lines().findFirst().orElse("unreadable");
        return new Fault(FaultCode.TRP_220, where, reason);
    }

    /**
     * Runs one; a failure names the mapping and the output position, never what was in the input.
     */
    JsonNode run(String name, JsonNode input, String message) {
        var expression = expressions.get(name);
        if (expression == null) {
            throw new FaultException(FaultCode.TRP_211, name, "no such mapping");
        }
        try {
            return expression.apply(input);
        } catch (JsltException
                | IllegalArgumentException
                | NullPointerException
                | ClassCastException failed) {
            var position = FailedPosition.of(expression, input);
            throw new FaultException(
                    List.of(
                            new Fault(
                                    FaultCode.TRP_211,
                                    position.path(),
                                    "mapping "
                                            + name
                                            + SUFFIX
                                            + position.location()
                                            + (message.isEmpty() ? "" : ", message " + message))),
                    new IllegalStateException(failed.getClass().getSimpleName()));
        }
    }

    boolean has(String name) {
        return expressions.containsKey(name);
    }
}
