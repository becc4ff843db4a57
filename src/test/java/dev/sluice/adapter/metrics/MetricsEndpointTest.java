package dev.sluice.adapter.metrics;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.PoolManager;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeTime;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@Tag("service")
class MetricsEndpointTest {

    @Inject
    PoolManager manager;

    @Test
    @DisplayName("X14 the default pool is in /q/metrics from the start, under all three families of names")
    void defaultPool() {
        assertThat(String.join("\n", scrape()))
                .contains("agroal_active_count{datasource=\"default\"} 0.0")
                .contains("agroal_acquire_count_total{datasource=\"default\"} ")
                .contains("agroal_blocking_time_average_milliseconds{datasource=\"default\"} ")
                .contains("db_client_connection_count{db_client_connection_pool_name=\"default\","
                        + "db_client_connection_state=\"used\"} 0.0")
                .contains("db_client_connection_wait_time_seconds_count{db_client_connection_pool_name=\"default\"} ")
                .contains("sluice_pool_utilization{pool=\"default\"} 0.0")
                .contains("sluice_pool_ready{pool=\"default\"} 1.0")
                .contains("sluice_pool_state{pool=\"default\",state=\"running\"} 1.0")
                .contains("sluice_pool_waiting{lane=\"background\",pool=\"default\"} 0.0")
                .contains("sluice_pool_waits_seconds_count{pool=\"default\"} ")
                .contains("sluice_pool_creations_total{pool=\"default\"} ");
    }

    @Test
    @DisplayName(
            "a pool that is created while the service runs is in the next scrape, and not in the scrape after its end")
    void comesAndGoes() {
        FakeTime time = new FakeTime();
        ManagedPool<?> guest = new ManagedPool<>(
                "guest",
                PoolConfig.builder().build(),
                new FakeStore(),
                new PoolRuntime(time, time, Runnable::run, () -> 0.5));
        manager.register(guest);
        assertThat(scrape()).anyMatch(line -> line.contains("\"guest\""));
        manager.unregister(guest);
        assertThat(scrape()).noneMatch(line -> line.contains("\"guest\""));
        Metered.close(guest);
    }

    private static List<String> scrape() {
        return get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }
}
