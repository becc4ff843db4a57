package dev.sluice.generic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.control.PoolManager;
import dev.sluice.control.operation.Command;
import dev.sluice.control.operation.Commands;
import dev.sluice.control.operation.Order;
import dev.sluice.pool.Lease;
import dev.sluice.pool.PoolState;
import dev.sluice.pool.failure.PoolDisabled;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.operation.Selector;
import dev.sluice.testing.FakeStore.Thing;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The operations of any pool, on a generic pool, through the manager. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class OperatedTest {

    private final Things test = Things.onFakeTime(settings -> settings.maxSize(4));
    private final PoolManager manager = new PoolManager();

    @BeforeEach
    void register() {
        manager.register(test.pool.pool());
    }

    @AfterEach
    void close() {
        test.close();
        manager.close();
    }

    private OperationReport perform(Command command) {
        OperationReport report = manager.perform(Order.of("things", command, "test"));
        assertThat(report.complete()).as(report.message()).isTrue();
        return report;
    }

    @Test
    @DisplayName("a reset closes idle resources, and leased resources at their release")
    void reset() throws Exception {
        List<Thing> idle = test.idle(2);
        Lease<Thing> lease = test.pool.acquire();
        OperationReport report = perform(Commands.reset(false));

        assertThat(report.retired()).hasSize(1);
        assertThat(report.retireOnRelease()).containsExactly(lease.name());
        assertThat(idle).filteredOn(Thing::isClosed).hasSize(1);
        test.pool.release(lease);
        assertThat(idle).allMatch(Thing::isClosed);
        assertThat(test.pool.len()).isZero();
    }

    @Test
    @DisplayName("a generic pool is filled, renewed, expired and resized")
    void sizes() {
        assertThat(perform(Commands.fill(3)).created()).isEqualTo(3);
        assertThat(perform(Commands.renew(Pace.ONE_BY_ONE)).created()).isEqualTo(3);
        assertThat(test.store.created()).isEqualTo(6);
        assertThat(perform(Commands.resize(0, 2)).retired()).hasSize(1);
        test.time.advance(Duration.ofSeconds(2));
        assertThat(perform(Commands.expire(new Selector(Duration.ofSeconds(1), null, null)))
                        .retired())
                .hasSize(2);
        assertThat(test.pool.len()).isZero();
    }

    @Test
    @DisplayName("a generic pool is paused, disabled, drained and enabled")
    void steered() throws Exception {
        test.idle(2);
        perform(Commands.pause());
        assertThat(manager.stats("things").state()).isEqualTo(PoolState.PAUSED);
        perform(Commands.resume());
        perform(Commands.drain(Duration.ofSeconds(1)));
        assertThat(test.store.alive()).isZero();
        assertThatThrownBy(test.pool::acquire).isInstanceOf(PoolDisabled.class);
        perform(Commands.enable());
        try (Lease<Thing> lease = test.pool.acquire()) {
            assertThat(lease.resource().isClosed()).isFalse();
        }
    }
}
