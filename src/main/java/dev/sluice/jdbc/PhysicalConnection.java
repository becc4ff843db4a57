package dev.sluice.jdbc;

import dev.sluice.pool.Lease;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.cache.Acquirable;
import io.agroal.api.transaction.TransactionAware;
import io.agroal.pool.ConnectionHandler;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A session with the database: its Agroal handler and the driver's connection.
 *
 * <p>INVARIANT: while no application holds it, the handler is checked out of Agroal by the pool. A scan, flush or
 * validation inside Agroal cannot take it; the pool's slot alone decides.
 */
final class PhysicalConnection {

    private static final VarHandle USER = userHandle();

    /** Distance of the mark of a use from the ends of its array, in numbers of four bytes: two cache lines. */
    private static final int PADDING = 32;

    /** The user of a connection that no lease can use any more. */
    private static final Object NEVER = new Object();

    private final ConnectionHandler handler;
    private final SessionSource source;
    private final OpenedSession session;
    private final Connection raw;
    private final DatabaseKind kind;
    private final SessionAttributes attributes;
    private final SessionEnd end;
    private final SessionTags tags;

    /**
     * Held by the thread that releases the connection, so that only one thread does. Each connection has its own lock.
     */
    private final ReentrantLock returning = new ReentrantLock();

    /** The {@link Lease} under which an application uses Agroal's wrapper, null, or {@link #NEVER}. */
    private volatile @Nullable Object user;

    /**
     * Has 1 in the middle while an application uses the session without Agroal; see {@link #useDirectly}. Each lease
     * changes it twice. The padding keeps the fields of other connections away from its cache line.
     */
    private final AtomicIntegerArray usedDirectly = new AtomicIntegerArray(2 * PADDING);

    private volatile @Nullable Enlistment enlisted;
    private volatile @Nullable String name;
    private volatile boolean removed;
    private volatile boolean aborted;
    private volatile boolean hasFailed;
    private volatile @Nullable String endReason;

    /** Creates a connection of a handler that is checked out of the source, for a session that was opened there. */
    PhysicalConnection(
            ConnectionHandler handler,
            SessionSource source,
            OpenedSession session,
            DatabaseKind kind,
            SessionTags tags) {
        this.handler = handler;
        this.source = source;
        this.session = session;
        this.raw = handler.rawConnection();
        this.kind = kind;
        this.attributes = new SessionAttributes(raw, kind);
        this.end = new SessionEnd(raw, kind);
        this.tags = tags;
    }

    Acquirable handler() {
        return handler;
    }

    /** Returns the source that opened the session. */
    SessionSource source() {
        return source;
    }

    /** Returns the session as the driver returned it. Ending it ends the session, independently of Agroal. */
    OpenedSession session() {
        return session;
    }

    TransactionAware control() {
        return handler;
    }

    Connection raw() {
        return raw;
    }

    DatabaseKind kind() {
        return kind;
    }

    /** Returns the end of the session, as the driver and the server report it. */
    SessionEnd end() {
        return end;
    }

    /**
     * Returns whether the driver's close has returned or thrown, after Agroal received the connection to destroy it.
     */
    boolean isDestroyed() {
        return HandlerState.isDestroyed(handler);
    }

    /** Returns the name in the pool, or null before the connection has a name. */
    @Nullable
    String name() {
        return name;
    }

    void name(String newName) {
        name = newName;
    }

    /** Returns the thread that holds the connection, or null. */
    @Nullable
    Thread holder() {
        Lease<PhysicalConnection> current = lease();
        return current == null ? null : current.thread();
    }

    /** Makes Agroal record the operations of the current lease. */
    void beginLeakReport() {
        LeakReport.begin(handler);
    }

    /** Sends a listener the recorded operations, if any. */
    void sendLeakReport(AgroalDataSourceListener listener) {
        LeakReport.send(handler, listener);
    }

    /** Returns the attributes that users may change and a new session has. */
    SessionAttributes attributes() {
        return attributes;
    }

    /**
     * Begins the use of the connection by an application under this lease.
     *
     * @throws SQLException if the lease was broken before
     */
    void use(Lease<PhysicalConnection> lease) throws SQLException {
        if (!USER.compareAndSet(this, null, lease)) {
            throw ended();
        }
        begin(lease);
    }

    /**
     * Begins the use of the session by an application without Agroal, under this lease. RACE: another thread may be
     * breaking the lease. It records the reason, cuts the session off, and then reads the mark of this method: the mark
     * was visible before any statement could reach the server.
     *
     * @throws SQLException if the lease was broken before
     */
    void useDirectly(Lease<PhysicalConnection> lease) throws SQLException {
        usedDirectly.setRelease(PADDING, 1);
        if (endReason != null || aborted) {
            throw ended();
        }
        begin(lease);
    }

    private void begin(Lease<PhysicalConnection> lease) {
        if (enlisted != null) {
            enlisted = null;
        }
        tags.name(raw, kind, attributes, lease.request());
    }

    private SQLException ended() {
        String why = endReason;
        return new SQLException("Connection is closed: its lease was ended" + (why == null ? "" : ": " + why), "08003");
    }

    /** Returns whether an application uses the session without Agroal. True for a moment longer, if in doubt. */
    boolean isUsedDirectly() {
        return usedDirectly.get(PADDING) != 0;
    }

    /** Ends the use without Agroal. Called before the lease ends. */
    void unusedDirectly() {
        usedDirectly.setRelease(PADDING, 0);
    }

    /** Returns a connection of Agroal whose close closes its statements, but does not release the session. */
    Connection wrap() {
        return handler.getConnection();
    }

    /** Returns whether a failure was ever reported by {@link #failed}. */
    boolean hasFailed() {
        return hasFailed;
    }

    /** Returns whether a fatal failure has marked the session, which must end with its lease. */
    boolean isMarked() {
        return !handler.isAcquirable();
    }

    /** Restores what Agroal's wrappers have recorded as changed, and clears the warnings. */
    void restoreByAgroal() throws SQLException {
        handler.resetConnection();
    }

    /** Returns the lease that Agroal has received; null if the connection is unused, or used without Agroal. */
    @Nullable
    @SuppressWarnings("unchecked") // all leases stored here are of this type
    Lease<PhysicalConnection> lease() {
        return user instanceof Lease<?> lease ? (Lease<PhysicalConnection>) lease : null;
    }

    /** Ends the use by the application. Called by the thread that then releases the connection. */
    void unused() {
        USER.setRelease(this, null);
    }

    /** Runs an action that may end the lease, alone, and only if the lease has not ended yet. */
    void during(Lease<PhysicalConnection> expected, ReleaseAction action) throws SQLException {
        alone(() -> {
            if (user == expected) {
                orAbandon(action);
            }
        });
    }

    /**
     * Runs an action that releases the connection. If the driver throws an unchecked exception, Agroal stops in the
     * middle of its work and calls no listener. Then this method ends the lease and the session. Called within {@link
     * #alone}.
     */
    void orAbandon(ReleaseAction action) throws SQLException {
        Lease<PhysicalConnection> current = lease();
        try {
            action.run();
        } catch (RuntimeException | Error e) {
            if (current != null && user == current && !isInTransaction()) {
                unused();
                current.invalidate();
                current.close();
            }
            throw e;
        }
    }

    private boolean isInTransaction() {
        Enlistment current = enlisted;
        return current != null && current.isStarted() && !current.isDetached();
    }

    /** Runs an action that may end a lease, while no other thread runs such an action. */
    void alone(ReleaseAction action) throws SQLException {
        returning.lock();
        try {
            action.run();
        } finally {
            returning.unlock();
        }
    }

    /** An action that may release a connection. */
    @FunctionalInterface
    interface ReleaseAction {
        void run() throws SQLException;
    }

    /** Returns the part in the transaction in which the session is, or was last, enlisted. */
    @Nullable
    Enlistment enlisted() {
        return enlisted;
    }

    void enlisted(@Nullable Enlistment newEnlisted) {
        enlisted = newEnlisted;
    }

    /**
     * Reports an exception of the driver that Agroal has not seen. After a fatal exception, the session ends with this
     * lease. For an unchecked exception, its causes decide.
     */
    void failed(Throwable failure) {
        hasFailed = true;
        if (failure instanceof SQLException sql) {
            handler.setFlushOnly(sql);
        } else {
            ExceptionChain.sqlOf(failure).forEach(handler::setFlushOnly);
        }
    }

    /**
     * Breaks the session if its user has left a command that blocks every other call, such as a COPY. Only a user of
     * the driver's own connection can begin such a command. Cuts the connection to the server, too, if the session is
     * being broken: Agroal restores autocommit at each return, which would commit the work of the broken lease.
     *
     * @return whether the session is broken now
     */
    boolean breakIfBlocked() {
        if (aborted || (attributes.isExposed() && kind.isBlocked(raw))) {
            if (!aborted) {
                abort();
            }
            cut();
        }
        return aborted;
    }

    /**
     * Cuts the session off, so that no later call commits its open work. Closes the session of a driver that does not
     * support an abort, or ignores it, as H2 does.
     */
    void cut() {
        try {
            raw.abort(Runnable::run);
        } catch (SQLException | RuntimeException | AbstractMethodError e) {
            // the state decides
        }
        try {
            if (!raw.isClosed()) {
                session.end();
            }
        } catch (SQLException | RuntimeException e) {
            // the socket is closed nevertheless
        }
    }

    /** Records the reason why the pool ends the lease by force. */
    void leaseEnds(String reason) {
        endReason = reason;
    }

    /** Returns the reason why the pool has ended the lease by force, or null if it has not. */
    @Nullable
    String endReason() {
        return endReason;
    }

    /** Checks the handler out of Agroal again. Returns false if Agroal is destroying it. */
    boolean repossess() {
        return handler.acquire();
    }

    /** Returns whether Agroal has removed the connection from its list and will destroy it. */
    boolean isRemoved() {
        return removed;
    }

    void remove() {
        removed = true;
    }

    /** Returns whether the session was broken while an application held it. The application must still close it. */
    boolean isAborted() {
        return aborted;
    }

    void abort() {
        end.noteSession();
        aborted = true;
    }

    /**
     * Aborts like {@link #abort}, on behalf of the pool. Returns whether an application must still close a wrapper of
     * Agroal, which then destroys the session. If not, no application can receive a wrapper any more.
     */
    boolean abortInUse() {
        abort();
        return !USER.compareAndSet(this, null, NEVER);
    }

    private static VarHandle userHandle() {
        try {
            return MethodHandles.lookup().findVarHandle(PhysicalConnection.class, "user", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
