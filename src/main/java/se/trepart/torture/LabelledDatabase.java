package se.trepart.torture;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

import javax.sql.DataSource;

/** A database whose writes and commits are moments, each before and after. */
final class LabelledDatabase extends DelegatingDataSource {
    private final Moment moment;

    LabelledDatabase(DataSource database, Moment moment) {
        super(database);
        this.moment = moment;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return proxy(Connection.class, new Transaction(super.getConnection()));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(
                        LabelledDatabase.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(Object on, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause() == null ? thrown : thrown.getCause();
        }
    }

    /** One connection; its transaction is named by the first thing that it writes. */
    private final class Transaction implements InvocationHandler {
        private final Connection connection;
        private String name = "";

        Transaction(Connection connection) {
            this.connection = connection;
        }

        @Override
        public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments)
                throws Throwable {
            switch (method.getName()) {
                case "commit" -> {
                    var label = name.isEmpty() ? "reading" : name;
                    moment.at("before-commit-of-" + label);
                    var result = call(connection, method, arguments);
                    moment.at("after-commit-of-" + label);
                    name = "";
                    return result;
                }
                case "rollback" -> {
                    name = "";
                    return call(connection, method, arguments);
                }
                case "prepareStatement" -> {
                    var statement = call(connection, method, arguments);
                    var label =
                            StatementLabel.of(
                                    String.valueOf(arguments == null ? "" : arguments[0]));
                    return statement instanceof PreparedStatement prepared && !label.isEmpty()
                            ? proxy(PreparedStatement.class, new Write(prepared, label))
                            : statement;
                }
                default -> {
                    return call(connection, method, arguments);
                }
            }
        }

        private final class Write implements InvocationHandler {
            private final PreparedStatement statement;
            private final String label;

            Write(PreparedStatement statement, String label) {
                this.statement = statement;
                this.label = label;
            }

            @Override
            public @Nullable Object invoke(
                    Object self, Method method, Object @Nullable [] arguments) throws Throwable {
                if (!method.getName().startsWith("execute")) {
                    return call(statement, method, arguments);
                }
                if (name.isEmpty()) {
                    name = label;
                }
                moment.at("before-" + label);
                var result = call(statement, method, arguments);
                moment.at("after-" + label);
                return result;
            }
        }
    }
}
