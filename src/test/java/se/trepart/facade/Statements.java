package se.trepart.facade;

import org.jspecify.annotations.NullUnmarked;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

/** A data source that remembers the queries that went through it, with their values. */
@NullUnmarked
final class Statements {
    private final List<String> queries = new CopyOnWriteArrayList<>();

    /** The same data source, listened to. */
    DataSource listenTo(DataSource source) {
        return wrapped(
                DataSource.class,
                source,
                (method, result) ->
                        result instanceof Connection connection ? listenTo(connection) : result);
    }

    /** What was asked since the last time. */
    List<String> taken() {
        var taken = new ArrayList<>(queries);
        queries.clear();
        return taken;
    }

    private Connection listenTo(Connection connection) {
        return wrapped(
                Connection.class,
                connection,
                (method, result) ->
                        result instanceof PreparedStatement statement
                                ? listenTo(statement)
                                : result);
    }

    private PreparedStatement listenTo(PreparedStatement statement) {
        return wrapped(
                PreparedStatement.class,
                statement,
                (method, result) -> {
                    if (method.getName().startsWith("execute")) {
                        queries.add(withoutSettings(statement.toString()));
                    }
                    return result;
                });
    }

    private static String withoutSettings(String query) {
        return Arrays.stream(Planning.values())
                .map(planning -> planning.settings() + "; ")
                .filter(query::startsWith)
                .findFirst()
                .map(settings -> query.substring(settings.length()))
                .orElse(query);
    }

    private interface After {
        Object call(Method method, Object result);
    }

    private static <T> T wrapped(Class<T> type, T inner, After after) {
        return type.cast(
                Proxy.newProxyInstance(
                        Statements.class.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> {
                            try {
                                return after.call(method, method.invoke(inner, arguments));
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }
}
