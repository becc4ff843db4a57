package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.policy.AdaptiveSize;
import dev.sluice.pool.policy.PolicyMode;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
@Tag("fast")
class AdaptiveSizeUnderLoadTest {

    private static PoolPolicies between(int least, int most) {
        return PoolPolicies.NONE.with(new AdaptiveSize(least, most, Duration.ofMillis(100), PolicyMode.ENFORCE));
    }

    private static long steps(TestPool test) {
        return test.pool.stats().counters().sizeSteps();
    }

    @Test
    @DisplayName("the policy is switched on, changed and off under load on threads, and no place is lost")
    void underLoad() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        List<Caller<Integer>> callers = new ArrayList<>();
        try (TestPool test =
                TestPool.startedOnThreads(config -> config.minSize(1).maxSize(2))) {
            for (int i = 0; i < 12; i++) {
                callers.add(Caller.start(() -> {
                    int leases = 0;
                    while (!stop.get()) {
                        test.acquire().close();
                        leases++;
                    }
                    return leases;
                }));
            }
            test.pool.reconfigure(config -> config.policies(between(3, 8)));
            Await.until("the policy has moved the size", () -> steps(test) >= 1);
            test.pool.reconfigure(config -> config.policies(between(1, 2)));
            Await.until("the other bounds hold", () -> test.pool.stats().maxConnections() <= 2);
            test.pool.reconfigure(config -> config.policies(PoolPolicies.NONE).maxSize(4));
            stop.set(true);
            for (Caller<Integer> caller : callers) {
                assertThat(caller.result()).isPositive();
            }
            assertThat(test.inUse()).isZero();
            Await.until("the connections beyond the maximum are closed", () -> test.total() <= 4);
            assertThat(test.pool.stats().maxConnections()).isEqualTo(4);
            assertThat(test.pool.stats().policies()).isEmpty();
        } finally {
            stop.set(true);
        }
    }
}
