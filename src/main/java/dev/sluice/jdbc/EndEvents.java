package dev.sluice.jdbc;

import dev.sluice.pool.Lease;
import dev.sluice.pool.PoolEvent;
import io.agroal.api.AgroalDataSource.FlushMode;
import io.agroal.api.AgroalDataSourceListener;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sends listeners the events of a connection's release and end, each once, although the pool ends connections by
 * returning them to Agroal. The reason of an end comes from the pool's events. Thread-safe.
 */
final class EndEvents {

    private final ListenerCalls calls;
    private final SessionInventory inventory;

    /**
     * The reason for the end of an unused connection, by the name of the connection; without a reason, it is flushed.
     */
    private final Map<String, PoolEvent.Type> leaving = new ConcurrentHashMap<>();

    private final SentEndEvents marks = new SentEndEvents();

    /** True when the pool is closing; connections that end then were not flushed. */
    private volatile boolean closing;

    EndEvents(ListenerCalls calls, SessionInventory inventory) {
        this.calls = calls;
        this.inventory = inventory;
    }

    /** Records the reason for which the pool ends a connection. */
    void note(PoolEvent event) {
        String name = event.connection();
        switch (event.type()) {
            case IDLE_TIMEOUT, INVALID -> {
                if (name != null) {
                    leaving.put(name, event.type());
                }
            }
            case CLOSING -> closing = true;
            case CLOSED -> {
                if (name != null) {
                    leaving.remove(name);
                }
            }
            default -> {}
        }
    }

    /** Records that a connection works, and therefore survives an announced INVALID flush. */
    void works(Connection raw) {
        marks.withdraw(raw, FlushMode.INVALID);
    }

    /** Announces a flush for every connection of the pool, as Agroal does, even if the flush spares the connection. */
    void flushing(FlushMode mode) {
        if (!calls.isEmpty()) {
            for (PhysicalConnection connection : inventory.all()) {
                marks.announce(connection.raw(), mode);
                calls.each(AgroalDataSourceListener::beforeConnectionFlush, connection.raw());
            }
        }
    }

    /** The end of a session by force; returns whether the server has ended the session. */
    @FunctionalInterface
    interface Breaking {
        boolean run() throws SQLException;
    }

    /** Breaks a session. Agroal notices that only when the application closes its connection. */
    boolean breakOff(PhysicalConnection connection, Breaking breaking) throws SQLException {
        Connection raw = connection.raw();
        if (calls.isEmpty() || connection.lease() == null || !marks.begin(raw, SentEndEvents.Source.POOL)) {
            return breaking.run();
        }
        marks.told(raw);
        if (marks.announced(raw) == null) {
            calls.each(AgroalDataSourceListener::beforeConnectionFlush, raw);
        }
        calls.each(AgroalDataSourceListener::onConnectionFlush, raw);
        calls.each(AgroalDataSourceListener::beforeConnectionDestroy, raw);
        try {
            return breaking.run();
        } finally {
            calls.each(AgroalDataSourceListener::onConnectionDestroy, raw);
        }
    }

    /**
     * Reports a release. The pool also ends a connection by returning it to Agroal; that is no release for an
     * application.
     */
    void beforeReturn(Connection raw) {
        if (isInUse(raw)) {
            calls.each(AgroalDataSourceListener::beforeConnectionReturn, raw);
            return;
        }
        PoolEvent.Type why = why(raw);
        FlushMode announced = marks.announced(raw);
        if (why == PoolEvent.Type.INVALID && announced == FlushMode.INVALID) {
            why = null; // a flush that was announced
        } else if (why == null && announced == null) {
            calls.each(AgroalDataSourceListener::beforeConnectionFlush, raw);
        } else if (why == PoolEvent.Type.IDLE_TIMEOUT) {
            calls.each(AgroalDataSourceListener::beforeConnectionReap, raw);
        }
        // RACE: Agroal destroys the connection on another thread, and may report that before the flush
        marks.told(raw);
        if (why == null || why == PoolEvent.Type.RETURNED) {
            calls.each(AgroalDataSourceListener::onConnectionFlush, raw);
        } else if (why == PoolEvent.Type.IDLE_TIMEOUT) {
            calls.each(AgroalDataSourceListener::onConnectionReap, raw);
        }
    }

    /** Reports a completed release, unless the connection ends with it. */
    void returned(Connection raw) {
        PhysicalConnection connection = inventory.of(raw);
        Lease<PhysicalConnection> lease = connection == null ? null : connection.lease();
        if (lease != null && lease.isLast()) {
            leaving.put(lease.name(), PoolEvent.Type.RETURNED); // Agroal alone would flush the connection now
        } else {
            calls.each(AgroalDataSourceListener::onConnectionReturn, raw);
        }
    }

    /**
     * Reports a flush by Agroal. RACE: another thread may already have reported the end of the connection, so that the
     * inventory no longer has it.
     */
    void flushed(Connection raw) {
        if (!marks.wasTold(raw) && marks.begin(raw, SentEndEvents.Source.AGROAL)) {
            calls.each(AgroalDataSourceListener::onConnectionFlush, raw);
        }
    }

    /** Reports the beginning of an end by Agroal. */
    void beforeDestroy(Connection raw) {
        if (!marks.isByPool(raw)) {
            calls.each(AgroalDataSourceListener::beforeConnectionDestroy, raw);
        }
    }

    /** Reports an end by Agroal. */
    void destroyed(Connection raw) {
        if (!marks.isByPool(raw)) {
            calls.each(AgroalDataSourceListener::onConnectionDestroy, raw);
        }
        marks.forget(raw);
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
