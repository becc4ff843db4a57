package dev.sluice.faults;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The driver of PostgreSQL, whose sessions close and answer checks as their {@link Mood} says. */
public final class MoodyDriver implements Driver {

    private final Driver driver = new org.postgresql.Driver();

    @Override
    public @Nullable Connection connect(String url, Properties properties) throws SQLException {
        Mood mood = Mood.named(properties.getProperty(Mood.PROPERTY));
        Connection session = driver.connect(url, properties);
        return (Connection) Proxy.newProxyInstance(
                MoodyDriver.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "close" -> close(session, mood);
                    case "isValid" -> {
                        mood.awaitCheck();
                        yield call(session, method, arguments);
                    }
                    default -> call(session, method, arguments);
                });
    }

    private static @Nullable Object close(Connection session, Mood mood) throws Throwable {
        boolean first = !session.isClosed();
        session.close();
        Throwable failure = mood.atClose();
        if (first && failure != null) {
            throw failure;
        }
        return null;
    }

    private static @Nullable Object call(Connection session, Method method, @Nullable Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(session, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        return driver.acceptsURL(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) throws SQLException {
        return driver.getPropertyInfo(url, properties);
    }

    @Override
    public int getMajorVersion() {
        return driver.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return driver.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return driver.jdbcCompliant();
    }

    @Override
    public @Nullable Logger getParentLogger() {
        return null;
    }
}
