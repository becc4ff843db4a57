package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.PoolManager;
import dev.sluice.control.Readiness;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.policy.Breaker;
import dev.sluice.pool.policy.PolicyMode;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.store.FailureKind;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class FullServerTest {

    private static final AcquireRequest LONG = AcquireRequest.DEFAULT.withTimeout(Duration.ofHours(1));
    private static final AcquireRequest ENDLESS = AcquireRequest.DEFAULT.withTimeout(AcquireRequest.FOREVER);

    private volatile int places = 1;

    private TestPool pool(PoolPolicies policies) {
        TestPool test =
                TestPool.onFakeTime(config -> config.minSize(0).maxSize(20).policies(policies));
        test.store.kinds = failure -> FailureKind.SERVER_FULL;
        test.store.onCreate = attempt -> {
            if (test.store.alive() > places) {
                throw new IllegalStateException("too many clients");
            }
        };
        test.pool.start().join();
        return test;
    }

    @Test
    @DisplayName(
            "X03 a server without free sessions is no outage: the circuit stays closed, attempts slow down, waiters"
                    + " are served by leases, and a free session is found")
    void backPressure() throws Exception {
        TestPool test = pool(PoolPolicies.NONE.with(new Breaker(1, Duration.ofMinutes(1), PolicyMode.ENFORCE)));
        Lease<Thing> held = test.acquire();
        Caller<Lease<Thing>> endless = test.queue(ENDLESS);
        Caller<Lease<Thing>> waiter = test.queue(LONG);
        test.advance(Duration.ofMinutes(1));
        assertThat(test.store.attempts()).as("one and about seven in a minute").isBetween(7, 12);
        assertThat(endless.isDone()).as("without a deadline").isFalse();
        assertThat(waiter.isDone()).isFalse();
        assertThat(test.pool.stats().policies().get("breaker")).startsWith("ENFORCE: CLOSED, 0 of 1");

        held.close();
        Lease<Thing> served = endless.result();
        places = 2;
        test.advance(Duration.ofSeconds(12));
        waiter.result().close();
        served.close();
        assertThat(test.inUse()).isZero();
    }

    @Test
    @DisplayName("X03 a server without free connections is reported with the numbers of the pool, in"
            + " statistics, readiness and an event")
    void told() throws Exception {
        TestPool test = pool(PoolPolicies.NONE);
        PoolManager manager = new PoolManager();
        manager.register(test.pool);
        Lease<Thing> held = test.acquire();
        Caller<Lease<Thing>> waiter = test.queue(LONG);

        String words =
                "the server has no free connections: max 20 of this pool, 1 open, next attempt in 234 ms; raise the"
                        + " limit of the server, or lower max-size here or in other clients; too many clients";
        assertThat(test.pool.stats().stateReason()).isEqualTo(FailureKind.SERVER_FULL);
        assertThat(test.pool.stats().stateDetail()).isEqualTo(words);
        Readiness readiness = manager.readiness("orders");
        assertThat(readiness.status()).isEqualTo(Readiness.Status.DEGRADED);
        assertThat(readiness.reason()).isEqualTo(words);
        test.advance(Duration.ofSeconds(2));
        assertThat(test.events.of(Type.SERVER_FULL))
                .as("from the third failure on")
                .first()
                .satisfies(event -> assertThat(event.words()).startsWith("the server has no free connections: max 20"));
        held.close();
        waiter.result().close();
    }

    @Test
    @DisplayName("X03 a probe that finds the server full closes the circuit, because the server answers")
    void probe() throws Exception {
        TestPool test = pool(PoolPolicies.NONE.with(new Breaker(1, Duration.ofSeconds(5), PolicyMode.ENFORCE)));
        places = 0;
        test.store.kinds = failure -> FailureKind.REFUSED;
        assertThat(Caller.start(() -> test.pool.acquire(ENDLESS)).failure()).isNotNull();
        assertThat(test.pool.stats().policies().get("breaker")).contains("OPEN");
        test.store.kinds = failure -> FailureKind.SERVER_FULL;
        test.advance(Duration.ofSeconds(5));
        assertThat(test.pool.stats().policies().get("breaker")).startsWith("ENFORCE: CLOSED");
        Caller<Lease<Thing>> hopeless = test.queue(ENDLESS);
        test.advance(Duration.ofSeconds(12));
        assertThat(hopeless.failure())
                .as("nothing could serve a caller without a deadline")
                .isInstanceOf(CreationFailed.class);
    }
}
