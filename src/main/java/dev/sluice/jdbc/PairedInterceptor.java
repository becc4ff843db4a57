package dev.sluice.jdbc;

import io.agroal.api.AgroalPoolInterceptor;
import io.agroal.pool.wrapper.ConnectionWrapper;
import java.sql.Connection;

/**
 * An application's interceptor, told of the end of leases only. Agroal has to be given back a connection for
 * it to be closed, too: nobody had leased that one, and it may be dead, so that whatever the interceptor does
 * with it would have to time out first.
 */
final class PairedInterceptor implements AgroalPoolInterceptor {

    private final AgroalPoolInterceptor original;
    private final SessionInventory inventory;

    PairedInterceptor(AgroalPoolInterceptor original, SessionInventory inventory) {
        this.original = original;
        this.inventory = inventory;
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
        PhysicalConnection known =
                connection instanceof ConnectionWrapper wrapper ? inventory.of(wrapper.getHandler()) : null;
        if (known == null || known.lease() != null) {
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
