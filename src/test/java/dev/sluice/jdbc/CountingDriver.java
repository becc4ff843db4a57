package dev.sluice.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * PostgreSQL's driver, which counts the sessions that it has: from before a login until a close or an abort has
 * returned. The server counts a closed session until its process has ended, which a busy machine delays.
 */
public final class CountingDriver extends org.postgresql.Driver {

    private static final AtomicInteger OPEN = new AtomicInteger();
    private static final AtomicInteger MOST = new AtomicInteger();

    /** Begins to look for the most sessions. */
    static void startOver() {
        MOST.set(OPEN.get());
    }

    /** Returns the most sessions at once since {@link #startOver()}. */
    static int most() {
        return MOST.get();
    }

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
        MOST.accumulateAndGet(OPEN.incrementAndGet(), Math::max);
        boolean connected = false;
        try {
            Connection session = counted(super.connect(url, info));
            connected = true;
            return session;
        } finally {
            if (!connected) {
                OPEN.decrementAndGet();
            }
        }
    }

    private static Connection counted(Connection session) {
        AtomicBoolean open = new AtomicBoolean(true);
        return (Connection) Proxy.newProxyInstance(
                CountingDriver.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> {
                        boolean ends = method.getName().equals("close")
                                || method.getName().equals("abort");
                        try {
                            yield method.invoke(session, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        } finally {
                            if (ends && open.compareAndSet(true, false)) {
                                OPEN.decrementAndGet();
                            }
                        }
                    }
                });
    }
}
