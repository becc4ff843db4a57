package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.store.EarlyRelease;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.StoreTraits;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeTime;
import dev.sluice.testing.RecordedEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Shared resources, as a store declares them: their creation is free, and they belong to no thread. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class SharedResourcesTest {

    private final FakeTime time = new FakeTime();
    private final Queue<Runnable> work = new ConcurrentLinkedQueue<>();
    private final RecordedEvents events = new RecordedEvents();
    private final Places store = new Places();
    private final ManagedPool<String> pool = new ManagedPool<>(
            "shared",
            PoolConfig.builder().minSize(0).maxSize(2).build(),
            store,
            new PoolRuntime(time, time, work::add, () -> 0.5));

    SharedResourcesTest() {
        pool.addListener(events);
        pool.start().join();
    }

    private static final class Places implements EarlyRelease<String> {

        private boolean letsGo;
        private final List<String> closed = new ArrayList<>();

        @Override
        public String create() {
            return "place";
        }

        @Override
        public boolean validate(String place, Duration limit) {
            return true;
        }

        @Override
        public void close(String place) {
            closed.add(place);
        }

        @Override
        public boolean abort(String place) {
            closed.add("broken " + place);
            return true;
        }

        @Override
        public boolean letsGo(String place) {
            return letsGo;
        }

        @Override
        public StoreTraits traits() {
            return new StoreTraits(true, false, false);
        }
    }

    private void doTheWork() {
        for (Runnable next = work.poll(); next != null; next = work.poll()) {
            next.run();
        }
    }

    @Test
    @DisplayName(
            "a resource that takes no time to create is created by the caller, without a worker and without a wait")
    void callerCreates() throws Exception {
        pool.acquire();
        pool.acquire();

        assertThat(work).isEmpty();
        assertThat(pool.stats().inUse()).isEqualTo(2);
        assertThat(pool.stats().counters().waits()).isZero();
        assertThat(pool.stats().counters().created()).isEqualTo(2);
    }

    @Test
    @DisplayName("a reset closes at once the resources that the store releases early, and their leases have ended")
    void letsGo() throws Exception {
        Lease<String> lease = pool.acquire();
        store.letsGo = true;
        Caller<OperationReport> reset = Caller.start(() -> pool.reset(false));
        Await.until("a worker is to close it", () -> !work.isEmpty());
        doTheWork();

        assertThat(reset.result().retired()).containsExactly(lease.name());
        assertThat(reset.result().retireOnRelease()).isEmpty();
        assertThat(store.closed).containsExactly("place");
        assertThat(pool.stats().inUse()).isZero();
        lease.close(); // harmless
        assertThat(pool.stats().counters().released()).isEqualTo(1);
        assertThat(pool.acquire().name()).isNotEqualTo(lease.name());
    }

    @Test
    @DisplayName("a reset leaves other resources with their holders")
    void holdsOn() throws Exception {
        Lease<String> lease = pool.acquire();

        OperationReport report = pool.reset(false);

        assertThat(report.retireOnRelease()).containsExactly(lease.name());
        assertThat(store.closed).isEmpty();
        lease.close();
        doTheWork();
        assertThat(store.closed).containsExactly("place");
    }

    @Test
    @DisplayName("a thread that has all of them and waits for one more is served when another thread gives one back")
    void waitsForOthers() throws Exception {
        Caller<Lease<String>> caller = Caller.start(() -> {
            Lease<String> first = pool.acquire();
            pool.acquire();
            Caller<Void> other = Caller.start(() -> {
                Await.until("its owner waits", () -> pool.stats().waiting() == 1);
                time.advance(Duration.ofMillis(100)); // beyond the first look at who blocks whom
                first.close();
                return null;
            });
            Lease<String> third = pool.acquire();
            other.result();
            return third;
        });

        assertThat(caller.result().resource()).isEqualTo("place");
    }

    @Test
    @DisplayName("a retired lease ends with its resource, for the given reason; a failed creation is counted")
    void retiredByItsHolder() throws Exception {
        Lease<String> released = pool.acquire();
        Lease<String> dead = pool.acquire();
        released.retire(RetirementReason.of("released"));
        released.close();
        dead.retire(Lease.INVALID);
        dead.close();
        doTheWork();
        Lease<String> notMade = pool.acquire();
        notMade.retire(Lease.NOT_MADE);
        notMade.close();
        notMade.retire(RetirementReason.of("too late"));
        doTheWork();

        assertThat(store.closed).hasSize(3);
        assertThat(events.of(Type.CLOSED))
                .extracting(PoolEvent::words)
                .containsExactly("released", "invalid", "not made");
        PoolStats.Counters counters = pool.stats().counters();
        assertThat(counters.validationFailures()).isEqualTo(1);
        assertThat(counters.creationFailures()).isEqualTo(1);
        assertThat(pool.stats().total()).isZero();
    }
}
