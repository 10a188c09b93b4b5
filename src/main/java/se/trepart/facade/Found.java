package se.trepart.facade;

import se.trepart.facade.Criterion.Matching;
import se.trepart.fault.FaultCode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What a search finds, as a table {@code r} to read from.
 *
 * <p>Where the index alone can say it, {@code resource} is left out: a parameter's rows are of one
 * type, and none is of a deleted resource. The planner then knows how many there are of each, and
 * begins with the fewest; through {@code resource} it would take each type's share of a value for
 * that of all.
 */
final class Found {
    private static final int VALUES = 20_000;

    private final SearchRequest search;
    private final List<List<Criterion>> joined;

    Found(SearchRequest search) {
        this.search = search;
        joined = search.criteria().stream().allMatch(Criterion::byKey) ? joined() : List.of();
    }

    /**
     * Criteria that each are said by rows of the index, those of which few are met first: the ones
     * that one row has to meet together.
     */
    private List<List<Criterion>> joined() {
        var joined = new LinkedHashMap<Object, List<Criterion>>();
        for (var criterion : search.criteria()) {
            if (criterion.byIndex()) {
                joined.computeIfAbsent(together(criterion), one -> new ArrayList<>())
                        .add(criterion);
            }
        }
        return joined.values().stream()
                .sorted(Comparator.comparing(together -> !metByFew(together)))
                .toList();
    }

    /** What criteria share that one row has to meet together; a chain shares with none. */
    private static Object together(Criterion criterion) {
        if (criterion instanceof Matching matching) {
            return matching.single() ? matching.parameter() : matching;
        }
        return new Object();
    }

    private static boolean metByFew(List<Criterion> together) {
        return together.stream().anyMatch(Criterion::metByFew);
    }

    /** Whether the index alone says what is found. */
    boolean byIndex() {
        return !joined.isEmpty();
    }

    /** Whether it is found among few, of which each is looked at, whatever else is asked. */
    boolean beginsWithFew() {
        return byIndex()
                && metByFew(joined.getFirst())
                && search.criteria().stream().allMatch(Criterion::byIndex);
    }

    /** How many are found, as a value. */
    void addCount(Sql sql) {
        sql.add("(select count(*) from ");
        if (byIndex()) {
            addKeys(sql, "r");
        } else {
            addRows(sql);
        }
        sql.add(")");
    }

    /** {@code r} has all columns of {@code resource}; a further condition can follow with "and". */
    void addRows(Sql sql) {
        var before = sql.size();
        sql.add("resource r where r.type = ? and not r.deleted", search.type());
        search.criteria()
                .forEach(criterion -> {
                    sql.add(" and ");
                    criterion.addTo(sql, "r");
                });
        limit(sql.size() - before);
    }

    /** A table of that name, which has the key alone. */
    void addKeys(Sql sql, String name) {
        var before = sql.size();
        var first = sql.alias();
        sql.add("(select distinct " + first + ".key from ");
        IndexKeys.add(sql, joined.getFirst());
        sql.add(" " + first);
        var others = joined.subList(1, joined.size());
        if (beginsWithFew()) {
            sql.add(" where true");
            others.forEach(together -> addProbe(sql, together, first));
        } else {
            others.forEach(together -> addJoin(sql, together, first));
            sql.add(" where true");
        }
        for (var criterion : search.criteria()) {
            if (!criterion.byIndex()) {
                sql.add(" and ");
                criterion.addTo(sql, first);
            }
        }
        sql.add(") " + name);
        limit(sql.size() - before);
    }

    private static void addJoin(Sql sql, List<Criterion> together, String first) {
        var next = sql.alias();
        sql.add(" join ");
        IndexKeys.add(sql, together);
        sql.add(" " + next + " on " + next + ".key = " + first + ".key");
    }

    /** The offset keeps the planner from beginning with it, and from reading all that meet it. */
    private static void addProbe(Sql sql, List<Criterion> together, String first) {
        var next = sql.alias();
        sql.add(" and exists (select from ");
        IndexKeys.add(sql, together);
        sql.add(" " + next + " where " + next + ".key = " + first + ".key offset 0)");
    }

    private void limit(int values) {
        if (values > VALUES) {
            throw Refusals.parameter(
                    FaultCode.TRP_509, search.type(), "ask for fewer alternatives");
        }
    }
}
