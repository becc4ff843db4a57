package dev.sluice.adapter.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationContext.Follower;
import dev.sluice.testing.FakeStore;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class OperationMetersTest {

    private final Metered metered = new Metered();

    @AfterEach
    void close() {
        metered.close();
    }

    @Test
    @DisplayName("each operation is counted with its name, and its time is that from the request to the end")
    void completed() {
        ManagedPool<FakeStore.Thing> orders =
                metered.serving("orders", PoolConfig.builder().minSize(2).maxSize(2));
        metered.store.onCreate = attempt -> metered.time.advance(Duration.ofSeconds(3));
        orders.reset(false);
        orders.fill(2);
        assertThat(count("reset", "completed")).isEqualTo(1);
        assertThat(count("fill", "completed")).isEqualTo(1);
        Timer timer = metered.registry
                .get(OperationMeters.TIME)
                .tags("pool", "orders", "operation", "reset")
                .timer();
        assertThat(timer.count()).isEqualTo(1);
        assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(6);
    }

    @Test
    @DisplayName("an operation that is ordered while another one runs is counted as refused, under its own name")
    void refused() {
        ManagedPool<FakeStore.Thing> orders =
                metered.serving("orders", PoolConfig.builder().minSize(1).maxSize(2));
        metered.store.onCreate = attempt -> assertThatThrownBy(orders::renew).isInstanceOf(OperationInProgress.class);
        orders.fill(2);
        assertThat(count("renew", "refused")).isEqualTo(1);
        assertThat(count("fill", "completed")).isEqualTo(1);
    }

    @Test
    @DisplayName("a dry run has no meter, completed, incomplete or refused")
    void dryRun() {
        ManagedPool<FakeStore.Thing> orders =
                metered.serving("orders", PoolConfig.builder().minSize(2).maxSize(2));
        orders.reset(false, new OperationContext("op_1_1", true, null, Follower.NONE));
        assertThat(metered.registry.find(OperationMeters.OPERATIONS).counters()).isEmpty();
        assertThat(metered.registry.find(OperationMeters.TIME).timers()).isEmpty();
    }

    private double count(String operation, String outcome) {
        return metered.registry
                .get(OperationMeters.OPERATIONS)
                .tags("pool", "orders", "operation", operation, "outcome", outcome)
                .counter()
                .count();
    }
}
