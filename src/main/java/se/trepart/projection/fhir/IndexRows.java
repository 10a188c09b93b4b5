package se.trepart.projection.fhir;

import com.fasterxml.jackson.databind.JsonNode;

import org.jspecify.annotations.Nullable;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The rows of the search index for some resources: read out of their JSON by the definitions. */
final class IndexRows {
    /** Takes away and adds only what differs: most of a resource's rows stay as they are. */
    static final String REPLACE =
            replace(
                            "search_token",
                            "key, parameter, system, code",
                            """
                            unnest(?::bigint[], ?::int[], ?::text[], ?::text[])
                                as made (key, parameter, system, code)\
                            """)
                    + replace(
                            "search_reference",
                            "key, parameter, target_type, target_id, target_version",
                            """
                            unnest(?::bigint[], ?::int[], ?::text[], ?::text[], ?::int[])
                                as made (key, parameter, target_type, target_id, target_version)\
                            """)
                    + replace(
                            "search_date",
                            "key, parameter, low, high",
                            """
                            (select key, parameter, low::timestamptz, high::timestamptz
                                from unnest(?::bigint[], ?::int[], ?::text[], ?::text[]) as made (key, parameter, low, high)) as made\
                            """)
                    + replace(
                            "search_string",
                            "key, parameter, folded, exact",
                            """
                            unnest(?::bigint[], ?::int[], ?::text[], ?::text[])
                                as made (key, parameter, folded, exact)\
                            """);

    /**
     * What is made or stored, and not both, found by one pass over either: joins of the two would
     * be planned for other numbers of rows than there are.
     */
    private static String replace(String table, String columns, String made) {
        return """
        with differing as materialized (select %2$s, max(place) as place from (
                select %2$s, null::tid as place from %3$s
                union all select %2$s, ctid from %1$s where key = any(?)) as either
            group by %2$s having count(*) = 1),
        gone as (delete from %1$s where ctid = any (array(select place from differing where place is not null)))
        insert into %1$s (%2$s) select %2$s from differing where place is null;
        """
                .formatted(table, columns, made);
    }

    private record Token(long key, int parameter, String system, String code) {}

    private record Link(long key, int parameter, Reference target) {}

    private record Span(long key, int parameter, Timespan span) {}

    private record Text(long key, int parameter, String folded, String exact) {}

    private final SearchParameters definitions;
    private final Set<Token> tokens = new LinkedHashSet<>();
    private final Set<Link> links = new LinkedHashSet<>();
    private final Set<Span> spans = new LinkedHashSet<>();
    private final Set<Text> texts = new LinkedHashSet<>();

    IndexRows(SearchParameters definitions) {
        this.definitions = definitions;
    }

    /** Adds the rows of one resource, stored under this key. */
    void add(long key, JsonNode resource) {
        for (var parameter : definitions.of(resource.path("resourceType").asText())) {
            add(key, parameter, resource);
        }
    }

    /** Adds the rows of one parameter. */
    void add(long key, SearchParameter parameter, JsonNode resource) {
        for (var path : parameter.paths()) {
            path.each(resource, value -> addValue(key, parameter, value));
        }
    }

    /** All values, as far as they can be sorted by. */
    List<String> values() {
        return Stream.of(
                        tokens.stream().map(Token::code),
                        links.stream().map(link -> link.target().id()),
                        spans.stream().map(row -> row.span().sqlLow()),
                        texts.stream().map(Text::folded))
                .flatMap(value -> value)
                .toList();
    }

    /** The values of the parameter itself, without the identifiers that stand in references. */
    List<Indexed> indexed(SearchParameter parameter) {
        return Stream.<Stream<Indexed>>of(
                        tokens.stream()
                                .filter(row -> row.parameter() == parameter.number())
                                .map(row -> new Indexed.Token(row.system(), row.code())),
                        links.stream().map(row -> new Indexed.Link(row.target())),
                        spans.stream().map(row -> new Indexed.Span(row.span())),
                        texts.stream().map(row -> new Indexed.Text(row.folded(), row.exact())))
                .flatMap(rows -> rows)
                .toList();
    }

    private void addValue(long key, SearchParameter parameter, JsonNode value) {
        var number = parameter.number();
        switch (parameter.kind()) {
            case TOKEN -> addToken(key, number, value);
            case URI -> tokens.add(new Token(key, number, "", value.asText()));
            case REFERENCE -> addReference(key, parameter, value);
            case DATE -> spans.add(new Span(key, number, span(value)));
            case STRING ->
                    strings(value)
                            .forEach(text ->
                                    texts.add(new Text(key, number, FoldedText.of(text), text)));
        }
    }

    private void addToken(long key, int number, JsonNode value) {
        if (value.isValueNode()) {
            tokens.add(new Token(key, number, "", value.asText()));
            return;
        }
        value.path("coding").forEach(coding -> addToken(key, number, coding));
        var code = value.has("code") ? value.path("code") : value.path("value");
        if (code.isTextual()) {
            var system = Systems.canonical(value.path("system").asText());
            tokens.add(new Token(key, number, system, Systems.comparable(system, code.asText())));
        }
    }

    private void addReference(long key, SearchParameter parameter, JsonNode value) {
        var target = Reference.parse(value.path("reference").asText());
        if (target != null && accepts(parameter, target)) {
            links.add(new Link(key, parameter.number(), target));
        }
        if (value.has("identifier") && acceptsType(parameter, value.path("type").asText())) {
            addToken(key, parameter.identifierNumber(), value.path("identifier"));
        }
    }

    private static boolean accepts(SearchParameter parameter, Reference target) {
        return acceptsType(parameter, target.type());
    }

    private static boolean acceptsType(SearchParameter parameter, String type) {
        return type.isEmpty()
                || parameter.targets().isEmpty()
                || parameter.targets().contains(type);
    }

    private static Timespan span(JsonNode value) {
        if (value.isTextual()) {
            return Timespan.parse(value.asText());
        }
        var start = value.path("start");
        var end = value.path("end");
        return Timespan.between(
                start.isTextual() ? Timespan.parse(start.asText()).low() : Instant.MIN,
                end.isTextual() ? Timespan.parse(end.asText()).high() : Instant.MAX);
    }

    /** The searchable texts of a string, a HumanName or an Address. */
    private static Stream<String> strings(JsonNode value) {
        if (value.isTextual()) {
            return Stream.of(value.asText());
        }
        return value.propertyStream()
                .filter(part ->
                        !Set.of("use", "type", "period", "extension").contains(part.getKey()))
                .flatMap(part ->
                        part.getValue().isArray()
                                ? part.getValue().valueStream()
                                : Stream.of(part.getValue()))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText);
    }

    /** Fills the parameters of {@link #REPLACE} from this position on. */
    void bind(PreparedStatement statement, int from, List<Long> keys) throws SQLException {
        var columns =
                List.of(
                        new Column("bigint", tokens.stream().map(Token::key)),
                        new Column("int", tokens.stream().map(Token::parameter)),
                        new Column("text", tokens.stream().map(Token::system)),
                        new Column("text", tokens.stream().map(Token::code)),
                        new Column("bigint", keys.stream()),
                        new Column("bigint", links.stream().map(Link::key)),
                        new Column("int", links.stream().map(Link::parameter)),
                        new Column("text", links.stream().map(link -> link.target().type())),
                        new Column("text", links.stream().map(link -> link.target().id())),
                        new Column("int", links.stream().map(link -> link.target().version())),
                        new Column("bigint", keys.stream()),
                        new Column("bigint", spans.stream().map(Span::key)),
                        new Column("int", spans.stream().map(Span::parameter)),
                        new Column("text", spans.stream().map(row -> row.span().sqlLow())),
                        new Column("text", spans.stream().map(row -> row.span().sqlHigh())),
                        new Column("bigint", keys.stream()),
                        new Column("bigint", texts.stream().map(Text::key)),
                        new Column("int", texts.stream().map(Text::parameter)),
                        new Column("text", texts.stream().map(Text::folded)),
                        new Column("text", texts.stream().map(Text::exact)),
                        new Column("bigint", keys.stream()));
        var position = from;
        for (var column : columns) {
            SqlArrays.set(statement, position++, column.type(), column.values());
        }
    }

    private record Column(String type, Stream<? extends @Nullable Object> values) {}
}
