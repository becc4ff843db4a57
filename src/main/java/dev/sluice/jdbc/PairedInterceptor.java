package dev.sluice.jdbc;

import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.api.cache.Acquirable;
import io.agroal.pool.wrapper.ConnectionWrapper;
import java.sql.Connection;
import java.util.function.Predicate;

/**
 * An application's interceptor, told of the end of leases only. Agroal has to be given back a connection for
 * it to be closed, too: nobody had leased that one, and it may be dead, so that whatever the interceptor does
 * with it would have to time out first.
 */
final class PairedInterceptor implements AgroalPoolInterceptor {

    private final AgroalPoolInterceptor original;
    private final Predicate<Acquirable> isUnused;

    /**
     * Creates an interceptor.
     *
     * @param isUnused whether the pool has the connection of a handler, and no caller
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
