package dev.sluice.jdbc;

import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.api.cache.Acquirable;
import io.agroal.pool.wrapper.ConnectionWrapper;
import java.sql.Connection;
import java.util.function.Predicate;

/**
 * An application's interceptor that is notified of releases by callers only. The pool also closes a connection by
 * returning it to Agroal. No caller holds such a connection, and it may be dead. A call of the interceptor on it might
 * first have to time out.
 */
final class PairedInterceptor implements AgroalPoolInterceptor {

    private final AgroalPoolInterceptor original;
    private final Predicate<Acquirable> isUnused;

    /**
     * Creates an interceptor.
     *
     * @param isUnused returns true if the connection of a handler is in the pool and not leased
     */
    PairedInterceptor(AgroalPoolInterceptor original, Predicate<Acquirable> isUnused) {
        this.original = original;
        this.isUnused = isUnused;
    }

    @Override
    public void onConnectionCreate(Connection connection) {
        original.onConnectionCreate(connection);
    }

    @Override
    public void onConnectionAcquire(Connection connection) {
        original.onConnectionAcquire(connection);
    }

    @Override
    public void onConnectionReturn(Connection connection) {
        boolean isReturn = !(connection instanceof ConnectionWrapper wrapper) || !isUnused.test(wrapper.getHandler());
        if (isReturn) {
            original.onConnectionReturn(connection);
        }
    }

    @Override
    public void onConnectionDestroy(Connection connection) {
        original.onConnectionDestroy(connection);
    }

    @Override
    public int getPriority() {
        return original.getPriority();
    }
}
