package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.Selector;
import dev.sluice.pool.policy.CheckMoment;
import dev.sluice.pool.policy.CheckMoments;
import dev.sluice.pool.policy.CheckNames;
import dev.sluice.pool.policy.Checks;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.TenantAffinity;
import dev.sluice.pool.store.ResourceCheck;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("With tenant affinity")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class TenantAffinityTest {

    private static final Duration KEEP = Duration.ofSeconds(10);
    private static final PoolPolicies ALL = PoolPolicies.NONE.with(new TenantAffinity(KEEP, 100));

    private static UnaryOperator<PoolConfig.Builder> size(int size, PoolPolicies policies) {
        return settings -> settings.minSize(size)
                .maxSize(size)
                .validateAfterIdle(Duration.ofMinutes(1))
                .maintenanceInterval(Duration.ofHours(1))
                .policies(policies);
    }

    private static AcquireRequest of(@Nullable String tenant) {
        return AcquireRequest.DEFAULT.withTenant(tenant);
    }

    /** Leases for a tenant, as JDBC does: the end of the lease leaves the state of the tenant. */
    private static Thing use(TestPool test, @Nullable String tenant) throws Exception {
        Lease<Thing> lease = test.pool.acquire(of(tenant));
        Thing thing = lease.resource();
        end(lease);
        return thing;
    }

    private static void end(Lease<Thing> lease) {
        if (lease.mayBeKept()) {
            lease.resetForOthers();
        } else {
            lease.resetOnClose();
        }
        lease.close();
    }

    private static List<String> kept(TestPool test) {
        return test.pool.stats().connections().stream()
                .map(ConnectionInfo::keptFor)
                .filter(Objects::nonNull)
                .toList();
    }

    private static int resets(TestPool test) {
        return test.store.all().stream().mapToInt(thing -> thing.resets.get()).sum();
    }

    private static PoolStats.Counters counters(TestPool test) {
        return test.pool.stats().counters();
    }

    @Test
    @DisplayName("a tenant receives its last session again, without a reset, although an older one is free")
    void saves() throws Exception {
        try (TestPool test = TestPool.started(size(3, ALL))) {
            Lease<Thing> oldest = test.acquire();
            Thing mine = use(test, "acme");
            oldest.close();
            assertThat(mine).isNotSameAs(oldest.resource());
            assertThat(kept(test)).containsExactly("acme");
            assertThat(use(test, "acme")).isSameAs(mine);
            assertThat(use(test, "acme")).isSameAs(mine);
            assertThat(resets(test)).isZero();
            assertThat(counters(test).savedResets()).isEqualTo(2);
            assertThat(test.pool.stats().policies())
                    .containsEntry("tenantAffinity", "keeps 1 of at most 3 sessions, each for 10 s");
        }
    }

    @Test
    @DisplayName(
            "another tenant, or a caller without one, receives a clean session, and the kept one only after its reset")
    void others() throws Exception {
        try (TestPool test = TestPool.started(size(2, ALL))) {
            Thing acme = use(test, "acme");
            Lease<Thing> other = test.pool.acquire(of("globex"));
            assertThat(other.resource()).isNotSameAs(acme);
            assertThat(acme.resets).hasValue(0);

            Lease<Thing> nobody = test.pool.acquire(of(null));
            assertThat(nobody.resource()).isSameAs(acme);
            assertThat(acme.resets).hasValue(1);
            assertThat(counters(test).resetsForOthers()).isEqualTo(1);

            end(nobody);
            assertThat(kept(test)).containsExactly("");
            assertThat(use(test, null)).as("without a tenant again").isSameAs(acme);
            assertThat(acme.resets).hasValue(1);
            Lease<Thing> named = test.pool.acquire(of(""));
            assertThat(named.resource()).as("a tenant with an empty name").isSameAs(acme);
            assertThat(acme.resets).hasValue(2);
            end(named);
            end(other);
        }
    }

    @Test
    @DisplayName("a lease that ends without a use leaves the session kept, and not free for others")
    void unused() throws Exception {
        try (TestPool test = TestPool.started(size(1, ALL))) {
            Thing only = use(test, "acme");
            test.pool.acquire(of("acme")).close();
            assertThat(kept(test)).containsExactly("acme");
            use(test, "globex");
            assertThat(only.resets).hasValue(1);
        }
    }

    @Test
    @DisplayName("a session whose lease was used for two tenants is kept for none")
    void mixed() throws Exception {
        try (TestPool test = TestPool.started(size(1, ALL))) {
            Lease<Thing> lease = test.pool.acquire(of("acme"));
            lease.resetOnClose();
            lease.resetForOthers();
            assertThat(lease.mayBeKept()).isFalse();
            lease.close();
            assertThat(lease.resource().resets).hasValue(1);
            assertThat(kept(test)).isEmpty();
        }
    }

    @Test
    @DisplayName("a session is reset in the background after its time")
    void expires() throws Exception {
        try (TestPool test = TestPool.started(size(2, ALL))) {
            Thing acme = use(test, "acme");
            test.advance(KEEP.minusMillis(1));
            assertThat(acme.resets).hasValue(0);
            test.advance(Duration.ofSeconds(3));
            assertThat(acme.resets).hasValue(1);
            assertThat(kept(test)).isEmpty();
            assertThat(counters(test).resetsForOthers()).isZero();
        }
    }

    @Test
    @DisplayName("at most the given share of the pool is kept; the session that was used least recently is reset first")
    void mostKept() throws Exception {
        PoolPolicies half = PoolPolicies.NONE.with(new TenantAffinity(KEEP, 50));
        try (TestPool test = TestPool.started(size(4, half))) {
            for (String tenant : List.of("a", "b", "c")) {
                use(test, tenant);
                test.advance(Duration.ofMillis(10));
            }
            assertThat(kept(test)).containsExactlyInAnyOrder("b", "c");
            test.pool.reconfigure(settings -> settings.policies(PoolPolicies.NONE.with(new TenantAffinity(KEEP, 25))));
            assertThat(kept(test)).containsExactly("c");
        }
    }

    @Test
    @DisplayName("a released session goes to a waiter of its tenant as it is, and is reset at once for another waiter")
    void waiters() throws Exception {
        try (TestPool test = TestPool.started(size(1, ALL))) {
            Lease<Thing> lease = test.pool.acquire(of("acme"));
            Thing only = lease.resource();
            Caller<Lease<Thing>> same = test.queue(of("acme"));
            Caller<Lease<Thing>> other = test.queue(of("globex"));
            end(lease);
            Lease<Thing> second = same.result();
            assertThat(only.resets).hasValue(0);
            end(second);
            end(other.result());
            assertThat(only.resets).hasValue(1);
            assertThat(kept(test)).containsExactly("globex");
            assertThat(counters(test).savedResets()).isEqualTo(1);
            assertThat(counters(test).resetsForOthers()).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("a waiter of another tenant does not wait for a slow creation while a session is kept")
    void slowCreation() throws Exception {
        HeldWorkers workers = new HeldWorkers();
        try (TestPool test = TestPool.withWorkers(
                workers, settings -> size(1, ALL).apply(settings).maxSize(2).shortestWait(Duration.ZERO))) {
            test.pool.start().join();
            Lease<Thing> lease = test.pool.acquire(of("acme"));
            workers.hold = true;
            Caller<Lease<Thing>> late = test.queue(of("globex").withTimeout(Duration.ofMillis(100)));
            workers.hold = false;
            test.advance(Duration.ofMillis(100));
            Await.until("the first waiter has left", late::isDone);
            assertThat(test.pool.stats().creating()).isEqualTo(1);
            end(lease);
            assertThat(kept(test)).containsExactly("acme");
            Lease<Thing> served =
                    Caller.start(() -> test.pool.acquire(of("globex"))).result();
            assertThat(served.resource()).isSameAs(lease.resource());
            assertThat(lease.resource().resets).hasValue(1);
            workers.goOn();
            end(served);
        }
    }

    @Test
    @DisplayName("a waiter of another tenant does not wait for a slow reset if a session is released meanwhile")
    void slowReset() throws Exception {
        HeldWorkers workers = new HeldWorkers();
        try (TestPool test = TestPool.withWorkers(workers, size(2, ALL))) {
            test.pool.start().join();
            Lease<Thing> lease = test.pool.acquire(of("acme"));
            use(test, "acme");
            workers.hold = true;
            Caller<Lease<Thing>> waiter = test.queue(of("globex"));
            assertThat(kept(test)).as("its reset has begun").isEmpty();
            workers.hold = false;
            end(lease);
            assertThat(waiter.result().resource()).isSameAs(lease.resource());
            workers.goOn();
            end(waiter.result());
        }
    }

    /** Runs tasks at once, or holds them back. */
    private static final class HeldWorkers implements Executor {

        private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
        private volatile boolean hold;

        @Override
        public void execute(Runnable task) {
            if (hold) {
                held.add(task);
            } else {
                task.run();
            }
        }

        private void goOn() {
            held.forEach(Runnable::run);
            held.clear();
        }
    }

    @Test
    @DisplayName("a kept session that cannot be reset is replaced, and the waiter receives the new one")
    void notReset() throws Exception {
        try (TestPool test = TestPool.started(size(1, ALL))) {
            Thing acme = use(test, "acme");
            test.store.resets = thing -> false;
            Lease<Thing> other = test.pool.acquire(of("globex"));
            assertThat(other.resource()).isNotSameAs(acme);
            assertThat(acme.closes).hasValue(1);
            other.close();
        }
    }

    @Test
    @DisplayName("a switch-off resets all kept sessions at once; a leased one is reset at its release")
    void off() throws Exception {
        try (TestPool test = TestPool.started(size(2, ALL))) {
            Thing kept = use(test, "acme");
            Lease<Thing> again = test.pool.acquire(of("acme"));
            use(test, "globex");
            test.pool.reconfigure(settings -> settings.policies(PoolPolicies.NONE));
            assertThat(kept(test)).isEmpty();
            assertThat(resets(test)).isEqualTo(1);
            again.close();
            assertThat(kept.resets).hasValue(1);
            assertThat(kept(test)).isEmpty();
            assertThat(test.pool.stats().policies()).doesNotContainKey("tenantAffinity");
        }
    }

    @Test
    @DisplayName("validation keeps a kept session kept, suspicion resets it, and both leave none free for others")
    void checks() throws Exception {
        try (TestPool test = TestPool.started(size(1, ALL))) {
            Thing only = use(test, "acme");
            test.pool.validate(OperationContext.plain());
            assertThat(only.validations).hasValue(1);
            assertThat(kept(test)).containsExactly("acme");
            test.advance(Duration.ofMillis(1));
            test.pool.suspectIdle();
            assertThat(only.resets).hasValue(1);
            assertThat(kept(test)).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "a kept session is closed like every idle one: by expire, reset, shrink, idle timeout, lifetime and drain")
    void retires() throws Exception {
        List<Ending> endings = Arrays.asList(
                test -> test.pool.expire(new Selector(null, null, test.names().get(0))),
                test -> test.pool.reset(false),
                test -> test.pool.renew(),
                test -> test.pool.reconfigure(settings -> settings.minSize(1).maxSize(1)),
                test -> {
                    test.pool.reconfigure(settings -> settings.minSize(0).idleTimeout(Duration.ofSeconds(1)));
                    test.advance(Duration.ofHours(1));
                },
                test -> test.pool.close(CloseMode.DRAIN, Duration.ofSeconds(1)));
        for (Ending ending : endings) {
            try (TestPool test =
                    TestPool.started(settings -> size(2, ALL).apply(settings).minSize(1))) {
                Lease<Thing> first = test.acquire();
                Thing kept = use(test, "acme");
                end(first);
                Thing also = first.resource();
                assertThat(kept(test)).hasSize(2);
                ending.end(test);
                assertThat(kept.closes.get() + also.closes.get()).isPositive();
                assertThat(test.inUse()).isZero();
            }
        }
    }

    private interface Ending {
        void end(TestPool test) throws Exception;
    }

    @Test
    @DisplayName(
            "nothing is kept where each connection is validated before its lease, and the state of the policy says so")
    void noEffect() throws Exception {
        try (TestPool test =
                TestPool.started(settings -> size(1, ALL).apply(settings).validateAfterIdle(Duration.ZERO))) {
            Thing only = use(test, "acme");
            assertThat(only.resets).hasValue(1);
            assertThat(test.pool.stats().policies().get("tenantAffinity")).startsWith("no effect: validate-after-idle");
        }
    }

    @Test
    @DisplayName("a check of the application sees a kept session only after its reset; checks at return keep nothing")
    void applicationChecks() throws Exception {
        List<String> seen = new ArrayList<>();
        ResourceCheck<Thing> check = thing -> seen.add("after " + thing.resets + " resets");
        for (CheckMoment moment : List.of(CheckMoment.ACQUIRE, CheckMoment.BACKGROUND, CheckMoment.RETURN)) {
            PoolPolicies policies =
                    ALL.with(new Checks(new CheckNames(List.of("role")), KEEP, new CheckMoments(List.of(moment))));
            try (TestPool test = TestPool.withChecks(Map.of("role", check), size(1, policies))) {
                Thing only = use(test, "acme");
                assertThat(kept(test).isEmpty()).isEqualTo(moment == CheckMoment.RETURN);
                test.advance(Duration.ofMillis(1));
                if (moment == CheckMoment.BACKGROUND) {
                    test.pool.validate(OperationContext.plain());
                } else if (moment == CheckMoment.ACQUIRE) {
                    test.pool.suspectIdle();
                }
                assertThat(only.resets).hasValue(1);
                assertThat(seen).containsExactly("after 1 resets");
                assertThat(kept(test)).isEmpty();
                test.acquire().close();
                seen.clear();
            }
        }
    }

    @Test
    @DisplayName("a session that is kept for longer than its last proof of life is reset before its tenant receives it")
    void stale() throws Exception {
        try (TestPool test =
                TestPool.started(settings -> size(1, ALL).apply(settings).validateAfterIdle(Duration.ofSeconds(1)))) {
            Thing only = use(test, "acme");
            test.advance(Duration.ofSeconds(2));
            assertThat(use(test, "acme")).isSameAs(only);
            assertThat(only.resets).hasValue(1);
        }
    }
}
