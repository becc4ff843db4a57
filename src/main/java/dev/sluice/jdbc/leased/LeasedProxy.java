package dev.sluice.jdbc.leased;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Metadata and callable statements, and the result sets of both, for the duration of one lease. The driver's own
 * objects would lead to the driver's connection, which outlives the lease. These objects name the caller's connection
 * instead, and refuse calls when it is closed. A proxy costs about 100 ns for each call, so other statements and result
 * sets have classes of their own.
 */
final class LeasedProxy implements InvocationHandler {

    private final Object drivers;
    private final Class<?> type;
    private final LeasedConnection holder;

    private LeasedProxy(Object drivers, Class<?> type, LeasedConnection holder) {
        this.drivers = drivers;
        this.type = type;
        this.holder = holder;
    }

    static <T> T of(T drivers, Class<T> type, LeasedConnection holder) {
        return type.cast(Proxy.newProxyInstance(
                LeasedProxy.class.getClassLoader(), new Class<?>[] {type}, new LeasedProxy(drivers, type, holder)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> type.getSimpleName() + " of " + holder;
            case "isClosed" -> holder.isClosed() || Boolean.TRUE.equals(ask(method, arguments));
            case "close" -> holder.isClosed() ? null : ask(method, arguments);
            case "isWrapperFor" -> isLike(arguments) || Boolean.TRUE.equals(askOpen(method, arguments));
            case "unwrap" -> isLike(arguments) ? proxy : unwrapped(method, arguments);
            case "getConnection" -> open();
            default ->
                method.getExceptionTypes().length == 0
                        ? ask(method, arguments) // a constant of the driver; the method cannot refuse
                        : leased(proxy, askOpen(method, arguments));
        };
    }

    private boolean isLike(Object @Nullable [] arguments) {
        return arguments != null && arguments[0] instanceof Class<?> wanted && wanted.isAssignableFrom(type);
    }

    /** Returns the driver's own object. Changes to the session through it go unnoticed. */
    private @Nullable Object unwrapped(Method method, Object @Nullable [] arguments) throws Throwable {
        open();
        holder.exposed();
        return ask(method, arguments);
    }

    private Object open() throws SQLException {
        holder.requireLease();
        if (holder.isClosed()) {
            throw new SQLException("Connection is closed", "08003");
        }
        return holder.connection();
    }

    private @Nullable Object askOpen(Method method, Object @Nullable [] arguments) throws Throwable {
        open();
        return ask(method, arguments);
    }

    private @Nullable Object ask(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(drivers, arguments);
        } catch (InvocationTargetException e) {
            Throwable failure = e.getCause() == null ? e : e.getCause();
            holder.failed(failure);
            throw failure instanceof SQLException known ? holder.explained(known) : failure;
        }
    }

    private @Nullable Object leased(Object proxy, @Nullable Object answer) {
        if (answer instanceof ResultSet rows) {
            return proxy instanceof CallableStatement statement
                    ? new LeasedResultSet(rows, statement, holder)
                    : of(rows, ResultSet.class, holder);
        }
        return answer instanceof Statement statement ? of(statement, Statement.class, holder) : answer;
    }
}
