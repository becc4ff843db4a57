package dev.sluice.adapter.quarkus;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.util.Map;
import java.util.Set;

/** An application with a default and a named data source, configured in Quarkus' words only. */
public class AdoptedProfile implements QuarkusTestProfile {

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(InventoryFallback.class);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.ofEntries(
                Map.entry("quarkus.datasource.jdbc", "true"),
                Map.entry("quarkus.datasource.health.enabled", "true"), // as in an application, unlike the service
                Map.entry("quarkus.datasource.db-kind", "h2"),
                Map.entry("quarkus.datasource.username", "sa"),
                Map.entry("quarkus.datasource.jdbc.url", "jdbc:h2:mem:adopted;DB_CLOSE_DELAY=-1"),
                Map.entry("quarkus.datasource.jdbc.min-size", "2"),
                Map.entry("quarkus.datasource.jdbc.initial-size", "3"),
                Map.entry("quarkus.datasource.jdbc.max-size", "5"),
                Map.entry("quarkus.datasource.jdbc.acquisition-timeout", "37s"),
                Map.entry("quarkus.datasource.jdbc.new-connection-sql", "SET @origin = 'quarkus'"),
                Map.entry("quarkus.datasource.inventory.db-kind", "h2"),
                Map.entry("quarkus.datasource.inventory.jdbc.url", "jdbc:h2:mem:inventory;DB_CLOSE_DELAY=-1"),
                Map.entry("quarkus.datasource.inventory.jdbc.max-size", "3"),
                Map.entry("quarkus.datasource.archive.db-kind", "h2"),
                Map.entry("quarkus.datasource.attic.db-kind", "h2"),
                Map.entry("quarkus.datasource.attic.jdbc.url", "jdbc:h2:mem:attic"),
                Map.entry("quarkus.datasource.attic.active", "false"),
                Map.entry("quarkus.datasource.reports.db-kind", "h2"),
                Map.entry("quarkus.datasource.reports.jdbc.url", "jdbc:h2:mem:reports;DB_CLOSE_DELAY=-1"),
                Map.entry("quarkus.datasource.reports.health-exclude", "true"),
                Map.entry("quarkus.datasource.outside.db-kind", "h2"),
                Map.entry("sluice.pools.outside.url", "jdbc:h2:mem:outside;DB_CLOSE_DELAY=-1"),
                Map.entry("sluice.pools.inventory.max-waiters", "7"));
    }
}
