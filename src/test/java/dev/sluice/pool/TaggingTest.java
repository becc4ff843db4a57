package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.Priority;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.TagCounter;
import dev.sluice.pool.policy.TagKeys;
import dev.sluice.pool.policy.Tagging;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.Tally;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class TaggingTest {

    private static final AcquireRequest BILLING = AcquireRequest.DEFAULT
            .withTag("feature", "billing")
            .withTag("user", "u1")
            .withTag("tx", "read")
            .withTenant("acme");
    private static final AcquireRequest REPORT =
            AcquireRequest.DEFAULT.withTag("feature", "report").withPriority(Priority.LOW);

    private static final PoolPolicies COUNTED =
            PoolPolicies.NONE.with(new Tagging(new TagKeys(List.of("feature")), Tagging.Destination.OFF));

    @Test
    @DisplayName("X07 leases are counted by tag, with the leases in use and the waiters of each")
    void counts() throws Exception {
        TestPool test = TestPool.started(config -> config.minSize(1).maxSize(1).policies(COUNTED));
        test.pool.acquire(BILLING).close();
        Lease<Thing> lease = test.pool.acquire(BILLING);
        assertThat(test.pool.stats().connections().get(0).tags())
                .isEqualTo(Map.of("feature", "billing", "user", "u1", "tx", "read"));
        Caller<Lease<Thing>> waiter = test.queue(BILLING.withTimeout(AcquireRequest.FOREVER));

        assertThat(test.pool.tags()).containsExactly(new TagUse("feature", "billing", 2, 1, 1));

        lease.close();
        waiter.result().close();
        test.pool.acquire(REPORT).close();
        assertThat(test.pool.tags())
                .containsExactly(new TagUse("feature", "billing", 3, 0, 0), new TagUse("feature", "report", 1, 0, 0));
        assertThat(test.pool.stats().connections().get(0).tags()).isEmpty();
        assertThat(test.pool.stats().policies()).containsEntry("tagging", "counts feature; 2 tags; database OFF");

        test.pool.reconfigure(config -> config.policies(PoolPolicies.NONE));
        assertThat(test.pool.tags()).isEmpty();
    }

    @Test
    @DisplayName("X07 no lease is lost or counted twice while connections change between callers, and are replaced")
    void exact() throws Exception {
        TestPool test =
                TestPool.startedOnThreads(config -> config.minSize(2).maxSize(2).policies(COUNTED));
        int rounds = 400;
        List<Caller<Long>> callers = new ArrayList<>();
        for (int run : new int[] {1, 3, 40}) { // leases in a row with the same tags
            callers.add(Caller.start(() -> {
                long billed = 0;
                for (int i = 0; i < rounds * run; i++) {
                    boolean bills = i / run % 2 == 0;
                    billed += bills ? 1 : 0;
                    test.pool.acquire(bills ? BILLING : REPORT).close();
                }
                return billed;
            }));
        }
        long before = 0;
        for (int i = 0; i < 50; i++) {
            test.pool.reset(false);
            long now = leasesOf("billing", test);
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }
        long billed = 0;
        for (Caller<Long> caller : callers) {
            billed += caller.result();
        }
        assertThat(leasesOf("billing", test)).isEqualTo(billed);
        assertThat(leasesOf("report", test)).isEqualTo(rounds * (1 + 3 + 40) - billed);
    }

    private static long leasesOf(String feature, TestPool test) {
        return test.pool.leases(new TagCounter.Tag("feature", feature));
    }

    @Test
    @DisplayName("X07 a closed connection keeps its number of leases, and is not kept in memory by it")
    void closed() throws Exception {
        TestPool test = TestPool.started(config -> config.minSize(1).maxSize(1).policies(COUNTED));
        AtomicInteger ends = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            Lease<Thing> lease = test.pool.acquire(BILLING);
            Slot<Thing> slot = lease.slot();
            Tally tally = Objects.requireNonNull(slot.tally());
            slot.talliedBy(() -> {
                ends.incrementAndGet();
                tally.end();
            });
            lease.invalidate();
            lease.close();
            assertThat(ends).hasValue(i + 1);
            assertThat(leasesOf("billing", test)).isEqualTo(i + 1);
        }
    }

    @Test
    @DisplayName("X07 a page has only the waiters and holders that meet each condition of its filter")
    void filters() throws Exception {
        TestPool test = TestPool.started(config -> config.minSize(2).maxSize(2));
        Lease<Thing> billing = test.pool.acquire(BILLING);
        Lease<Thing> report = test.pool.acquire(REPORT);
        Caller<Lease<Thing>> waiter = test.queue(REPORT.withTimeout(AcquireRequest.FOREVER));

        assertThat(selected(test, CallerFilter.ANY)).isEqualTo("waiting 1, held 2");
        assertThat(selected(test, new CallerFilter(null, null, Map.of("feature", "report"), null)))
                .isEqualTo("waiting 1, held 1");
        assertThat(selected(test, new CallerFilter(null, "acme", Map.of("feature", "billing"), null)))
                .isEqualTo("waiting 0, held 1");
        assertThat(selected(test, new CallerFilter(null, "acme", Map.of("feature", "report"), null)))
                .isEqualTo("waiting 0, held 0");
        assertThat(selected(test, new CallerFilter(Priority.LOW, null, Map.of(), null)))
                .isEqualTo("waiting 1, held 1");

        billing.close();
        report.close();
        waiter.result().close();
    }

    private static String selected(TestPool test, CallerFilter filter) {
        PoolQueue queue = test.pool.queue(new PoolQueue.Page(false, false, 0, 10, filter));
        assertThat(queue.waiters()).hasSize(queue.waiting());
        assertThat(queue.holders()).hasSize(queue.held());
        return "waiting " + queue.waiting() + ", held " + queue.held();
    }
}
