package dev.sluice.adapter.quarkus;

import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.FallbackSupplier;
import dev.sluice.pool.failure.PoolSaturated;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A supplier as an application has it; an alternative, as other tests have an application without. */
@Alternative
@Singleton
@SluicePool("inventory")
public class InventoryFallback implements FallbackSupplier<Connection> {

    @Override
    public Connection supply(AcquireRequest request, PoolSaturated refusal) throws SQLException {
        return DriverManager.getConnection("jdbc:h2:mem:replica");
    }
}
