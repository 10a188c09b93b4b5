package se.trepart.facade;

import se.trepart.facade.Criterion.Chained;
import se.trepart.facade.Criterion.Matching;
import se.trepart.facade.Sql.Test;

import java.util.List;

/** Tables of the keys that the search index has for what is asked. */
final class IndexKeys {
    /** So many are looked for apart. */
    static final int ALTERNATIVES = 16;

    private IndexKeys() {}

    /**
     * Adds such a table.
     *
     * @param together what one row of the index has to meet: a chain, or matches of one parameter
     */
    static void add(Sql sql, List<Criterion> together) {
        if (together.getFirst() instanceof Chained chained) {
            addChained(sql, chained);
        } else {
            addMatching(sql, together.stream().map(Matching.class::cast).toList());
        }
    }

    /** Each alternative by itself: one range of an index, where an "or" would read all of it. */
    private static void addMatching(Sql sql, List<Matching> together) {
        var first = together.getFirst();
        var rows =
                "select i.key from "
                        + first.table()
                        + " i where i.parameter = "
                        + first.parameter()
                        + " and ";
        var next = "(";
        for (var alternative : alternatives(together)) {
            sql.add(next + rows).add(alternative);
            next = " union all ";
        }
        sql.add(")");
    }

    /** From the inside: what meets the condition, and then what refers to that. */
    private static void addChained(Sql sql, Chained chained) {
        var next = "(";
        for (var target : chained.targets()) {
            sql.add(next + "select i.key from ");
            add(sql, List.of(target.criterion()));
            sql.add(" k join resource r on r.key = k.key join search_reference i");
            sql.add(
                    " on i.parameter = "
                            + chained.parameter()
                            + " and i.target_id = r.id and i.target_type = ?",
                    target.type());
            next = " union all ";
        }
        sql.add(")");
    }

    private static List<Test> alternatives(List<Matching> together) {
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
}
