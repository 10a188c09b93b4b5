package se.trepart.facade;

import se.trepart.facade.Criterion.Matching;
import se.trepart.facade.Sql.Test;
import se.trepart.fault.FaultCode;

import java.util.ArrayList;
import java.util.Collection;
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
    private static final int ALTERNATIVES = 16;

    private final SearchRequest search;
    private final List<Collection<Matching>> joined;

    Found(SearchRequest search) {
        this.search = search;
        joined = search.criteria().stream().allMatch(Criterion::byKey) ? joined() : List.of();
    }

    /**
     * Criteria that each are said by rows of the index: those that one row has to meet together.
     */
    private List<Collection<Matching>> joined() {
        var joined = new LinkedHashMap<Object, Collection<Matching>>();
        for (var criterion : search.criteria()) {
            if (criterion instanceof Matching matching && !matching.negated()) {
                joined.computeIfAbsent(
                                matching.single() ? matching.parameter() : matching,
                                one -> new ArrayList<>())
                        .add(matching);
            }
        }
        return List.copyOf(joined.values());
    }

    /** Whether the index alone says what is found. */
    boolean byIndex() {
        return !joined.isEmpty();
    }

    /** {@code r} has all columns of {@code resource}; a further condition can follow with "and". */
    void addRows(Sql sql) {
        sql.add("resource r where r.type = ? and not r.deleted", search.type());
        search.criteria()
                .forEach(criterion -> {
                    sql.add(" and ");
                    criterion.addTo(sql, "r");
                });
        limit(sql);
    }

    /** A table of that name, which has the key alone. */
    void addKeys(Sql sql, String name) {
        var first = sql.alias();
        sql.add("(select distinct " + first + ".key from ");
        addRow(sql, joined.getFirst());
        sql.add(" " + first);
        for (var together : joined.subList(1, joined.size())) {
            var next = sql.alias();
            sql.add(" join ");
            addRow(sql, together);
            sql.add(" %1$s on %1$s.key = %2$s.key".formatted(next, first));
        }
        sql.add(" where true");
        for (var criterion : search.criteria()) {
            if (!(criterion instanceof Matching matching) || matching.negated()) {
                sql.add(" and ");
                criterion.addTo(sql, first);
            }
        }
        sql.add(") " + name);
        limit(sql);
    }

    /** Each alternative by itself: one range of an index, where an "or" would read all of it. */
    private static void addRow(Sql sql, Collection<Matching> together) {
        var first = together.iterator().next();
        var rows =
                "select i.key from %s i where i.parameter = %d and "
                        .formatted(first.table(), first.parameter());
        var next = "(";
        for (var alternative : alternatives(together)) {
            sql.add(next + rows).add(alternative);
            next = " union all ";
        }
        sql.add(")");
    }

    private static List<Test> alternatives(Collection<Matching> together) {
        var combined = List.<Test>of();
        for (var matching : together) {
            var any = Test.anyOf(matching.tests());
            var each = any.each().size() > ALTERNATIVES ? List.of(any) : any.each();
            if (combined.isEmpty()) {
                combined = each;
            } else {
                var others = combined.size() * each.size() > ALTERNATIVES ? List.of(any) : each;
                combined = combined.stream().flatMap(one -> others.stream().map(one::and)).toList();
            }
        }
        return combined;
    }

    private void limit(Sql sql) {
        if (sql.size() > VALUES) {
            throw Refusals.parameter(
                    FaultCode.TRP_509, search.type(), "ask for fewer alternatives");
        }
    }
}
