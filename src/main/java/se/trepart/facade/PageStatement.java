package se.trepart.facade;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The one statement that tells a page of a search, in one snapshot: the columns of {@link
 * Versions}, {@code s0} and so on that it is sorted by, {@code beside} for what was included,
 * {@code total} (null where it is not wanted, or where there is no more than a first page), and
 * {@code snapshot}.
 */
final class PageStatement {
    private final SearchRequest search;
    private final List<Sort> sorts;
    private final @Nullable Cursor cursor;
    private final String order;
    private final Found found;

    /** Only what stands where it stood at the first page is looked for. */
    private final boolean unmoved;

    private final boolean byIndex;

    PageStatement(SearchRequest search, @Nullable Cursor cursor) {
        this.search = search;
        this.sorts = search.sorts();
        this.cursor = cursor;
        this.found = new Found(search);
        this.order = order(sorts);
        this.unmoved = cursor != null && !sorts.isEmpty();
        // Where nobody asks for all, the first of them are soon found among the resources.
        this.byIndex =
                found.byIndex() && (search.total() || !sorts.isEmpty() || found.beginsWithFew());
    }

    Planning planning() {
        var byShape = byIndex ? found.beginsWithFew() : search.byUpdate();
        return byShape ? Planning.FOR_SHAPE : Planning.FOR_VALUES;
    }

    /** With one resource more than are on the page, where there is one. */
    Sql sql() {
        var sql = new Sql();
        var includes = unmoved ? List.<Include>of() : search.includes();
        var readOnce = includes.isEmpty() && (byIndex || !counts());
        if (!readOnce) {
            addTables(sql, includes);
        }
        sql.add("select r.key, r.type, r.id, r.version, r.last_updated, r.json, m.beside");
        sql.add(columns(index -> ", m.s" + index));
        sql.add(", pg_current_snapshot()::text as snapshot, ");
        addTotal(sql);
        sql.add(" as total from (select *, false as beside from ");
        if (readOnce) {
            addPage(sql);
        }
        sql.add(" m");
        if (!includes.isEmpty()) {
            sql.add(" union all select n.key" + columns(index -> ", null"));
            sql.add(countsKeys() ? ", null" : "").add(", true from ");
            Includes.addKeys(sql);
            sql.add(" n");
        }
        return sql.add(") m join resource r on r.key = m.key order by m.beside, " + order);
    }

    /** What is read more than once in one statement; otherwise it is planned sooner without. */
    private void addTables(Sql sql, List<Include> includes) {
        sql.add("with recursive m as materialized ");
        addPage(sql);
        if (!includes.isEmpty()) {
            sql.add(", ");
            var matches = "(select m.key from m order by " + order + " limit ?)";
            new Includes(includes).addReached(sql, matches, search.count());
        }
        sql.add(" ");
    }

    private boolean counts() {
        return search.total() && !unmoved;
    }

    private boolean countsKeys() {
        return counts() && byIndex;
    }

    private void addPage(Sql sql) {
        sql.add("(select * from (select r.key");
        for (var index = 0; index < sorts.size(); index++) {
            sql.add(", " + sorts.get(index).expression() + " as s" + index);
        }
        sql.add(countsKeys() ? ", count(*) over () as total" : "").add(" from ");
        if (!byIndex) {
            found.addRows(sql);
        } else if (unmoved || sorts.stream().anyMatch(sort -> sort.parameter() == null)) {
            found.addKeys(sql, "k");
            sql.add(" join resource r on r.key = k.key where true");
        } else {
            found.addKeys(sql, "r");
        }
        if (unmoved && cursor != null) {
            sql.add(" and pg_visible_in_snapshot(r.written, ?::pg_snapshot)", cursor.snapshot());
        }
        sql.add(") m");
        if (cursor != null) {
            sql.add(" where ");
            addAfter(sql, cursor, 0);
        }
        sql.add(" order by " + order + " limit ?)", search.count() + 1);
    }

    private void addAfter(Sql sql, Cursor place, int index) {
        if (index == sorts.size()) {
            sql.add("m.key > ?", place.key());
            return;
        }
        var sort = sorts.get(index);
        var column = "m.s" + index;
        var value = place.order().get(index);
        if (value == null) {
            sql.add("(" + column + " is null and ");
        } else {
            var typed = "?::" + sort.order().sqlType();
            sql.add(
                    "("
                            + column
                            + " is null or "
                            + column
                            + (sort.descending() ? " < " : " > ")
                            + typed,
                    value);
            sql.add(" or " + column + " = " + typed + " and ", value);
        }
        addAfter(sql, place, index + 1);
        sql.add(")");
    }

    private void addTotal(Sql sql) {
        if (!counts()) {
            sql.add("null::bigint");
        } else if (byIndex) {
            sql.add("m.total");
        } else {
            sql.add(
                    "case when ? or (select count(*) from m) > ? then ",
                    cursor != null,
                    search.count());
            found.addCount(sql);
            sql.add(" end");
        }
    }

    private static String order(List<Sort> sorts) {
        var order = new StringBuilder();
        for (var index = 0; index < sorts.size(); index++) {
            order.append("m.s" + index + (sorts.get(index).descending() ? " desc" : ""));
            order.append(" nulls last, ");
        }
        return order.append("m.key").toString();
    }

    /** The same for each column that it is sorted by. */
    private String columns(IntFunction<String> each) {
        return IntStream.range(0, sorts.size()).mapToObj(each).collect(Collectors.joining());
    }
}
