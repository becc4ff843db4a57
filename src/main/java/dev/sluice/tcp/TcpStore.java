package dev.sluice.tcp;

import dev.sluice.pool.store.InTurn;
import dev.sluice.pool.store.StoreReports;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The store of connections, which dial themselves. So a creation takes no time and cannot fail, and a connection that
 * is down is not replaced. Only a closed connection is replaced.
 */
final class TcpStore implements InTurn<TcpConnection>, StoreReports {

    private final TcpRuntime runtime;
    private final IoLimits limits;
    private final Hooks hooks;
    private final Set<TcpConnection> connections = ConcurrentHashMap.newKeySet();
    private final List<Exception> closeFailures = new ArrayList<>(); // Guarded by itself
    private volatile boolean ending;

    /**
     * The callbacks of the application.
     *
     * @param reset runs after each lease
     * @param close runs before a connection is closed
     * @param end runs when the last connection is gone
     */
    record Hooks(ConnectionHook reset, ConnectionHook close, Runnable end) {}

    TcpStore(TcpRuntime runtime, IoLimits limits, Hooks hooks) {
        this.runtime = runtime;
        this.limits = limits;
        this.hooks = hooks;
    }

    @Override
    public TcpConnection create() {
        TcpConnection connection = new TcpConnection(runtime, limits);
        connections.add(connection);
        connection.open();
        if (ending) {
            connection.dialNoMore(); // RACE: the thread that closes the pool may have missed this connection
        }
        return connection;
    }

    @Override
    public void name(TcpConnection connection, String name) {
        connection.name(name);
    }

    @Override
    public boolean isReady(TcpConnection connection) {
        return connection.isConnected();
    }

    @Override
    public boolean validate(TcpConnection connection, Duration limit) {
        connection.checkEnd();
        return !connection.isClosed();
    }

    @Override
    public boolean reset(TcpConnection connection, Duration limit) throws Exception {
        connection.tidy();
        hooks.reset().run(connection);
        return !connection.isClosed();
    }

    @Override
    public void close(TcpConnection connection) throws Exception {
        connections.remove(connection);
        try {
            try {
                hooks.close().run(connection);
            } finally {
                connection.end();
            }
        } catch (Exception e) {
            closeFailed(e);
            throw e;
        }
    }

    @Override
    public boolean abort(TcpConnection connection) throws Exception {
        close(connection);
        return true;
    }

    private void closeFailed(Exception failure) {
        runtime.printer().print(FailureTexts.words(failure));
        synchronized (closeFailures) {
            if (ending) {
                closeFailures.add(failure);
            }
        }
    }

    /** Returns the failure of the last attempt if no connection is up; otherwise null. */
    @Override
    public @Nullable String problem() {
        String met = null;
        for (TcpConnection connection : connections) {
            if (connection.isConnected()) {
                return null;
            }
            String failure = connection.lastFailure();
            met = failure == null ? met : failure;
        }
        return met == null ? null : met.substring(FailureTexts.CONNECT.length());
    }

    @Override
    public Map<String, Long> specifics() {
        TcpCounters counters = runtime.counters();
        return Map.of(
                "connected", (long) connected(),
                "reconnects", counters.reconnects.sum(),
                "dialFailures", counters.dialFailures.sum(),
                "ioErrors", counters.ioErrors.sum());
    }

    @Override
    public int stuckThreads() {
        return runtime.dialler().stuckThreads();
    }

    /** Checks all connections that no thread reads. */
    void checkEnd() {
        connections.forEach(TcpConnection::checkEnd);
    }

    /** Stops redialling, because the pool ends: a connection that breaks from now on stays down. */
    void dialNoMore() {
        ending = true;
        connections.forEach(TcpConnection::dialNoMore);
    }

    /** Throws the failed closes since the pool began to close, as one exception. Does nothing if there were none. */
    void throwCloseFailures() throws IOException {
        synchronized (closeFailures) {
            if (!closeFailures.isEmpty()) {
                IOException all = new IOException(String.join(
                        ", ", closeFailures.stream().map(FailureTexts::words).toList()));
                closeFailures.forEach(all::addSuppressed);
                closeFailures.clear();
                throw all;
            }
        }
    }

    int connected() {
        return (int) connections.stream().filter(TcpConnection::isConnected).count();
    }

    @Override
    public void close() {
        hooks.end().run();
    }
}
