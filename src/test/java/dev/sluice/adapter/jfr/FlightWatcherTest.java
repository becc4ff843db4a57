package dev.sluice.adapter.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.PoolManager;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("fast")
@Timeout(60)
class FlightWatcherTest {

    private static final AcquireRequest BILLING =
            AcquireRequest.DEFAULT.withTenant("acme").withTag("feature", "billing");

    private final FakeTime time = new FakeTime();
    private final FakeStore store = new FakeStore();
    private final PoolManager manager = new PoolManager();
    private final Recording recording = new Recording();

    @TempDir
    Path directory;

    @BeforeEach
    void record() {
        for (String event : List.of("AcquireWait", "LongLease", "Creation", "Validation", "Operation")) {
            recording.enable("dev.sluice." + event).withoutStackTrace();
        }
    }

    @AfterEach
    void close() {
        recording.close();
        manager.close(Duration.ZERO);
    }

    @Test
    @DisplayName("a recording has the acquire that waited and the long lease, with tenant and tags, and no short lease")
    void leases() throws Exception {
        recording.start();
        ManagedPool<FakeStore.Thing> orders = orders(new FlightWatcher());
        orders.acquire().close();
        Lease<FakeStore.Thing> held = orders.acquire();
        Caller<Void> waiter = Caller.start(() -> {
            orders.acquire(BILLING).close();
            return null;
        });
        Await.until("the caller waits", () -> orders.stats().waiting() == 1 && waiter.isWaiting());
        time.advance(Duration.ofSeconds(2));
        held.close();
        waiter.result();

        List<RecordedEvent> waits = recorded("AcquireWait");
        assertThat(waits).hasSize(1);
        assertThat(waits.get(0).getString("pool")).isEqualTo("orders");
        assertThat(waits.get(0).getDuration("waited")).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
        assertThat(waits.get(0).getString("lane")).isEqualTo("NORMAL");
        assertThat(waits.get(0).getString("tenant")).isEqualTo("acme");
        assertThat(waits.get(0).getString("tags")).isEqualTo("feature:billing");
        List<RecordedEvent> leases = recorded("LongLease");
        assertThat(leases).hasSize(1);
        assertThat(leases.get(0).getDuration("held")).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(3));
        assertThat(leases.get(0).getString("connection")).isEqualTo(waits.get(0).getString("connection"));
    }

    @Test
    @DisplayName("a recording has creations and validations with their failures, and operations with their durations")
    void lifeOfConnections() throws Exception {
        recording.start();
        ManagedPool<FakeStore.Thing> orders = orders(new FlightWatcher());
        store.onCreate = attempt -> time.advance(Duration.ofSeconds(3));
        orders.reset(false);
        store.all().get(1).dead = true;
        store.onCreate = attempt -> {
            throw new IllegalStateException("no route");
        };
        time.advance(Duration.ofMinutes(3));

        RecordedEvent operation = recorded("Operation").get(0);
        assertThat(operation.getString("operation")).isEqualTo("reset");
        assertThat(operation.getString("outcome")).isEqualTo("completed");
        assertThat(operation.getDuration("took")).isEqualTo(Duration.ofSeconds(3));
        assertThat(operation.getLong("created")).isEqualTo(1);
        assertThat(recorded("Validation")).anyMatch(event -> !event.getBoolean("success"));
        assertThat(recorded("Creation"))
                .anyMatch(event -> event.getBoolean("success"))
                .anyMatch(event -> !event.getBoolean("success")
                        && event.getString("detail").contains("no route"));
    }

    @Test
    @DisplayName("without a recording the pool publishes no lease, and without the module nothing is registered")
    void off() {
        assertThat(new FlightLines().wantsLeases()).isFalse();
        orders(new FlightWatcher(false)).reset(false);
        recording.start();
        assertThat(new FlightLines().wantsLeases()).isTrue();
    }

    private ManagedPool<FakeStore.Thing> orders(FlightWatcher watcher) {
        manager.watch(watcher);
        ManagedPool<FakeStore.Thing> pool = new ManagedPool<>(
                "orders",
                PoolConfig.builder().minSize(1).maxSize(1).build(),
                store,
                new PoolRuntime(time, time, Runnable::run, () -> 0.5));
        manager.register(pool);
        pool.start().join();
        return pool;
    }

    private List<RecordedEvent> recorded(String name) throws Exception {
        Path file = directory.resolve(name + ".jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("dev.sluice." + name))
                .toList();
    }
}
