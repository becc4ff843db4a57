package dev.sluice.jdbc;

import dev.sluice.jdbc.leased.Leased;
import dev.sluice.jdbc.leased.LeftOpen;
import dev.sluice.jdbc.leased.OpenStatement;
import dev.sluice.pool.Lease;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A connection whose lease Agroal need not receive. The frequent calls go to the driver, and {@link DirectReturn} ends
 * the lease. A connection that is closed unused costs only its lease. Rare calls go to a wrapper of Agroal that does
 * not release the session.
 *
 * <p>The thread that sets {@link #closed} ends the lease; every later close has no effect. The first use and a new
 * statement cost the thread of the lease no change of a shared word. Other threads have rules of their own:
 *
 * <ul>
 *   <li>RACE: one of them begins the first use while the thread of the lease closes. It marks the use before a full
 *       fence, and reads {@link #closed} after it. So one of the two threads sees the change of the other.
 *   <li>RACE: one of them closes while the thread of the lease begins the first use. It ends the lease like that of a
 *       used connection in any case.
 *   <li>Their statements are in a list under a lock.
 *   <li>RACE: one of them closes while the thread of the lease makes a statement. Each may miss the change of the other,
 *       and the driver then closes the statement with its session. So each statement asks whether its connection is
 *       closed.
 * </ul>
 */
final class DirectConnection extends ManagedConnection {

    private static final VarHandle CLOSED = handle("closed", boolean.class);
    private static final VarHandle WRAPPER = handle("wrapper", Connection.class);

    private final DirectReturn returns;
    private volatile boolean closed;
    private boolean used;
    private @Nullable OpenStatement statements; // those of the thread of the lease
    private volatile @Nullable Others others; // its content is guarded by this
    private volatile @Nullable Connection wrapper;

    /** The statements of threads other than that of the lease; the count of rows that closed statements had left. */
    private static final class Others {
        @Nullable
        OpenStatement statements;

        int resultSets;
    }

    /** The exception for a call after the close. It tells nothing about the session. */
    private static final class Closed extends SQLException {
        private static final long serialVersionUID = 1L;

        Closed() {
            super("Connection is closed", "08003");
        }
    }

    /** Creates an unused connection. */
    DirectConnection(Lease<PhysicalConnection> lease, DirectReturn returns) {
        super(lease.resource(), lease);
        this.returns = returns;
    }

    /** Returns the driver's connection, if this connection is open. The first call begins the use. */
    private Connection raw() throws SQLException {
        if (closed) {
            throw new Closed();
        }
        if (!used) {
            use();
        }
        return connection.raw();
    }

    private void use() throws SQLException {
        used = true;
        if (!isHolder()) {
            VarHandle.fullFence(); // RACE: see above
            if (closed) {
                throw new Closed();
            }
        }
        connection.useDirectly(lease);
    }

    private boolean isHolder() {
        return Thread.currentThread() == lease.thread();
    }

    /** Returns Agroal's wrapper, whose close does not release the session. */
    @Override
    Connection inner() throws SQLException {
        raw();
        Connection current = wrapper;
        return current == null ? wrap() : current;
    }

    private Connection wrap() throws SQLException {
        Connection made = connection.wrap();
        if (!WRAPPER.compareAndSet(this, null, made)) {
            return inner();
        }
        if (closed) { // RACE: the closing thread may have missed the wrapper
            made.close();
        }
        return made;
    }

    @Override
    Connection maker() throws SQLException {
        return raw();
    }

    @Override
    public boolean getAutoCommit() throws SQLException {
        return Leased.call(this, () -> raw().getAutoCommit());
    }

    /** Sets autocommit without Agroal, which would switch it on again after a failed rollback, and so commit. */
    @Override
    public void setAutoCommit(boolean autoCommit) throws SQLException {
        Leased.run(this, () -> {
            if (raw().getAutoCommit() != autoCommit) {
                raw().setAutoCommit(autoCommit);
            }
        });
    }

    @Override
    public void commit() throws SQLException {
        Leased.run(this, () -> raw().commit());
    }

    @Override
    public void rollback() throws SQLException {
        Leased.run(this, () -> raw().rollback());
    }

    @Override
    public void opened(OpenStatement statement) {
        if (!returns.tracksStatements()) {
            return;
        }
        if (isHolder()) {
            statement.track(statements);
            statements = statement;
        } else {
            openedByOther(statement);
        }
        if (closed) { // RACE: the closing thread may have missed the statement
            OpenStatement.endAll(statement);
        }
    }

    private synchronized void openedByOther(OpenStatement statement) {
        Others list = others();
        statement.track(list.statements);
        list.statements = statement;
    }

    private synchronized Others others() {
        Others list = others;
        if (list == null) {
            list = new Others();
            others = list;
        }
        return list;
    }

    @Override
    public void leaked(int resultSets) {
        if (resultSets > 0) {
            synchronized (this) {
                others().resultSets += resultSets;
            }
        }
    }

    @Override
    public void close() throws SQLException {
        if (!closed && CLOSED.compareAndSet(this, false, true)) {
            if (used || !isHolder()) {
                endUse();
            } else {
                lease.close();
            }
        }
    }

    /** Ends the lease. If it was broken, it has ended, and the breaking thread ends its session. */
    private void endUse() throws SQLException {
        if (!lease.isOpen()) {
            return;
        }
        Connection agroal = wrapper;
        try {
            endStatements();
            if (agroal != null) {
                agroal.close();
            }
        } finally {
            returns.end(connection, lease, agroal != null);
        }
    }

    private void endStatements() {
        LeftOpen left = OpenStatement.endAll(statements);
        Others list = others;
        if (list != null) {
            OpenStatement last;
            synchronized (this) {
                last = list.statements;
            }
            left = left.plus(OpenStatement.endAll(last)); // outside of the lock: calls of the driver
            synchronized (this) {
                left = left.plus(new LeftOpen(0, list.resultSets));
            }
        }
        returns.reportLeft(left);
    }

    /** Cancels the running statement on the server, breaks the session and ends the lease. */
    @Override
    public void abort(Executor executor) throws SQLException {
        if (!closed) {
            requireExecutor(executor);
            raw();
        }
        if (CLOSED.compareAndSet(this, false, true)) {
            connection.abort();
            connection.end().cancel();
            try {
                connection.raw().abort(executor);
            } finally {
                endUse();
            }
        }
    }

    @Override
    public boolean isClosed() throws SQLException {
        return closed || isEnded() || (used && connection.raw().isClosed());
    }

    @Override
    public boolean isValid(int timeout) throws SQLException {
        if (!closed && !used) {
            try {
                raw();
            } catch (SQLException e) {
                return false; // its lease was broken before it was used
            }
        }
        return super.isValid(timeout);
    }

    /** Marks the session if the failure is fatal. */
    @Override
    public SQLException explained(SQLException failure) {
        failed(failure);
        return super.explained(failure);
    }

    @Override
    public void failed(Throwable failure) {
        if (!(failure instanceof Closed) && lease.isOpen()) {
            connection.failed(failure);
        }
    }

    @Override
    public boolean hasClosed() {
        return closed;
    }

    private static VarHandle handle(String field, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(DirectConnection.class, field, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
