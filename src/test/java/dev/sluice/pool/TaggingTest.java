package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.Priority;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.TagKeys;
import dev.sluice.pool.policy.Tagging;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
