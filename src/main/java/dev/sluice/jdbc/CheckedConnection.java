package dev.sluice.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The connection that a check of the application receives. Its close has no effect, because the session stays in the
 * pool. After the check it refuses all calls. A proxy suffices, because checks are seldom.
 */
final class CheckedConnection implements InvocationHandler, AutoCloseable {

    private final Connection raw;
    private volatile boolean over;

    CheckedConnection(Connection raw) {
        this.raw = raw;
    }

    /** Returns the connection for the check. */
    Connection connection() {
        return (Connection) Proxy.newProxyInstance(
                CheckedConnection.class.getClassLoader(), new Class<?>[] {Connection.class}, this);
    }

    /** Ends the check. */
    @Override
    public void close() {
        over = true;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        return switch (method.getName()) {
            case "close", "abort" -> null;
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "connection of a check: " + raw;
            case "isClosed" -> over || raw.isClosed();
            default -> passOn(method, arguments);
        };
    }

    private @Nullable Object passOn(Method method, Object @Nullable [] arguments) throws Throwable {
        if (over) {
            throw new SQLException("Connection is closed: its check has ended", "08003");
        }
        try {
            return method.invoke(raw, arguments);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause();
            throw cause == null ? e : cause;
        }
    }
}
