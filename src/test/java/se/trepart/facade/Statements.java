package se.trepart.facade;

import org.jspecify.annotations.NullUnmarked;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import javax.sql.DataSource;

/** A data source that remembers the queries that went through it, with their values. */
@NullUnmarked
final class Statements {
    private final List<Query> queries = new CopyOnWriteArrayList<>();

    /**
     * What was asked.
     *
     * @param text with its values
     * @param shape with numbers instead of them, where it was planned for that; else empty
     */
    record Query(String text, String shape, Planning planning) {
        Query(String text) {
            this(text, "", Planning.FOR_VALUES);
        }
    }

    /** The same data source, listened to. */
    DataSource listenTo(DataSource source) {
        return wrapped(
                DataSource.class,
                source,
                (method, arguments, result) ->
                        result instanceof Connection connection ? listenTo(connection) : result);
    }

    /** What was asked since the last time. */
    List<Query> taken() {
        var taken = new ArrayList<>(queries);
        queries.clear();
        return taken;
    }

    private Connection listenTo(Connection connection) {
        return wrapped(
                Connection.class,
                connection,
                (method, arguments, result) ->
                        result instanceof PreparedStatement statement
                                ? listenTo(statement, (String) arguments[0])
                                : result);
    }

    private PreparedStatement listenTo(PreparedStatement statement, String asked) {
        return wrapped(
                PreparedStatement.class,
                statement,
                (method, arguments, result) -> {
                    if (method.getName().startsWith("execute")) {
                        queries.add(query(asked, statement.toString()));
                    }
                    return result;
                });
    }

    private static Query query(String asked, String filled) {
        var text = without(Planning.FOR_VALUES, filled);
        var shape = without(Planning.FOR_SHAPE, asked);
        return shape.equals(asked)
                ? new Query(text)
                : new Query(
                        without(Planning.FOR_SHAPE, filled), numbered(shape), Planning.FOR_SHAPE);
    }

    private static String without(Planning planning, String query) {
        var settings = planning.settings() + ";";
        return query.startsWith(settings) ? query.substring(settings.length()).strip() : query;
    }

    /** With its place holders as PostgreSQL writes them. */
    private static String numbered(String query) {
        var number = new AtomicInteger();
        return Pattern.compile("\\?")
                .matcher(query)
                .replaceAll(place -> "\\$" + number.incrementAndGet());
    }

    private interface After {
        Object call(Method method, Object[] arguments, Object result);
    }

    private static <T> T wrapped(Class<T> type, T inner, After after) {
        return type.cast(
                Proxy.newProxyInstance(
                        Statements.class.getClassLoader(),
                        new Class<?>[] {type},
                        (proxy, method, arguments) -> {
                            try {
                                return after.call(
                                        method, arguments, method.invoke(inner, arguments));
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        }));
    }
}
