package dev.sluice.jdbc;

import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolListener;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.AgroalPoolInterceptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends the listeners of an application the events that Agroal alone would send. Events of Agroal are passed on, except
 * events of work that Agroal does only for the pool. Events of the pool's own work come from the pool. Thread-safe.
 *
 * <p>Agroal calls this object before {@link AgroalLeases}, which ends leases, so a lease is still known here.
 */
@SuppressWarnings("ThreadLocalUsage") // one for each pool, because a thread may acquire from two pools
final class Listeners implements AgroalDataSourceListener, PoolListener {

    /** The instance for a data source without listeners. */
    static final Listeners NONE = new Listeners(List.of(), new SessionInventory(), () -> 0);

    private final ListenerCalls calls;
    private final EndEvents ends;
    private final SessionInventory inventory;
    private final LongSupplier timeoutNanos;
    private final ThreadLocal<Boolean> announced = new ThreadLocal<>();

    /**
     * Creates an object that sends events to these listeners.
     *
     * @param inventory has the connections of the pool
     * @param timeoutNanos the maximum wait of a caller
     */
    Listeners(List<? extends AgroalDataSourceListener> all, SessionInventory inventory, LongSupplier timeoutNanos) {
        this.calls = new ListenerCalls(all);
        this.ends = new EndEvents(calls, inventory);
        this.inventory = inventory;
        this.timeoutNanos = timeoutNanos;
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    // --- Events of the data source and of the store

    /** An acquire of a connection. */
    @FunctionalInterface
    interface Acquire {
        Connection run() throws SQLException;
    }

    /** Acquires a connection. The listeners are called before the wait, and not again by Agroal. */
    Connection announce(Acquire acquire) throws SQLException {
        if (isEmpty()) {
            return acquire.run();
        }
        calls.each(AgroalDataSourceListener::beforeConnectionAcquire);
        announced.set(true);
        try {
            return acquire.run();
        } finally {
            announced.remove();
        }
    }

    /** A validation of a connection. */
    @FunctionalInterface
    interface Validation {
        boolean run() throws SQLException;
    }

    /** Validates a connection, with its events. */
    boolean validate(Connection raw, Validation validation) throws SQLException {
        calls.each(AgroalDataSourceListener::beforeConnectionValidation, raw);
        boolean works = false;
        try {
            works = validation.run();
        } finally {
            if (works) {
                ends.works(raw);
            }
            calls.each(
                    works ? AgroalDataSourceListener::onConnectionValid : AgroalDataSourceListener::onConnectionInvalid,
                    raw);
        }
        return works;
    }

    /** Announces a flush; see {@link EndEvents#flushing}. */
    void flushing(FlushMode mode) {
        ends.flushing(mode);
    }

    /** Breaks a session; see {@link EndEvents#breakOff}. */
    boolean breakOff(PhysicalConnection connection, EndEvents.Breaking breaking) throws SQLException {
        return ends.breakOff(connection, breaking);
    }

    /**
     * Announces that a session is about to be opened. Agroal's own event is too late, because Agroal receives open
     * sessions.
     */
    void creating() {
        calls.each(AgroalDataSourceListener::beforeConnectionCreation);
    }

    /** Reports a failed creation, which Agroal has not seen. */
    void notCreated(SQLException failure) {
        onConnectionCreationFailure(failure);
    }

    /** Reports a new connection of the pool, which metrics already count. Agroal's own event is too early. */
    void pooled(Connection raw) {
        calls.each(AgroalDataSourceListener::onConnectionPooled, raw);
    }

    /** Reports that an interceptor was set. */
    void intercepted(AgroalPoolInterceptor interceptor) {
        calls.each(listener -> listener.onPoolInterceptor(interceptor));
    }

    // --- Events of the pool

    /** Returns true if there are listeners, because they receive every wait, not one wait per second. */
    @Override
    public boolean wantsLeases() {
        return !isEmpty();
    }

    @Override
    public void on(PoolEvent event) {
        if (event.type() == PoolEvent.Type.SATURATED) {
            calls.each(listener -> listener.beforePoolBlock(timeoutNanos.getAsLong()));
        }
        ends.note(event);
    }

    @Override
    public void onLeak(PoolEvent event, @Nullable Throwable stack) {
        PhysicalConnection connection = event.connection() == null ? null : inventory.named(event.connection());
        Thread holder = connection == null ? null : connection.holder();
        if (connection != null && holder != null) {
            calls.each(AgroalDataSourceListener::beforeConnectionLeak, connection.raw());
            calls.each(listener -> {
                listener.onConnectionLeak(connection.raw(), holder);
                connection.sendLeakReport(listener);
            });
        }
    }

    // --- Events of Agroal

    /** Does nothing: {@link #creating} has announced the creation before the login. */
    @Override
    public void beforeConnectionCreation() {}

    @Override
    public void onConnectionCreation(Connection raw) {
        calls.each(AgroalDataSourceListener::onConnectionCreation, raw);
    }

    @Override
    public void onConnectionCreationFailure(SQLException failure) {
        calls.each(listener -> listener.onConnectionCreationFailure(failure));
    }

    /** Does nothing: {@link #pooled} reports the connection. */
    @Override
    public void onConnectionPooled(Connection raw) {}

    @Override
    public void beforeConnectionAcquire() {
        if (announced.get() == null) { // transaction recovery does not use the managed data source
            calls.each(AgroalDataSourceListener::beforeConnectionAcquire);
        }
    }

    @Override
    public void onConnectionAcquire(Connection raw) {
        calls.each(AgroalDataSourceListener::onConnectionAcquire, raw);
    }

    @Override
    public void beforeConnectionReturn(Connection raw) {
        ends.beforeReturn(raw);
    }

    @Override
    public void onConnectionReturn(Connection raw) {
        ends.returned(raw);
    }

    @Override
    public void onConnectionFlush(Connection raw) {
        ends.flushed(raw);
    }

    @Override
    public void onConnectionReap(Connection raw) {
        calls.each(AgroalDataSourceListener::onConnectionReap, raw);
    }

    @Override
    public void beforeConnectionDestroy(Connection raw) {
        ends.beforeDestroy(raw);
    }

    @Override
    public void onConnectionDestroy(Connection raw) {
        ends.destroyed(raw);
    }

    @Override
    public void onWarning(String message) {
        calls.each(listener -> listener.onWarning(message));
    }

    @Override
    public void onWarning(Throwable failure) {
        calls.each(listener -> listener.onWarning(failure));
    }

    @Override
    public void onInfo(String message) {
        calls.each(listener -> listener.onInfo(message));
    }
}
