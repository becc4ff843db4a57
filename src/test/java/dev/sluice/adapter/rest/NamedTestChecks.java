package dev.sluice.adapter.rest;

import dev.sluice.pool.store.ResourceCheck;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** The checks of the application under test, as beans with names. */
public final class NamedTestChecks {

    /** The number of calls of the checks. */
    public static final AtomicInteger CALLS = new AtomicInteger();

    private NamedTestChecks() {}

    /** A check with an identifier. */
    @Singleton
    @Identifier("schema-version")
    static class SchemaVersion implements ResourceCheck<Connection> {

        @Override
        public boolean passes(Connection connection) throws SQLException {
            CALLS.incrementAndGet();
            return !connection.getMetaData().getDatabaseProductName().isEmpty();
        }
    }

    /** A check with a name. */
    @Singleton
    @Named("tenant-role")
    static class TenantRole implements ResourceCheck<Connection> {

        @Override
        public boolean passes(Connection connection) {
            CALLS.incrementAndGet();
            return true;
        }
    }
}
