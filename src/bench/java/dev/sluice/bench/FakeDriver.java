package dev.sluice.bench;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

/**
 * A driver of sessions that cost nothing once they are there. The duration of a connect is set for the whole JVM, which
 * is that of one scenario and one pool. Counts what is created and what is open.
 */
final class FakeDriver implements Driver {

    /** The only URL that it accepts. */
    static final String URL = "jdbc:free:of-cost";

    private static final AtomicBoolean REGISTERED = new AtomicBoolean();
    private static final AtomicInteger CREATED = new AtomicInteger();
    private static final AtomicInteger OPEN = new AtomicInteger();
    private static volatile Duration connectTime = Duration.ZERO;

    /** Makes it known to {@link DriverManager}. */
    static void register() {
        if (REGISTERED.compareAndSet(false, true)) {
            try {
                DriverManager.registerDriver(new FakeDriver());
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Lets each connect take so long from now on. */
    static void connectTime(Duration time) {
        connectTime = time;
    }

    /** Returns the number of connects that began since the last {@link #forgetCreated}. */
    static int created() {
        return CREATED.get();
    }

    /** Returns the number of open sessions. */
    static int open() {
        return OPEN.get();
    }

    /** Counts from zero again. */
    static void forgetCreated() {
        CREATED.set(0);
    }

    static void closed() {
        OPEN.decrementAndGet();
    }

    @Override
    public Connection connect(String url, Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        CREATED.incrementAndGet();
        if (!connectTime.isZero()) {
            try {
                TimeUnit.NANOSECONDS.sleep(connectTime.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("interrupted while connecting", "08001", e);
            }
        }
        OPEN.incrementAndGet();
        return new FakeConnection();
    }

    @Override
    public boolean acceptsURL(String url) {
        return URL.equals(url);
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
        throw new SQLFeatureNotSupportedException("not in this benchmark");
    }
}
