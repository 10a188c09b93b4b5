package se.trepart.facade;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.projection.fhir.SearchParameter;
import se.trepart.projection.fhir.SearchParameters;
import se.trepart.projection.fhir.Timespan;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code Encounter/id/$everything}: the consultation that the Encounter belongs to, with all its
 * parts, the people and units that they name, and where they come from. One statement, so one
 * moment; the Encounter first.
 */
@Component
class Everything implements Interaction {
    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
    private static final Set<String> KNOWN =
            Stream.concat(Parameters.REPRESENTATION.stream(), Stream.of("_type", "_since"))
                    .collect(Collectors.toUnmodifiableSet());
    private static final String PARTS =
            """
            with own as (
                    select key, type, id from resource where consultation =
                        (select consultation from resource where type = 'Encounter' and id = ?) and not deleted),
                named as (
                    select distinct r.key from own join search_reference i on i.key = own.key
                        join resource r on r.type = i.target_type and r.id = i.target_id where r.consultation is null),
                further as (
                    select distinct r.key from named join search_reference i on i.key = named.key
                        join resource r on r.type = i.target_type and r.id = i.target_id where r.consultation is null),
                told as (
                    select distinct i.key from own join search_reference i
                        on i.parameter = ? and i.target_id = own.id and i.target_type = own.type)
            select r.key, r.type, r.id, r.version, r.last_updated, r.json
            from (select key, 0 as place from own union select key, 1 from named union select key, 1 from further
                union select key, 2 from told) part
                join resource r on r.key = part.key
            where not r.deleted
            """;

    private final JdbcTemplate jdbc;
    private final Versions versions;

    Everything(JdbcTemplate jdbc, Versions versions) {
        this.jdbc = jdbc;
        this.versions = versions;
    }

    @Override
    public Answer answer(Request request) {
        if (request.body().length > 0) {
            throw new FaultException(FaultCode.TRP_525, "", "parameters are those of the address");
        }
        var parameters = request.parameters().only(KNOWN, request.lenient());
        var representation = Representation.of(parameters, request.header("accept"));
        var id = request.path().get(1);
        refuseWhereThereIsNone(request, versions.current("Encounter", id));
        var sql = new Sql().add(PARTS, id, target());
        parameters.single("_type").ifPresent(types -> ofTypes(sql, types));
        parameters.single("_since").ifPresent(since -> since(sql, since));
        sql.add(
                " group by r.key, r.type, r.id, r.version, r.last_updated, r.json order by (r.type"
                        + " = 'Encounter' and r.id = ?) desc, min(part.place), r.key",
                id);
        var found = jdbc.query(sql.text(), Versions.ROW, sql.values());
        var counted = representation.summary() == Representation.Summary.COUNT;
        var rows = found.stream().map(version -> new Row(version, List.of())).toList();
        var self = PageLinks.plain(request.base(), String.join("/", request.path()), parameters);
        return Answer.ok(
                representation,
                new Content.Bundle(
                        "searchset",
                        (long) found.size(),
                        List.of(new Content.Link("self", self)),
                        Bundles.found(request.base(), counted ? List.of() : rows, List.of())));
    }

    private static void refuseWhereThereIsNone(Request request, Optional<Version> found) {
        var encounter =
                found.orElseThrow(
                        () -> new FaultException(FaultCode.TRP_501, "", "no such Encounter"));
        if (encounter.json() == null) {
            throw new FaultException(
                    FaultCode.TRP_505,
                    "",
                    "possible is: " + request.base() + "/" + encounter.reference() + "/_history");
        }
    }

    private static int target() {
        return SearchParameters.served()
                .find("Provenance", "target")
                .map(SearchParameter::number)
                .orElseThrow();
    }

    private static void ofTypes(Sql sql, String types) {
        var served = SearchParameters.served().types();
        var wanted = COMMA.splitAsStream(types.strip()).toList();
        if (wanted.isEmpty() || !served.containsAll(wanted)) {
            throw Refusals.parameter(
                    FaultCode.TRP_503, "_type", "possible are: " + String.join(", ", served));
        }
        sql.add(" and r.type in (" + "?, ".repeat(wanted.size() - 1) + "?)", wanted.toArray());
    }

    private static void since(Sql sql, String value) {
        try {
            sql.add(
                    " and r.last_updated >= ?::timestamptz",
                    Timespan.parse(value.strip().replace(' ', '+')).sqlLow());
        } catch (IllegalArgumentException e) {
            throw Refusals.parameter(
                    FaultCode.TRP_503,
                    "_since",
                    "must be a date or time such as 2023-03-14T10:02:11+01:00");
        }
    }
}
