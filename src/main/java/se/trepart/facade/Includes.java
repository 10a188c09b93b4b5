package se.trepart.facade;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Finds the resources that a search wants beside its matches. */
@Component
class Includes {
    /** So many at most; beyond it the Bundle says that some are left out. */
    static final int LIMIT = 1000;

    private static final int ROUNDS = 5;
    private static final String FORWARD =
            """
            select r.key, r.type, r.id, r.version, r.last_updated, r.json
            from (select distinct i.target_type, i.target_id from search_reference i
                    join unnest(?::int[], ?::text[]) as wanted (parameter, target)
                        on i.parameter = wanted.parameter and wanted.target in ('', i.target_type)
                where i.key = any(?)) named
                join resource r on r.type = named.target_type and r.id = named.target_id
            where not r.deleted order by r.key limit ?
            """;
    private static final String BACKWARD =
            """
            select r.key, r.type, r.id, r.version, r.last_updated, r.json
            from (select distinct i.key from unnest(?::int[], ?::text[]) as wanted (parameter, target)
                    cross join unnest(?::text[], ?::text[]) as target (type, id)
                    join search_reference i on i.parameter = wanted.parameter
                        and i.target_id = target.id and i.target_type = target.type
                        and wanted.target in ('', target.type)) naming
                join resource r on r.key = naming.key
            order by r.key limit ?
            """;

    private final JdbcTemplate jdbc;

    Includes(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What to add to the matches, each once; one more than {@link #LIMIT} when there are too many.
     */
    List<Version> beside(List<Version> matches, List<Include> includes) {
        var known = new LinkedHashMap<Long, Version>();
        matches.forEach(match -> known.put(match.key(), match));
        var fresh = follow(matches, includes, include -> true, known);
        for (var round = 1;
                round < ROUNDS && !fresh.isEmpty() && known.size() - matches.size() <= LIMIT;
                round++) {
            fresh = follow(fresh, includes, Include::iterate, known);
        }
        return known.values().stream().skip(matches.size()).limit(LIMIT + 1).toList();
    }

    private List<Version> follow(
            Collection<Version> from,
            List<Include> includes,
            Predicate<Include> which,
            Map<Long, Version> known) {
        var found = new LinkedHashSet<Version>();
        var forward =
                includes.stream().filter(which).filter(include -> !include.reverse()).toList();
        var backward = includes.stream().filter(which).filter(Include::reverse).toList();
        if (!from.isEmpty() && !forward.isEmpty()) {
            found.addAll(forward(from, forward));
        }
        if (!from.isEmpty() && !backward.isEmpty()) {
            found.addAll(backward(from, backward));
        }
        return found.stream()
                .filter(version -> known.putIfAbsent(version.key(), version) == null)
                .toList();
    }

    private List<Version> forward(Collection<Version> from, List<Include> includes) {
        var wanted = Wanted.of(includes);
        return jdbc.query(
                FORWARD,
                statement -> {
                    var connection = statement.getConnection();
                    statement.setArray(
                            1, connection.createArrayOf("int", wanted.parameters().toArray()));
                    statement.setArray(
                            2, connection.createArrayOf("text", wanted.targets().toArray()));
                    statement.setArray(
                            3,
                            connection.createArrayOf(
                                    "bigint", from.stream().map(Version::key).toArray()));
                    statement.setInt(4, LIMIT + SearchRequest.LARGEST_PAGE + 1);
                },
                Versions.ROW);
    }

    private List<Version> backward(Collection<Version> from, List<Include> includes) {
        var wanted = Wanted.of(includes);
        return jdbc.query(
                BACKWARD,
                statement -> {
                    var connection = statement.getConnection();
                    statement.setArray(
                            1, connection.createArrayOf("int", wanted.parameters().toArray()));
                    statement.setArray(
                            2, connection.createArrayOf("text", wanted.targets().toArray()));
                    statement.setArray(
                            3,
                            connection.createArrayOf(
                                    "text", from.stream().map(Version::type).toArray()));
                    statement.setArray(
                            4,
                            connection.createArrayOf(
                                    "text", from.stream().map(Version::id).toArray()));
                    statement.setInt(5, LIMIT + SearchRequest.LARGEST_PAGE + 1);
                },
                Versions.ROW);
    }

    private record Wanted(List<Integer> parameters, List<String> targets) {
        static Wanted of(List<Include> includes) {
            var parameters = new ArrayList<Integer>();
            var targets = new ArrayList<String>();
            for (var include : includes) {
                for (var parameter : include.parameters()) {
                    parameters.add(parameter);
                    targets.add(include.target());
                }
            }
            return new Wanted(parameters, targets);
        }
    }
}
