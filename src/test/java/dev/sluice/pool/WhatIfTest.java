package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.Priority;
import dev.sluice.pool.WhatIfReport.ServedCallers;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import dev.sluice.value.BadValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
@Tag("fast")
class WhatIfTest {

    private static final int CALLERS = 350;
    private static final AdmissionPolicy RESERVE =
            AdmissionPolicy.builder().reserved(Map.of(Priority.HIGH, 1)).build();

    private static TestPool loaded(int size, UnaryOperator<PoolConfig.Builder> settings) throws Exception {
        TestPool test = TestPool.started(config ->
                settings.apply(config.minSize(size).maxSize(size).acquisitionTimeout(AcquireRequest.FOREVER)));
        SeededLoad.run(test, 11, CALLERS, Duration.ofMillis(10), Duration.ofMillis(33));
        return test;
    }

    private static WhatIfReport ask(TestPool test, Integer maxSize, AdmissionPolicy policy) {
        return test.pool.whatIf(new WhatIfQuestion(maxSize, policy, null));
    }

    private static void same(ServedCallers predicted, ServedCallers happened) {
        assertThat(happened.leases()).isEqualTo(CALLERS);
        assertThat(predicted.leases()).isEqualTo(CALLERS);
        assertThat(happened.p99WaitSeconds()).isGreaterThan(0.02);
        assertThat(predicted.p99WaitSeconds()).isCloseTo(happened.p99WaitSeconds(), Percentage.withPercentage(25));
        assertThat(predicted.utilisation()).isCloseTo(happened.utilisation(), within(0.05));
    }

    @Test
    @DisplayName(
            "the waits that a pool of 8 predicts for size 4, and for a reserve of a lane, come under the same load")
    void prediction() throws Exception {
        try (TestPool eight = loaded(8, config -> config);
                TestPool four = loaded(4, config -> config);
                TestPool reserving = loaded(4, config -> config.admission(RESERVE))) {
            WhatIfReport size = ask(eight, 4, null);
            same(size.predicted(), ask(four, null, null).happened());
            assertThat(size.present().p99WaitSeconds())
                    .as("the replay with the present size repeats the past")
                    .isCloseTo(size.happened().p99WaitSeconds(), within(0.002));
            assertThat(size.predicted().p99WaitSeconds())
                    .isGreaterThan(3 * size.present().p99WaitSeconds());
            assertThat(size.summary()).startsWith("max 4 instead of 8: wait p99 ");
            assertThat(eight.pool.stats().maxConnections())
                    .as("nothing has changed")
                    .isEqualTo(8);

            WhatIfReport rule = ask(four, null, RESERVE);
            same(rule.predicted(), ask(reserving, null, null).happened());
            assertThat(rule.predicted().p99WaitSeconds())
                    .isGreaterThan(1.05 * rule.present().p99WaitSeconds());
            assertThat(rule.summary()).contains("reserved {} → {HIGH=1}");
        }
    }

    @Test
    @DisplayName("a lost caller counts as refused in the past, and has a lease in a replay with more connections")
    void lost() throws Exception {
        try (TestPool test =
                TestPool.started(config -> config.minSize(1).maxSize(1).shortestWait(Duration.ZERO))) {
            AcquireRequest atOnce = AcquireRequest.DEFAULT.withTimeout(Duration.ZERO);
            for (int i = 0; i < 200; i++) {
                Lease<Thing> lease = test.acquire();
                test.advance(Duration.ofMillis(5));
                assertThatThrownBy(() -> test.pool.acquire(atOnce)).isInstanceOf(AcquireTimeout.class);
                test.advance(Duration.ofMillis(5));
                lease.close();
                test.advance(Duration.ofMillis(10));
            }
            WhatIfReport report = ask(test, 2, null);
            assertThat(report.happened().timeouts()).isEqualTo(200);
            assertThat(report.present()).isEqualTo(report.happened());
            assertThat(report.predicted().leases()).isEqualTo(400);
            assertThat(report.predicted().timeouts()).isZero();
            assertThat(report.happened().utilisation()).isCloseTo(0.5, within(0.01));
            assertThat(report.seconds()).isCloseTo(4, within(0.1));
        }
    }

    @Test
    @DisplayName("the record begins where it is complete: each connection keeps its last leases, a removed one, too")
    void bounded() throws Exception {
        try (TestPool test = TestPool.started(config -> config.minSize(0).maxSize(2))) {
            for (int i = 0; i < 2000; i++) {
                Lease<Thing> lease = test.acquire();
                test.advance(Duration.ofMillis(5));
                lease.close();
                test.advance(Duration.ofMillis(5));
            }
            WhatIfReport full = ask(test, null, null);
            assertThat(full.happened().leases()).isBetween(500L, 520L);
            assertThat(full.seconds()).isCloseTo(5.1, within(0.2));
            test.pool.reset(false);
            assertThat(ask(test, null, null).happened().leases())
                    .isEqualTo(full.happened().leases());
            WhatIfReport last = test.pool.whatIf(new WhatIfQuestion(null, null, Duration.ofSeconds(1)));
            assertThat(last.seconds()).isEqualTo(1);
            assertThat(last.happened().leases()).isEqualTo(100);
        }
    }

    @Test
    @DisplayName("a pool without callers answers with zeros, and a lease that has not ended is held until now")
    void few() throws Exception {
        try (TestPool test = TestPool.started(config -> config.maxSize(10))) {
            assertThat(ask(test, 3, null).summary()).isEqualTo("no caller is recorded");
            List<Lease<Thing>> leases = test.acquire(5);
            test.advance(Duration.ofSeconds(10));
            WhatIfReport report = ask(test, 4, null);
            assertThat(report.happened().utilisation()).isCloseTo(0.5, within(0.01));
            assertThat(report.predicted().utilisation()).isEqualTo(1);
            leases.forEach(Lease::close);
        }
    }

    @Test
    @DisplayName("a question with a size out of bounds, or with rules that do not fit the size, is refused")
    void bad() {
        try (TestPool test = TestPool.started(config -> config.maxSize(10))) {
            assertThatThrownBy(() -> ask(test, 0, null))
                    .isInstanceOf(BadValue.class)
                    .hasMessage("max-size must be a whole number from 1 to 10000: 0");
            assertThatThrownBy(() -> ask(test, 1, RESERVE)).isInstanceOf(BadValue.class);
            assertThatThrownBy(() -> new WhatIfQuestion(null, null, Duration.ZERO))
                    .isInstanceOf(BadValue.class)
                    .hasMessageStartingWith("last ");
        }
    }
}
