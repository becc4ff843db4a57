package dev.sluice.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

/** A database of sessions that do nothing, but connect, answer and end as a test likes. */
public final class FakeDatabase {

    private static final String PREFIX = "jdbc:fake:";
    private static final Map<String, FakeDatabase> DATABASES = new ConcurrentHashMap<>();
    private static final AtomicInteger LAST = new AtomicInteger();

    /** Before each connect; what it throws is the driver's refusal. */
    public volatile Step onConnect = () -> {};

    /** In each isValid; what it throws is thrown by it. */
    public volatile Step onIsValid = () -> {};

    /** In each createStatement of a session that lives. */
    public volatile Step onStatement = () -> {};

    /** In each rollback, and each change of autocommit. */
    public volatile Step onReset = () -> {};

    /** In each close of a session. */
    public volatile Step onClose = () -> {};

    /** In each commit and each call of a statement; without one, there are no statements. */
    public volatile Step onCall;

    private final String url = PREFIX + LAST.incrementAndGet();
    private final AtomicInteger alive = new AtomicInteger();
    private final AtomicInteger mostAlive = new AtomicInteger();
    private final List<Session> sessions = new CopyOnWriteArrayList<>();

    /** Something that may block or fail. */
    @FunctionalInterface
    public interface Step {
        void run() throws Exception;
    }

    /** A new one, with a URL of its own. */
    public FakeDatabase() {
        DATABASES.put(url, this);
    }

    /** Returns the URL, which only {@link FakeDriver} understands. */
    public String url() {
        return url;
    }

    /** Sessions that are open, or being opened. */
    public int alive() {
        return alive.get();
    }

    /** The most that were open at once. */
    public int mostAlive() {
        return mostAlive.get();
    }

    /** All sessions there ever were. */
    public List<Session> sessions() {
        return List.copyOf(sessions);
    }

    /** The driver that pools are given. Public with a public constructor, as drivers are. */
    public static final class FakeDriver implements Driver {

        @Override
        public Connection connect(String url, Properties info) throws SQLException {
            FakeDatabase database = DATABASES.get(url);
            return database == null ? null : database.connect();
        }

        @Override
        public boolean acceptsURL(String url) {
            return url.startsWith(PREFIX);
        }

        @Override
        public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
            return new DriverPropertyInfo[0];
        }

        @Override
        public int getMajorVersion() {
            return 1;
        }

        @Override
        public int getMinorVersion() {
            return 0;
        }

        @Override
        public boolean jdbcCompliant() {
            return false;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }
    }

    private Connection connect() throws SQLException {
        mostAlive.accumulateAndGet(alive.incrementAndGet(), Math::max);
        try {
            run(onConnect);
        } catch (Throwable t) {
            alive.decrementAndGet();
            throw t;
        }
        Session session = new Session();
        sessions.add(session);
        return session.connection;
    }

    private static void run(Step step) throws SQLException {
        try {
            step.run();
        } catch (SQLException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new SQLException(e);
        }
    }

    /** The far end of one connection. */
    public final class Session implements InvocationHandler {

        private final Connection connection = (Connection)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Connection.class}, this);

        private final AtomicInteger closes = new AtomicInteger();
        private final AtomicInteger aborts = new AtomicInteger();
        private volatile boolean autoCommit = true;
        private volatile boolean dead;
        private volatile Object catalog;
        private final Properties clientInfo = new Properties();

        /** Returns the number of closes that the driver was asked for. */
        public int closes() {
            return closes.get();
        }

        /** Returns the number of aborts that the driver was asked for. */
        public int aborts() {
            return aborts.get();
        }

        /** Returns whether autocommit is on: a change to that commits open work. */
        public boolean autoCommit() {
            return autoCommit;
        }

        /** Ends it on the far side: every statement fails from now on. */
        public void kill() {
            dead = true;
        }

        /** Returns whether this is the session behind the connection of an application. */
        public boolean isBehind(Connection wrapper) throws SQLException {
            return wrapper.unwrap(Connection.class) == connection;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            return switch (method.getName()) {
                case "close" -> close();
                case "abort" -> abort();
                case "isClosed" -> isEnded();
                case "isValid" -> isValid();
                case "createStatement" -> refuseIfDead(Statement.class);
                case "prepareStatement" -> refuseIfDead(PreparedStatement.class);
                case "commit" -> {
                    call();
                    yield null;
                }
                case "getAutoCommit" -> autoCommit;
                case "rollback" -> {
                    FakeDatabase.run(onReset);
                    yield null;
                }
                case "setAutoCommit" -> {
                    if (isEnded()) {
                        throw new SQLNonTransientConnectionException("closed", "08003");
                    }
                    FakeDatabase.run(onReset);
                    autoCommit = (Boolean) arguments[0];
                    yield null;
                }
                case "getMetaData" -> metaData();
                case "getCatalog" -> catalog;
                case "setCatalog" -> {
                    catalog = arguments[0] == null ? catalog : arguments[0]; // there is no way back, as with MariaDB
                    yield null;
                }
                case "getClientInfo" -> clientInfo();
                case "setClientInfo" -> {
                    inform(arguments);
                    yield null;
                }
                case "unwrap" -> proxy;
                case "isWrapperFor" -> true;
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                case "toString" -> "session of " + url;
                default -> nothing(method.getReturnType());
            };
        }

        private static DatabaseMetaData metaData() {
            return (DatabaseMetaData) Proxy.newProxyInstance(
                    FakeDatabase.class.getClassLoader(),
                    new Class<?>[] {DatabaseMetaData.class},
                    (proxy, method, arguments) ->
                            method.getName().equals("getDriverName") ? "Fake Driver" : nothing(method.getReturnType()));
        }

        private synchronized Properties clientInfo() {
            return (Properties) clientInfo.clone();
        }

        /** Nothing is ever taken out, as with MariaDB. */
        private synchronized void inform(Object[] arguments) {
            if (arguments[0] instanceof Properties some) {
                clientInfo.putAll(some);
            } else {
                clientInfo.put(arguments[0], arguments[1]);
            }
        }

        private boolean isEnded() {
            return closes.get() > 0 || aborts.get() > 0;
        }

        private Object close() throws SQLException {
            try {
                run(onClose);
            } finally {
                if (closes.incrementAndGet() == 1 && aborts.get() == 0) {
                    alive.decrementAndGet();
                }
            }
            return null;
        }

        private Object abort() {
            if (aborts.incrementAndGet() == 1 && closes.get() == 0) {
                alive.decrementAndGet();
            }
            return null;
        }

        private Object isValid() throws SQLException {
            run(onIsValid);
            return !dead && !isEnded();
        }

        private Object refuseIfDead(Class<?> type) throws SQLException {
            if (dead || isEnded()) {
                throw new SQLNonTransientConnectionException("terminating connection", "08006");
            }
            run(onStatement);
            return onCall == null ? null : statement(type);
        }

        private Object statement(Class<?> type) {
            return Proxy.newProxyInstance(
                    FakeDatabase.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                        if (method.getName().startsWith("execute")) {
                            call();
                        }
                        return nothing(method.getReturnType());
                    });
        }

        private void call() throws SQLException {
            Step step = onCall;
            if (step != null) {
                run(step);
            }
        }

        private static Object nothing(Class<?> type) {
            if (type == boolean.class) {
                return false;
            }
            return type == int.class ? (Object) 0 : type == long.class ? (Object) 0L : null;
        }
    }
}
