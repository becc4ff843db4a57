package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.policy.OutageWait;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class OutageWaitTest {

    private static final AcquireRequest LONG = AcquireRequest.DEFAULT.withTimeout(Duration.ofMinutes(1));

    private volatile boolean down = true;

    private TestPool pool(Duration maxWait) {
        TestPool test = TestPool.onFakeTime(
                config -> config.minSize(0).maxSize(2).policies(PoolPolicies.NONE.with(new OutageWait(maxWait))));
        test.store.onCreate = attempt -> {
            if (down) {
                throw new IllegalStateException("connection refused");
            }
        };
        test.pool.start().join();
        return test;
    }

    @Test
    @DisplayName("X03 while the database is down a caller waits for max-wait, also after a wait of its own before the"
            + " outage, and then receives the cause")
    void limit() throws Exception {
        TestPool test = pool(Duration.ofSeconds(2));
        down = false;
        Lease<Thing> first = test.acquire();
        Lease<Thing> second = test.acquire();
        Caller<Lease<Thing>> patient = test.queue(LONG);
        test.advance(Duration.ofSeconds(30));
        assertThat(patient.isDone()).as("a busy pool").isFalse();

        down = true;
        first.invalidate();
        first.close();
        test.advance(Duration.ofSeconds(5));
        assertThat(patient.isDone()).as("the other lease may serve it").isFalse();
        second.invalidate();
        second.close();
        assertThat(test.total()).isZero();
        test.advance(Duration.ofSeconds(1));
        Caller<Lease<Thing>> later = test.queue(LONG);
        test.advance(Duration.ofMillis(999));
        assertThat(patient.isDone()).isFalse();
        test.advance(Duration.ofMillis(1));
        assertThat(patient.failure())
                .isInstanceOf(CreationFailed.class)
                .hasMessageStartingWith("pool 'orders': no connection could be created (max 2, leased 0, waiting ")
                .hasMessageEndingWith("; the database is down, and callers wait for it 2 s at most; the last attempt:"
                        + " cannot connect: connection refused")
                .hasRootCauseMessage("connection refused");
        assertThat(later.isDone()).isFalse();
        test.advance(Duration.ofSeconds(1));
        assertThat(later.failure()).isInstanceOf(CreationFailed.class);
        assertThat(test.pool.stats().counters().outageRefused()).isEqualTo(2);
        assertThat(test.pool.stats().policies().get("outage"))
                .isEqualTo("callers wait 2 s at most while the database is down; down for 3 s");
    }

    @Test
    @DisplayName(
            "X03 max-wait 0s refuses at once, each caller has an attempt made, and the first success ends the outage")
    void atOnce() throws Exception {
        TestPool test = pool(Duration.ZERO);
        assertThatThrownBy(() -> test.pool.acquire(LONG)).isInstanceOf(CreationFailed.class);
        assertThat(test.store.attempts()).isEqualTo(1);
        assertThatThrownBy(() -> test.pool.acquire(LONG)).isInstanceOf(CreationFailed.class);
        assertThat(test.store.attempts()).as("the wait after a failure holds").isEqualTo(1);
        test.advance(Duration.ofSeconds(1));
        down = false;
        Lease<Thing> lease = test.pool.acquire(LONG);
        lease.close();
        assertThat(test.pool.stats().policies().get("outage")).doesNotContain("down for");
        assertThat(test.events.of(Type.POLICY).stream().map(PoolEvent::words))
                .containsExactly(
                        "outage: the database is down: callers wait 0 ms at most; cannot connect: connection refused",
                        "outage: the outage is over: the acquisition timeout is the limit of waits again");
    }

    @Test
    @DisplayName("X03 the caller's own timeout holds at a busy pool, and in an outage if it is shorter")
    void busy() throws Exception {
        TestPool test = pool(Duration.ofSeconds(1));
        down = false;
        Lease<Thing> first = test.acquire();
        Lease<Thing> second = test.acquire();
        Caller<Lease<Thing>> busy = test.queue(AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(3)));
        test.advance(Duration.ofSeconds(3));
        assertThat(busy.failure()).isInstanceOf(AcquireTimeout.class);
        first.close();
        second.close();

        down = true;
        test.pool.reset(false);
        Caller<Lease<Thing>> hasty = test.queue(AcquireRequest.DEFAULT.withTimeout(Duration.ofMillis(100)));
        test.advance(Duration.ofMillis(100));
        assertThat(hasty.failure()).isInstanceOf(CreationFailed.class);
        assertThat(test.pool.stats().counters().outageRefused()).isZero();
        assertThat(test.inUse()).isZero();
    }

    @Test
    @DisplayName("X03 the limit is switched on and off in an outage, with effect on the waiters")
    void switched() throws Exception {
        TestPool test = pool(Duration.ofSeconds(2));
        test.pool.reconfigure(config -> config.policies(PoolPolicies.NONE));
        Caller<Lease<Thing>> waiter = test.queue(LONG);
        test.advance(Duration.ofSeconds(10));
        assertThat(waiter.isDone()).isFalse();
        test.pool.reconfigure(config -> config.policies(PoolPolicies.NONE.with(new OutageWait(Duration.ofSeconds(3)))));
        test.advance(Duration.ofMillis(2999));
        assertThat(waiter.isDone()).isFalse();
        test.advance(Duration.ofMillis(1));
        assertThat(waiter.failure()).isInstanceOf(CreationFailed.class);
    }

    @Test
    @DisplayName("X03 a paused pool refuses no waiter for an outage")
    void paused() throws Exception {
        TestPool test = pool(Duration.ofSeconds(1));
        Caller<Lease<Thing>> waiter = test.queue(LONG);
        test.pool.pause();
        test.advance(Duration.ofSeconds(10));
        assertThat(waiter.isDone()).isFalse();
        test.pool.resume();
        assertThat(waiter.failure()).isInstanceOf(CreationFailed.class);
    }

    @Test
    @DisplayName("X03 the limit holds for a caller that comes while a creation that hangs has taken the last place")
    void hanging() throws Exception {
        Deque<Runnable> hanging = new ArrayDeque<>();
        TestPool test = TestPool.withWorkers(
                hanging::add,
                config -> config.minSize(0)
                        .maxSize(1)
                        .maintenanceInterval(Duration.ofHours(1))
                        .policies(PoolPolicies.NONE.with(new OutageWait(Duration.ofSeconds(2)))));
        test.store.onCreate = attempt -> {
            throw new IllegalStateException("connection refused");
        };
        test.pool.start().join();
        Caller<Lease<Thing>> first = test.queue(LONG);
        hanging.remove().run();
        test.advance(Duration.ofSeconds(2));
        assertThat(first.failure()).isInstanceOf(CreationFailed.class);
        assertThat(hanging).as("the next creation").hasSize(1);
        test.advance(Duration.ofMinutes(1));

        Caller<Lease<Thing>> later = test.queue(LONG);
        test.advance(Duration.ofSeconds(2));
        assertThat(later.failure()).isInstanceOf(CreationFailed.class);
        assertThat(test.pool.stats().counters().outageRefused()).isEqualTo(2);
    }
}
