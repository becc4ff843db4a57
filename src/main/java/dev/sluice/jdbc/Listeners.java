package dev.sluice.jdbc;

import dev.sluice.pool.Lease;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolListener;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.AgroalPoolInterceptor;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells the listeners of an application what they would hear from Agroal alone: what Agroal does is passed on, but for
 * what it does for the pool only; what the pool does in Agroal's place comes from the pool's events. A listener that
 * throws breaks nothing. Thread-safe.
 *
 * <p>Among Agroal's listeners it stands before the store, which ends leases: here they can still be seen.
 */
@SuppressWarnings("ThreadLocalUsage") // one for each pool: a thread may acquire from two
final class Listeners implements AgroalDataSourceListener, PoolListener {

    /** Nobody listens. */
    static final Listeners NONE = new Listeners(List.of(), new SessionInventory(), () -> 0);

    private final List<AgroalDataSourceListener> all;
    private final SessionInventory inventory;
    private final LongSupplier timeoutNanos;
    private final ThreadLocal<Boolean> announced = new ThreadLocal<>();

    /** Why a connection that nobody uses will go, by its name; those that are not here are flushed. */
    private final Map<String, PoolEvent.Type> leaving = new ConcurrentHashMap<>();

    private final SentEndEvents marks = new SentEndEvents();

    /** True when the pool is closing; connections that end then were not flushed. */
    private volatile boolean closing;

    /**
     * @param inventory where the connections are
     * @param timeoutNanos how long a caller waits
     */
    Listeners(List<? extends AgroalDataSourceListener> all, SessionInventory inventory, LongSupplier timeoutNanos) {
        this.all = List.copyOf(all);
        this.inventory = inventory;
        this.timeoutNanos = timeoutNanos;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    private void each(Consumer<AgroalDataSourceListener> call) {
        for (AgroalDataSourceListener listener : all) {
            try {
                call.accept(listener);
            } catch (Throwable ignored) {
                // a listener never breaks the pool
            }
        }
    }

    private void each(BiConsumer<AgroalDataSourceListener, Connection> call, Connection raw) {
        each(listener -> call.accept(listener, raw));
    }

    // --- What the data source and the store tell

    /** A way to acquire a connection. */
    @FunctionalInterface
    interface Acquire {
        Connection run() throws SQLException;
    }

    /** Acquires one. The listeners hear of it before the wait, and not once more when Agroal is asked. */
    Connection announce(Acquire acquire) throws SQLException {
        if (isEmpty()) {
            return acquire.run();
        }
        each(AgroalDataSourceListener::beforeConnectionAcquire);
        announced.set(true);
        try {
            return acquire.run();
        } finally {
            announced.remove();
        }
    }

    /** A question whether a connection works. */
    @FunctionalInterface
    interface Validation {
        boolean run() throws SQLException;
    }

    /** Validates a connection. */
    boolean validate(Connection raw, Validation validation) throws SQLException {
        each(AgroalDataSourceListener::beforeConnectionValidation, raw);
        boolean works = false;
        try {
            works = validation.run();
        } finally {
            if (works) {
                marks.withdraw(raw, FlushMode.INVALID);
            }
            each(
                    works ? AgroalDataSourceListener::onConnectionValid : AgroalDataSourceListener::onConnectionInvalid,
                    raw);
        }
        return works;
    }

    /** Announces a flush: Agroal does so for every connection of the pool, whatever the flush does with it. */
    void flushing(FlushMode mode) {
        if (!isEmpty()) {
            for (PhysicalConnection connection : inventory.all()) {
                marks.announce(connection.raw(), mode);
                each(AgroalDataSourceListener::beforeConnectionFlush, connection.raw());
            }
        }
    }

    /** Breaks a session. Agroal hears of it only when the application closes its connection. */
    boolean breakOff(PhysicalConnection connection, Breaking breaking) throws SQLException {
        Connection raw = connection.raw();
        if (isEmpty() || connection.lease() == null || !marks.begin(raw, SentEndEvents.Source.POOL)) {
            return breaking.run();
        }
        marks.told(raw);
        if (marks.announced(raw) == null) {
            each(AgroalDataSourceListener::beforeConnectionFlush, raw);
        }
        each(AgroalDataSourceListener::onConnectionFlush, raw);
        each(AgroalDataSourceListener::beforeConnectionDestroy, raw);
        try {
            return breaking.run();
        } finally {
            each(AgroalDataSourceListener::onConnectionDestroy, raw);
        }
    }

    /** The end of a session by force; returns whether the server has ended the session. */
    @FunctionalInterface
    interface Breaking {
        boolean run() throws SQLException;
    }

    /** Announces that a session is about to be opened. Agroal, which is asked only for open sessions, is too late. */
    void creating() {
        each(AgroalDataSourceListener::beforeConnectionCreation);
    }

    /** Reports a session that could not be opened. Agroal has not seen the failure. */
    void notCreated(SQLException failure) {
        onConnectionCreationFailure(failure);
    }

    /** An interceptor was set. */
    void intercepted(AgroalPoolInterceptor interceptor) {
        each(listener -> listener.onPoolInterceptor(interceptor));
    }

    // --- What the pool tells

    /** Returns true if there are listeners, because they receive every wait, not one in a second. */
    @Override
    public boolean wantsLeases() {
        return !isEmpty();
    }

    @Override
    public void on(PoolEvent event) {
        switch (event.type()) {
            case SATURATED -> each(listener -> listener.beforePoolBlock(timeoutNanos.getAsLong()));
            case IDLE_TIMEOUT, INVALID -> {
                if (event.connection() != null) {
                    leaving.put(event.connection(), event.type());
                }
            }
            case CLOSING -> closing = true;
            case CLOSED -> {
                if (event.connection() != null) {
                    leaving.remove(event.connection());
                }
            }
            default -> {}
        }
    }

    @Override
    public void onLeak(PoolEvent event, @Nullable Throwable stack) {
        PhysicalConnection connection = event.connection() == null ? null : inventory.named(event.connection());
        Thread holder = connection == null ? null : connection.holder();
        if (connection != null && holder != null) {
            each(AgroalDataSourceListener::beforeConnectionLeak, connection.raw());
            each(listener -> {
                listener.onConnectionLeak(connection.raw(), holder);
                connection.sendLeakReport(listener);
            });
        }
    }

    // --- What Agroal tells

    /** Told before the login, see {@link #creating}. */
    @Override
    public void beforeConnectionCreation() {}

    @Override
    public void onConnectionCreation(Connection raw) {
        each(AgroalDataSourceListener::onConnectionCreation, raw);
    }

    @Override
    public void onConnectionCreationFailure(SQLException failure) {
        each(listener -> listener.onConnectionCreationFailure(failure));
    }

    @Override
    public void onConnectionPooled(Connection raw) {
        each(AgroalDataSourceListener::onConnectionPooled, raw);
    }

    @Override
    public void beforeConnectionAcquire() {
        if (announced.get() == null) { // somebody who does not come through our data source: transaction recovery
            each(AgroalDataSourceListener::beforeConnectionAcquire);
        }
    }

    @Override
    public void onConnectionAcquire(Connection raw) {
        each(AgroalDataSourceListener::onConnectionAcquire, raw);
    }

    /** Agroal is given back a connection to end it, too: for an application, that is no return. */
    @Override
    public void beforeConnectionReturn(Connection raw) {
        if (isInUse(raw)) {
            each(AgroalDataSourceListener::beforeConnectionReturn, raw);
            return;
        }
        PoolEvent.Type why = why(raw);
        FlushMode announced = marks.announced(raw);
        if (why == PoolEvent.Type.INVALID && announced == FlushMode.INVALID) {
            why = null; // a flush, which was announced
        } else if (why == null && announced == null) {
            each(AgroalDataSourceListener::beforeConnectionFlush, raw);
        } else if (why == PoolEvent.Type.IDLE_TIMEOUT) {
            each(AgroalDataSourceListener::beforeConnectionReap, raw);
        }
        // RACE: Agroal destroys it on another thread, and may tell of that before the flush
        marks.told(raw);
        if (why == null || why == PoolEvent.Type.RETURNED) {
            each(AgroalDataSourceListener::onConnectionFlush, raw);
        } else if (why == PoolEvent.Type.IDLE_TIMEOUT) {
            each(AgroalDataSourceListener::onConnectionReap, raw);
        }
    }

    @Override
    public void onConnectionReturn(Connection raw) {
        PhysicalConnection connection = inventory.of(raw);
        Lease<PhysicalConnection> lease = connection == null ? null : connection.lease();
        if (lease != null && lease.isLast()) {
            leaving.put(lease.name(), PoolEvent.Type.RETURNED); // Agroal would flush it now
        } else {
            each(AgroalDataSourceListener::onConnectionReturn, raw);
        }
    }

    /** RACE: Agroal may have told of its end already, on another thread: the inventory does not know it any more. */
    @Override
    public void onConnectionFlush(Connection raw) {
        if (!marks.wasTold(raw) && marks.begin(raw, SentEndEvents.Source.AGROAL)) {
            each(AgroalDataSourceListener::onConnectionFlush, raw);
        }
    }

    @Override
    public void onConnectionReap(Connection raw) {
        each(AgroalDataSourceListener::onConnectionReap, raw);
    }

    @Override
    public void beforeConnectionDestroy(Connection raw) {
        if (!marks.isByPool(raw)) {
            each(AgroalDataSourceListener::beforeConnectionDestroy, raw);
        }
    }

    @Override
    public void onConnectionDestroy(Connection raw) {
        if (!marks.isByPool(raw)) {
            each(AgroalDataSourceListener::onConnectionDestroy, raw);
        }
        marks.forget(raw);
    }

    @Override
    public void onWarning(String message) {
        each(listener -> listener.onWarning(message));
    }

    @Override
    public void onWarning(Throwable failure) {
        each(listener -> listener.onWarning(failure));
    }

    @Override
    public void onInfo(String message) {
        each(listener -> listener.onInfo(message));
    }

    private boolean isInUse(Connection raw) {
        PhysicalConnection connection = inventory.of(raw);
        return connection != null && connection.lease() != null;
    }

    private PoolEvent.@Nullable Type why(Connection raw) {
        PhysicalConnection connection = inventory.of(raw);
        String name = connection == null ? null : connection.name();
        return closing ? PoolEvent.Type.CLOSING : name == null ? null : leaving.get(name);
    }
}
