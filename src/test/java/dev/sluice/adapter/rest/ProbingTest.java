package dev.sluice.adapter.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.access.AuditTrail;
import dev.sluice.access.Guard;
import dev.sluice.access.Requester;
import dev.sluice.control.GuardedControl;
import dev.sluice.control.PoolManager;
import dev.sluice.control.Readiness;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.FakeTime;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("A reading of a quiet pool")
@Tag("fast")
class ProbingTest {

    private final FakeTime time = new FakeTime();
    private final FakeStore store = new FakeStore();
    private final PoolManager manager = new PoolManager();
    private final GuardedControl control =
            new GuardedControl(manager, () -> Requester.APPLICATION, new Guard(AuditTrail.NONE));
    private final PoolsResource pools = new PoolsResource(control, null, null);
    private final DefaultPoolResource pool = new DefaultPoolResource(control, null);

    @BeforeEach
    void open() {
        ManagedPool<Thing> opened = new ManagedPool<>(
                "default",
                PoolConfig.builder().minSize(2).maxSize(3).build(),
                store,
                new PoolRuntime(time, time, Runnable::run, () -> 0.5));
        manager.register(opened);
        opened.start().join();
        time.advance(Duration.ofSeconds(2)); // longer than probe-after
    }

    @AfterEach
    void close() {
        manager.close(Duration.ZERO);
    }

    private int validations() {
        return store.all().stream().mapToInt(thing -> thing.validations.get()).sum();
    }

    @Test
    @DisplayName("with probe=false validates no connection, and has the same facts")
    void known() {
        int before = validations();
        PoolOverview overview = pools.list("false").get(0);
        assertThat(overview.name()).isEqualTo("default");
        assertThat(overview.total()).isEqualTo(2);
        assertThat(overview.readiness()).isEqualTo(Readiness.Status.OK);
        assertThat(overview.ready()).isTrue();
        assertThat(pool.stats("0", "false").total()).isEqualTo(2);
        assertThat(pool.stats("1", "false").connections()).hasSize(1);
        assertThat(validations()).isEqualTo(before);
    }

    @Test
    @DisplayName("validates a connection otherwise, also without the list of connections")
    void probed() {
        int before = validations();
        assertThat(pools.list("true").get(0).total()).isEqualTo(2);
        assertThat(validations()).isEqualTo(before + 1);
        time.advance(Duration.ofSeconds(2));
        assertThat(pool.stats("0", "true").connections()).isEmpty();
        assertThat(validations()).isEqualTo(before + 2);
        time.advance(Duration.ofSeconds(2));
        assertThat(pool.stats("1000", "true").connections()).hasSize(2);
        assertThat(validations()).isEqualTo(before + 3);
    }

    @Test
    @DisplayName("with another word for probe is refused")
    void refused() {
        assertThatThrownBy(() -> pools.list("maybe")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> pool.stats("0", "")).isInstanceOf(Refusal.class);
    }
}
