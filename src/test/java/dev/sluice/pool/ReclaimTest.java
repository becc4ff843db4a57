package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.failure.ReleaseRefused;
import dev.sluice.pool.failure.ReleaseRefused.Reason;
import dev.sluice.pool.operation.BrokenLease;
import dev.sluice.pool.operation.LeaseSelector;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.operation.Selector;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Leases that an operator selects and takes away")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class ReclaimTest {

    private static final LeaseSelector HELD_30_S = heldFor(Duration.ofSeconds(30));

    private final TestPool test =
            TestPool.started(settings -> settings.minSize(4).maxSize(6));

    @AfterEach
    void close() {
        test.close();
    }

    private static LeaseSelector heldFor(Duration least) {
        return new LeaseSelector(null, least, Map.of(), null, null);
    }

    private OperationReport release(LeaseSelector selector) {
        return test.pool.reclaim(selector, OperationContext.plain());
    }

    private Lease<Thing> acquire(String thread, AcquireRequest request) throws Exception {
        return Caller.start(thread, () -> test.pool.acquire(request)).result();
    }

    /** Acquires in the middle of an operation, where no wait is possible. */
    private Lease<Thing> now() {
        try {
            return test.acquire();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("are leases held for at least heldFor; each is reported with its holder, its time, tenant and tags")
    void heldFor() throws Exception {
        Lease<Thing> old =
                acquire("reporter", AcquireRequest.DEFAULT.withTenant("acme").withTag("feature", "billing"));
        test.advance(Duration.ofSeconds(10));
        Lease<Thing> young = test.acquire();
        test.advance(Duration.ofSeconds(20));

        OperationReport report = release(HELD_30_S);

        assertThat(report.complete()).isTrue();
        assertThat(report.brokenLeases())
                .containsExactly(new BrokenLease(
                        old.name(), "reporter", 30.0, "acme", Map.of("feature", "billing"), null, false));
        assertThat(report.broken()).containsExactly(old.name());
        assertThat(report.message()).isEqualTo("released 1 lease; leased now: 1");
        assertThat(old.resource().isClosed()).isTrue();
        assertThat(young.isOpen()).isTrue();
        old.close();
        assertThat(test.inUse()).isEqualTo(1);
    }

    @Test
    @DisplayName("meet every condition: connection, heldFor, tag, tenant and holder")
    void allConditions() throws Exception {
        AcquireRequest acme = AcquireRequest.DEFAULT.withTenant("acme").withTag("feature", "billing");
        Lease<Thing> all = acquire("w1", acme);
        List<Lease<Thing>> others = List.of(
                acquire("w2", acme),
                acquire("w1", acme.withTenant("other")),
                acquire("w1", AcquireRequest.DEFAULT.withTenant("acme").withTag("feature", "search")));
        Map<String, String> billing = Map.of("feature", "billing");

        OperationReport report = release(new LeaseSelector(null, Duration.ZERO, billing, "acme", "w1"));

        assertThat(report.broken()).containsExactly(all.name());
        assertThat(others).allMatch(Lease::isOpen);
        String second = others.get(0).name();
        assertThat(release(new LeaseSelector(second, null, Map.of(), "other", null))
                        .broken())
                .isEmpty();
        assertThat(release(new LeaseSelector(second, null, billing, null, null)).broken())
                .containsExactly(second);
    }

    @Test
    @DisplayName("are listed by a dry run, and stay")
    void dryRun() throws Exception {
        Lease<Thing> lease = acquire("holder", AcquireRequest.DEFAULT);
        test.acquire();
        test.advance(Duration.ofSeconds(30));
        OperationContext dry = new OperationContext("op", true, null, new OperationContext.Follower() {});

        OperationReport report = test.pool.reclaim(new LeaseSelector(null, null, Map.of(), null, "holder"), dry);

        assertThat(report.dryRun()).isTrue();
        assertThat(report.brokenLeases())
                .containsExactly(new BrokenLease(lease.name(), "holder", 30.0, null, Map.of(), null, false));
        assertThat(report.message()).isEqualTo("would release 1 of 2 leases");
        assertThat(lease.isOpen()).isTrue();
        assertThat(test.pool.reclaim(LeaseSelector.of(lease.name()), dry).broken())
                .containsExactly(lease.name());
        assertThat(lease.isOpen()).isTrue();
    }

    @Test
    @DisplayName("whose statement was not seen to end are reported as such, each separately")
    void mayStillRun() throws Exception {
        test.acquire(2);
        test.store.letsGo = false;

        OperationReport report = release(heldFor(Duration.ZERO));

        assertThat(report.mayStillRun()).hasSize(2).isEqualTo(report.broken());
        assertThat(report.brokenLeases()).allMatch(BrokenLease::mayStillRun);
        assertThat(report.complete()).isFalse();
        assertThat(report.message())
                .isEqualTo("released 2 leases; leased now: 0; 2 of 2 broken leases may still run a statement on the"
                        + " server, see mayStillRun");
    }

    @Test
    @DisplayName("may be none: then nothing happens, and the report says so")
    void none() throws Exception {
        test.acquire();
        OperationReport report = release(HELD_30_S);
        assertThat(report.complete()).isTrue();
        assertThat(report.brokenLeases()).isEmpty();
        assertThat(report.message()).isEqualTo("released 0 leases; leased now: 1");
    }

    @Test
    @DisplayName("no condition, or a value that makes no sense, is refused with the name of the parameter")
    void refused() {
        assertThatThrownBy(() -> release(new LeaseSelector(null, null, Map.of(), null, null)))
                .isInstanceOfSatisfying(
                        ReleaseRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.NOTHING_SELECTED))
                .hasMessageContaining("heldFor, tag, tenant and holder");
        assertThatThrownBy(() -> heldFor(Duration.ofSeconds(-1)))
                .hasMessage(
                        "heldFor must be a duration from 0 s to 36500 days, such as 500ms, 30s, 1h30m or PT10M: -1 s");
        assertThatThrownBy(() -> new LeaseSelector(null, null, Map.of(), null, " "))
                .hasMessage("holder must not be blank: ' '");
        assertThatThrownBy(() -> new LeaseSelector(null, null, Map.of(), "", null))
                .hasMessage("tenant must not be blank: ''");
        assertThatThrownBy(() -> new Selector(null, null, null, Map.of(), null, null, ""))
                .hasMessage("holder must not be blank: ''");
    }

    @Test
    @DisplayName("end once: a lease that ends after its selection is not touched, nor is the next lease after it")
    void endedBefore() throws Exception {
        Lease<Thing> first = test.acquire();
        Lease<Thing> second = test.acquire();
        test.advance(Duration.ofSeconds(30));
        List<Lease<Thing>> next = new ArrayList<>();
        test.store.onClose = thing -> { // while the first is being broken, the second comes back and goes out again
            if (thing == first.resource()) {
                second.close();
                next.add(now());
            }
        };

        OperationReport report = release(HELD_30_S);

        assertThat(next.get(0).name()).isEqualTo(second.name());
        assertThat(next.get(0).isOpen()).isTrue();
        assertThat(report.broken()).containsExactly(first.name());
        assertThat(report.message()).endsWith("; 1 lease had ended before");
        assertThat(second.resource().isClosed()).isFalse();
    }

    @Test
    @DisplayName("end once: the first of holder and operator ends the lease")
    void race() throws Exception {
        try (TestPool threads =
                TestPool.startedOnThreads(settings -> settings.minSize(2).maxSize(4))) {
            int rounds = 500;
            for (int round = 0; round < rounds; round++) {
                Lease<Thing> lease = threads.acquire();
                Thing thing = lease.resource();
                CountDownLatch start = new CountDownLatch(1);
                Caller<Object> holder = Caller.start(() -> {
                    start.await();
                    lease.close();
                    return null;
                });
                Caller<OperationReport> operator = Caller.start(() -> {
                    start.await();
                    return threads.pool.reclaim(heldFor(Duration.ZERO), OperationContext.plain());
                });
                start.countDown();
                holder.result();
                List<String> broken = operator.result().broken();
                assertThat(thing.closes.get()).as("round %d", round).isEqualTo(broken.size());
            }
            assertThat(threads.inUse()).isZero();
            assertThat(threads.pool.stats().counters().acquired()).isEqualTo(rounds);
            assertThat(threads.pool.stats().counters().released()).isEqualTo(rounds);
        }
    }

    @Test
    @DisplayName("held for longer than the leak threshold are broken all at once, not one after the other")
    void leaksAtOnce() throws Exception {
        try (TestPool threads = TestPool.startedOnThreads(
                settings -> settings.minSize(3).maxSize(3).leakThreshold(Duration.ofNanos(1)))) {
            threads.acquire(3);
            CountDownLatch all = new CountDownLatch(3);
            threads.store.onClose = thing -> {
                all.countDown();
                Await.open(all); // each break waits for the others
            };
            assertThat(threads.pool.reclaimLeaks(OperationContext.plain()).broken())
                    .hasSize(3);
        }
    }
}
