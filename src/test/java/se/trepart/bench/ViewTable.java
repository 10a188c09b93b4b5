package se.trepart.bench;

import java.util.List;

/** The tables of the FHIR view, column by column. */
enum ViewTable {
    RESOURCE(
            key(),
            same("type"),
            text("id"),
            same("version"),
            moment("last_updated"),
            same("deleted"),
            text("json"),
            same("content"),
            text("consultation")),
    SEARCH_TOKEN(same("parameter"), text("code"), same("system"), key()),
    SEARCH_REFERENCE(
            same("parameter"),
            text("target_id"),
            same("target_type"),
            same("target_version"),
            key()),
    SEARCH_DATE(same("parameter"), moment("low"), moment("high"), key()),
    SEARCH_STRING(same("parameter"), text("folded"), text("exact"), key());

    @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
    private final List<Column> columns;

    ViewTable(Column... columns) {
        this.columns = List.of(columns);
    }

    List<Column> columns() {
        return columns;
    }

    /** What of a column differs between copies. */
    enum Kind {
        KEY,
        SAME,
        TEXT,
        MOMENT
    }

    /** A column. */
    record Column(String name, Kind kind) {}

    private static Column key() {
        return new Column("key", Kind.KEY);
    }

    private static Column same(String name) {
        return new Column(name, Kind.SAME);
    }

    private static Column text(String name) {
        return new Column(name, Kind.TEXT);
    }

    private static Column moment(String name) {
        return new Column(name, Kind.MOMENT);
    }
}
