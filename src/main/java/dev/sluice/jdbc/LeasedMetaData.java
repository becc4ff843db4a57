package dev.sluice.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The driver's metadata and its result sets, for the duration of one lease. The driver's own objects would lead to the
 * driver's connection, which outlives the lease. These objects name the application's connection instead, and refuse
 * calls when it is closed. Created on request, as few callers use them.
 */
final class LeasedMetaData implements InvocationHandler {

    private final Object drivers;
    private final Class<?> type;
    private final ManagedConnection owner;

    private LeasedMetaData(Object drivers, Class<?> type, ManagedConnection owner) {
        this.drivers = drivers;
        this.type = type;
        this.owner = owner;
    }

    static DatabaseMetaData of(DatabaseMetaData drivers, ManagedConnection owner) {
        return leased(drivers, DatabaseMetaData.class, owner);
    }

    private static <T> T leased(T drivers, Class<T> type, ManagedConnection owner) {
        return type.cast(Proxy.newProxyInstance(
                LeasedMetaData.class.getClassLoader(),
                new Class<?>[] {type},
                new LeasedMetaData(drivers, type, owner)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> type.getSimpleName() + " of " + owner;
            case "isClosed" -> owner.isClosed() || Boolean.TRUE.equals(ask(method, arguments));
            case "close" -> owner.isClosed() ? null : ask(method, arguments);
            case "isWrapperFor" -> isLike(arguments) || Boolean.TRUE.equals(askOpen(method, arguments));
            case "unwrap" -> isLike(arguments) ? proxy : unwrapped(method, arguments);
            case "getConnection" -> openOwner();
            default -> leased(askOpen(method, arguments));
        };
    }

    private boolean isLike(Object @Nullable [] arguments) {
        return arguments != null && arguments[0] instanceof Class<?> wanted && wanted.isAssignableFrom(type);
    }

    /** Returns the driver's own object, whose changes to the session go unnoticed. */
    private @Nullable Object unwrapped(Method method, Object @Nullable [] arguments) throws Throwable {
        openOwner().exposed();
        return ask(method, arguments);
    }

    private ManagedConnection openOwner() throws SQLException {
        if (owner.isClosed()) {
            throw new SQLException("Connection is closed", "08003");
        }
        return owner;
    }

    private @Nullable Object askOpen(Method method, Object @Nullable [] arguments) throws Throwable {
        openOwner();
        return ask(method, arguments);
    }

    private @Nullable Object ask(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(drivers, arguments);
        } catch (InvocationTargetException e) {
            Throwable failure = e.getCause() == null ? e : e.getCause();
            if (failure instanceof SQLException sql) {
                owner.failed(sql);
            }
            throw failure;
        }
    }

    private @Nullable Object leased(@Nullable Object answer) {
        if (answer instanceof ResultSet rows) {
            return leased(rows, ResultSet.class, owner);
        }
        return answer instanceof Statement statement ? leased(statement, Statement.class, owner) : answer;
    }
}
