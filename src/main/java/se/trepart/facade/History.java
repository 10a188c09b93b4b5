package se.trepart.facade;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import se.trepart.facade.Content.Link;
import se.trepart.fault.FaultCode;
import se.trepart.fault.FaultException;
import se.trepart.projection.fhir.Timespan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code GET Type/id/_history} and {@code GET Type/_history}: all versions, the newest first,
 * deletions included; {@code _since} and {@code _at} narrow it.
 */
@Component
class History implements Interaction {
    private static final Set<String> KNOWN =
            Stream.concat(Parameters.REPRESENTATION.stream(), Stream.of("_count", "_since", "_at"))
                    .collect(Collectors.toUnmodifiableSet());

    private final JdbcTemplate jdbc;
    private final PageLinks links;

    History(JdbcTemplate jdbc, PageLinks links) {
        this.jdbc = jdbc;
        this.links = links;
    }

    @Override
    public Answer answer(Request request) {
        var path = String.join("/", request.path());
        var page = Paging.page(request, path, links);
        var parameters = page.parameters().only(KNOWN, request.lenient());
        var representation = Representation.of(parameters, request.header("accept"));
        var counted = representation.summary() == Representation.Summary.COUNT;
        var count =
                counted
                        ? 0
                        : Math.min(
                                parameters.number("_count", 0).orElse(SearchRequest.PAGE),
                                SearchRequest.LARGEST_PAGE);
        var of = of(request.path(), parameters);
        var total = Objects.requireNonNull(count(of));
        if (total == 0 && request.path().size() == 3) {
            refuseWhereNothingEverWas(request.path());
        }
        var found = count == 0 ? List.<Version>of() : versions(of, page.cursor(), count + 1);
        var shown = found.stream().limit(count).toList();
        var urls = new ArrayList<Link>();
        var self = new PageLinks.Page(parameters, page.cursor());
        urls.add(
                new Link(
                        "self",
                        page.cursor() == null
                                ? PageLinks.plain(request.base(), path, parameters)
                                : links.url(request.base(), path, self)));
        if (found.size() > shown.size()) {
            var last = shown.getLast();
            var order =
                    List.<@Nullable String>of(
                            last.lastUpdated().toString(), Integer.toString(last.version()));
            var next = new PageLinks.Page(parameters, new Cursor(order, last.key(), ""));
            urls.add(new Link("next", links.url(request.base(), path, next)));
        }
        var entries = shown.stream().map(version -> Bundles.told(request.base(), version)).toList();
        return Answer.ok(representation, new Content.Bundle("history", total, urls, entries));
    }

    private static Sql of(List<String> path, Parameters parameters) {
        var sql = new Sql().add(" from resource_version v where v.type = ?", path.getFirst());
        if (path.size() == 3) {
            sql.add(" and v.id = ?", path.get(1));
        }
        parameters
                .single("_since")
                .map(value -> span("_since", value))
                .ifPresent(
                        since -> sql.add(" and v.last_updated >= ?::timestamptz", since.sqlLow()));
        parameters
                .single("_at")
                .map(value -> span("_at", value))
                .ifPresent(at ->
                        sql.add(" and v.last_updated < ?::timestamptz", at.sqlHigh())
                                .add(
                                        " and not exists (select 1 from resource_version n"
                                                + " where n.type = v.type and n.id = v.id"
                                                + " and n.version = v.version + 1"
                                                + " and n.last_updated <= ?::timestamptz)",
                                        at.sqlLow()));
        return sql;
    }

    private @Nullable Long count(Sql of) {
        return jdbc.queryForObject("select count(*)" + of.text(), Long.class, of.values());
    }

    private List<Version> versions(Sql of, @Nullable Cursor cursor, int limit) {
        var sql =
                new Sql()
                        .add("select " + Versions.ANY_VERSION)
                        .add(new Sql.Test(of.text(), List.of(of.values())));
        if (cursor != null) {
            sql.add(
                    " and (v.last_updated, v.key, v.version) < (?::timestamptz, ?, ?::int)",
                    Objects.requireNonNull(cursor.order().get(0)),
                    cursor.key(),
                    Objects.requireNonNull(cursor.order().get(1)));
        }
        sql.add(" order by v.last_updated desc, v.key desc, v.version desc limit ?", limit);
        return jdbc.query(sql.text(), Versions.ANY_ROW, sql.values());
    }

    private void refuseWhereNothingEverWas(List<String> path) {
        var versions =
                jdbc.queryForObject(
                        "select count(*) from resource where type = ? and id = ?",
                        Long.class,
                        path.get(0),
                        path.get(1));
        if (versions == null || versions == 0) {
            throw new FaultException(FaultCode.TRP_501, "", "no such resource");
        }
    }

    private static Timespan span(String key, String value) {
        try {
            return Timespan.parse(value.strip().replace(' ', '+'));
        } catch (IllegalArgumentException e) {
            throw Refusals.parameter(
                    FaultCode.TRP_503,
                    key,
                    "must be a date or time such as 2023-03-14T10:02:11+01:00");
        }
    }
}
