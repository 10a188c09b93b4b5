package se.trepart.facade;

import se.trepart.facade.Sql.Test;

import java.util.List;

/** One condition of a search, which becomes SQL about a row of {@code resource}. */
sealed interface Criterion {
    /**
     * Adds the condition.
     *
     * @param subject the alias of the row of {@code resource} that it is about
     */
    void addTo(Sql sql, String subject);

    /** Whether the value can tell who somebody is. */
    boolean personal();

    /** Whether it is about the key of the row alone. */
    default boolean byKey() {
        return true;
    }

    /** Whether rows of the index alone say that it is met. */
    default boolean byIndex() {
        return false;
    }

    /** Whether few resources meet it, however many there are. */
    default boolean metByFew() {
        return false;
    }

    /** The four tables of the index. */
    enum Table {
        SEARCH_TOKEN,
        SEARCH_REFERENCE,
        SEARCH_DATE,
        SEARCH_STRING;

        private String rows(String subject, int parameter) {
            return "exists (select 1 from "
                    + name()
                    + " i where i.key = "
                    + subject
                    + ".key and i.parameter = "
                    + parameter;
        }
    }

    /**
     * Some value of the parameter passes one of the tests (about the row {@code i}), or none does.
     *
     * @param single whether no resource has more than one value, so that all that is asked of the
     *     parameter is asked of the same
     */
    record Matching(
            Table table,
            int parameter,
            List<Test> tests,
            boolean negated,
            boolean personal,
            boolean single)
            implements Criterion {
        @Override
        public void addTo(Sql sql, String subject) {
            sql.add(negated ? "not " : "")
                    .add(table.rows(subject, parameter))
                    .add(" and ")
                    .add(Test.anyOf(tests))
                    .add(")");
        }

        @Override
        public boolean byIndex() {
            return !negated;
        }

        @Override
        public boolean metByFew() {
            return !negated && tests.stream().allMatch(Test::few);
        }
    }

    /** The resource has no value of the parameter, or has one. */
    record Missing(Table table, int parameter, boolean missing) implements Criterion {
        @Override
        public void addTo(Sql sql, String subject) {
            sql.add(missing ? "not " : "").add(table.rows(subject, parameter)).add(")");
        }

        @Override
        public boolean personal() {
            return false;
        }
    }

    /** A fact of the row itself passes one of the tests, which name the row {@code $}. */
    record OfRow(List<Test> tests) implements Criterion {
        @Override
        public boolean metByFew() {
            return tests.stream().allMatch(Test::few);
        }

        @Override
        public void addTo(Sql sql, String subject) {
            var any = Test.anyOf(tests);
            sql.add(new Test(any.text().replace("$", subject), any.values()));
        }

        @Override
        public boolean byKey() {
            return false;
        }

        @Override
        public boolean personal() {
            return false;
        }
    }

    /** The reference names a resource of one of the types that meets the type's condition. */
    record Chained(int parameter, List<Target> targets) implements Criterion {
        /** A type that can be referred to, and what it must meet. */
        record Target(String type, Criterion criterion) {}

        @Override
        public void addTo(Sql sql, String subject) {
            var row = sql.alias();
            sql.add("exists (select 1 from search_reference i join resource ")
                    .add(
                            row
                                    + " on "
                                    + row
                                    + ".type = i.target_type and "
                                    + row
                                    + ".id = i.target_id")
                    .add(
                            " where i.key = "
                                    + subject
                                    + ".key and i.parameter = "
                                    + parameter
                                    + " and (");
            var or = "";
            for (var target : targets) {
                sql.add(or).add("(i.target_type = ? and ", target.type());
                target.criterion().addTo(sql, row);
                sql.add(")");
                or = " or ";
            }
            sql.add("))");
        }

        @Override
        public boolean byIndex() {
            return targets.size() <= IndexKeys.ALTERNATIVES
                    && targets.stream().allMatch(target -> target.criterion().byIndex());
        }

        /** Whoever is named: how many name it, the planner could not tell for the values either. */
        @Override
        public boolean metByFew() {
            return targets.stream().allMatch(target -> target.criterion().metByFew());
        }

        @Override
        public boolean personal() {
            return targets.stream().anyMatch(target -> target.criterion().personal());
        }
    }

    /** Some resource refers to this one by the parameter and meets the condition. */
    record Referred(String type, int parameter, Criterion criterion) implements Criterion {
        @Override
        public void addTo(Sql sql, String subject) {
            var row = sql.alias();
            sql.add(
                            "exists (select 1 from search_reference i join resource "
                                    + row
                                    + " on "
                                    + row
                                    + ".key = i.key")
                    .add(" where i.parameter = " + parameter)
                    .add(" and i.target_type = ? and i.target_id = " + subject + ".id and ", type);
            criterion.addTo(sql, row);
            sql.add(")");
        }

        @Override
        public boolean byKey() {
            return false;
        }

        @Override
        public boolean personal() {
            return criterion.personal();
        }
    }
}
