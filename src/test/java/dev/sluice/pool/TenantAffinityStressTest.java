package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.Priority;
import dev.sluice.admission.TenantShare;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.Selector;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.TenantAffinity;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Many tenants on real threads, while operators change the policy, the sizes and the sessions, by a seed that a failure
 * names; {@code -Dsluice.seed=} runs just that one.
 */
@DisplayName("With tenant affinity under load")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@Tag("campaign")
class TenantAffinityStressTest {

    private static final int MOST = 6;
    private static final int BORROWERS = 12;
    private static final int LEASES = 400;
    private static final int TENANTS = 4;

    /** The tenant whose state each session has; empty for callers without a tenant. */
    private final Map<Thing, Optional<String>> states = new ConcurrentHashMap<>();

    static LongStream seeds() {
        Long seed = Long.getLong("sluice.seed");
        return seed == null ? LongStream.of(2, 30, 400) : LongStream.of(seed);
    }

    private TestPool open(Random random) {
        TestPool test = TestPool.startedOnThreads(settings -> settings.minSize(2)
                .maxSize(MOST)
                .shortestWait(Duration.ZERO)
                .maxLifetime(Duration.ofMillis(500))
                .lifetimeJitter(0.5)
                .validateAfterIdle(Duration.ofMillis(20))
                .idleTimeout(Duration.ofMillis(50))
                .backgroundValidation(Duration.ofMillis(10))
                .maintenanceInterval(Duration.ofMillis(5))
                .policies(policy(random)));
        test.store.resets = thing -> {
            if (thing.resets.get() % 37 == 0) {
                return false; // and a new session replaces it
            }
            states.remove(thing);
            return true;
        };
        return test;
    }

    private static PoolPolicies policy(Random random) {
        return random.nextInt(4) == 0
                ? PoolPolicies.NONE
                : PoolPolicies.NONE.with(
                        new TenantAffinity(Duration.ofMillis(100 + random.nextInt(200)), 1 + random.nextInt(100)));
    }

    private int borrow(TestPool test, Random random) throws InterruptedException {
        int leases = 0;
        for (int i = 0; i < LEASES; i++) {
            int number = random.nextInt(TENANTS);
            String tenant = number == 0 ? null : "tenant-" + number;
            AcquireRequest request = AcquireRequest.DEFAULT
                    .withTenant(tenant)
                    .withPriority(Priority.values()[random.nextInt(5)])
                    .withTimeout(Duration.ofMillis(1 + random.nextInt(50)));
            try {
                use(test.pool.acquire(request), tenant, random);
                leases++;
            } catch (AcquireTimeout | CreationFailed | PoolSaturated e) {
                // as it is meant
            }
        }
        return leases;
    }

    private void use(Lease<Thing> lease, String tenant, Random random) {
        Thing thing = lease.resource();
        assertThat(thing.owners.incrementAndGet()).as("owners of %s", thing).isEqualTo(1);
        Optional<String> left = states.get(thing);
        if (left != null && lease.isOpen()) {
            assertThat(left).as("the tenant whose state %s has", thing).isEqualTo(Optional.ofNullable(tenant));
        }
        boolean used = random.nextInt(8) > 0;
        if (used) {
            states.put(thing, Optional.ofNullable(tenant));
        }
        for (int i = random.nextInt(2000); i > 0; i--) {
            Thread.onSpinWait();
        }
        thing.owners.decrementAndGet();
        if (used) {
            if (lease.mayBeKept() && random.nextInt(10) > 0) {
                lease.resetForOthers();
            } else {
                lease.resetOnClose();
            }
        }
        if (random.nextInt(30) == 0) {
            lease.invalidate();
        }
        lease.close();
    }

    private static void operate(TestPool test, Random random) {
        try {
            switch (random.nextInt(8)) {
                case 0 -> test.pool.reset(false);
                case 1 -> test.pool.expire(new Selector(Duration.ofMillis(random.nextInt(10)), null, null));
                case 2 -> test.pool.suspectIdle();
                case 3 -> test.pool.validate(OperationContext.plain());
                case 4 -> test.pool.reconfigure(settings -> settings.maxSize(2 + random.nextInt(MOST - 1)));
                case 5 -> {
                    Map<String, TenantShare> shares =
                            random.nextBoolean() ? Map.of() : Map.of("tenant-1", TenantShare.EQUAL);
                    test.pool.reconfigure(settings -> settings.admission(settings.build().admission().toBuilder()
                            .tenants(shares)
                            .otherTenants(TenantShare.EQUAL)
                            .build()));
                }
                default -> test.pool.reconfigure(settings -> settings.policies(policy(random)));
            }
        } catch (OperationInProgress e) {
            // as it is meant
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName(
            "no lease sees a session that another tenant used last, without a reset in between, and no slot is lost")
    void neverAcross(long seed) throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        try (TestPool test = open(new Random(seed))) {
            List<Caller<Integer>> borrowers = IntStream.range(0, BORROWERS)
                    .mapToObj(i -> Caller.start("borrower-" + i, () -> borrow(test, new Random(seed + i))))
                    .toList();
            Random random = new Random(~seed);
            Caller<Void> operator = Caller.start("operator", () -> {
                while (!stop.get()) {
                    operate(test, random);
                    Thread.yield();
                }
                return null;
            });
            int leases = 0;
            for (Caller<Integer> borrower : borrowers) {
                leases += borrower.result();
            }
            stop.set(true);
            operator.result();
            assertThat(leases).as("seed %d", seed).isGreaterThan(BORROWERS * LEASES / 4);
            assertThat(test.pool.stats().counters().savedResets())
                    .as("seed %d: saved resets", seed)
                    .isPositive();
            assertThat(test.pool.stats().counters().resetsForOthers())
                    .as("seed %d: resets for others", seed)
                    .isPositive();
            test.pool.reconfigure(settings -> settings.policies(PoolPolicies.NONE));
            Await.until("seed " + seed + ": nothing is in use, or kept", () -> {
                PoolStats stats = test.pool.stats();
                return stats.inUse() == 0
                        && stats.waiting() == 0
                        && stats.total() <= stats.maxConnections()
                        && stats.connections().stream().allMatch(each -> each.keptFor() == null);
            });
            assertThat(test.store.mostAlive()).isLessThanOrEqualTo(MOST);
        }
    }
}
