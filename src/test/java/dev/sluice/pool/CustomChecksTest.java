package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admission.Priority;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.CircuitOpen;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.policy.Breaker;
import dev.sluice.pool.policy.CheckMoment;
import dev.sluice.pool.policy.CheckMoments;
import dev.sluice.pool.policy.CheckNames;
import dev.sluice.pool.policy.Checks;
import dev.sluice.pool.policy.OutageWait;
import dev.sluice.pool.policy.PolicyMode;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.store.ResourceCheck;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import dev.sluice.time.TimedCalls;
import dev.sluice.value.BadValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class CustomChecksTest {

    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final List<String> calls = new ArrayList<>();

    private ResourceCheck<Thing> check(String name, ResourceCheck<Thing> check) {
        return thing -> {
            calls.add(name + " " + thing.number);
            return check.passes(thing);
        };
    }

    private static PoolPolicies policy(String names, CheckMoment... moments) {
        return PoolPolicies.NONE.with(
                new Checks(new CheckNames(List.of(names.split(" "))), LIMIT, new CheckMoments(List.of(moments))));
    }

    private static TestPool pool(
            Map<String, ResourceCheck<?>> checks, PoolPolicies policies, UnaryOperator<PoolConfig.Builder> settings) {
        return TestPool.withChecks(
                checks, config -> settings.apply(config.minSize(2).maxSize(4).policies(policies)));
    }

    private static List<Integer> closed(TestPool test) {
        return test.store.all().stream()
                .filter(Thing::isClosed)
                .map(thing -> thing.number)
                .toList();
    }

    @Test
    @DisplayName("X06 a check that rejects conn_1: the caller gets conn_2, conn_1 is closed, one failed validation")
    void acquire() throws Exception {
        TestPool test = pool(
                Map.of("fresh", check("fresh", thing -> thing.number != 1)),
                policy("fresh", CheckMoment.ACQUIRE),
                config -> config.validateAfterIdle(Duration.ZERO));
        test.advance(Duration.ofSeconds(1));

        try (Lease<Thing> lease = test.acquire()) {
            assertThat(lease.resource().number).isEqualTo(2);
        }
        assertThat(closed(test)).containsExactly(1);
        assertThat(test.pool.stats().counters().validationFailures()).isEqualTo(1);
        assertThat(test.events.of(Type.INVALID).get(0).words()).isEqualTo("check 'fresh' failed");
        assertThat(test.pool.stats().policies()).containsEntry("checks", "fresh at acquire, at most 2 s each");
    }

    @Test
    @DisplayName(
            "X06 checks run in their declared order, and the first failure stops them; a throwing check is invalid")
    void order() {
        TestPool test = pool(
                Map.of(
                        "a", check("a", thing -> true),
                        "b",
                                check("b", thing -> {
                                    if (thing.number == 1) {
                                        throw new IllegalStateException("wrong schema");
                                    }
                                    return true;
                                }),
                        "c", check("c", thing -> true)),
                policy("c b a", CheckMoment.BACKGROUND),
                config -> config.minSize(1).maxSize(1).backgroundValidation(Duration.ofMinutes(1)));
        test.advance(Duration.ofSeconds(75));

        assertThat(calls).containsExactly("c 1", "b 1");
        assertThat(test.events.of(Type.INVALID).get(0).words()).isEqualTo("check 'b' failed: wrong schema");
        assertThat(test.indexes()).containsExactly(2);
        assertThat(test.store.all().get(0).validations)
                .as("the usual validation comes first")
                .hasValue(1);
        test.pool.validate(dev.sluice.pool.operation.OperationContext.plain());
        assertThat(calls).containsExactly("c 1", "b 1", "c 2", "b 2", "a 2");
    }

    @Test
    @DisplayName("X06 a check later than its limit is invalid, on fake time and for a thread that does not return")
    void late() throws Exception {
        List<TestPool> own = new ArrayList<>();
        TestPool test = pool(
                Map.of("slow", check("slow", thing -> {
                    own.get(0).advance(LIMIT.plusMillis(1));
                    return true;
                })),
                PoolPolicies.NONE,
                config -> config.minSize(1).maxSize(1));
        own.add(test);
        test.pool.reconfigure(config -> config.policies(policy("slow", CheckMoment.RETURN)));
        test.acquire().close();
        assertThat(closed(test)).containsExactly(1);

        CountDownLatch never = new CountDownLatch(1);
        try (TestPool live = TestPool.onThreads(config -> config.minSize(1).maxSize(1), Map.of("stuck", thing -> {
            Await.open(never);
            return true;
        }))) {
            live.pool.start().join();
            Checks brief = new Checks(
                    new CheckNames(List.of("stuck")),
                    Duration.ofMillis(50),
                    new CheckMoments(List.of(CheckMoment.RETURN)));
            live.pool.reconfigure(config -> config.policies(PoolPolicies.NONE.with(brief)));
            live.acquire().close();
            Await.until("the connection is replaced", () -> live.indexes().equals(List.of(2)));
            assertThat(live.pool.stats().counters().validationFailures()).isEqualTo(1);
            never.countDown();
        }
    }

    @Test
    @DisplayName("X06 after a lease the check runs before the next caller; the holder does not wait for it")
    void returned() throws Exception {
        TestPool test = pool(
                Map.of("clean", check("clean", thing -> thing.number != 1)),
                policy("clean", CheckMoment.RETURN),
                config -> config.minSize(1).maxSize(1));
        test.acquire().close();
        assertThat(closed(test)).containsExactly(1);
        try (Lease<Thing> next = test.acquire()) {
            assertThat(next.resource().number).isEqualTo(2);
            next.resetOnClose();
        }
        assertThat(calls).containsExactly("clean 1", "clean 2");
        assertThat(test.store.all().get(1).resets).as("the reset comes first").hasValue(1);

        test.pool.reconfigure(config -> config.policies(PoolPolicies.NONE));
        test.acquire().close();
        assertThat(calls).as("off").hasSize(2);
        assertThat(test.pool.stats().inUse()).isZero();
    }

    @Test
    @DisplayName("X06 before the first lease: a rejected new connection is closed, and counts as a failed creation")
    void first() throws Exception {
        TestPool test = pool(
                Map.of("version", check("version", thing -> thing.number > 2)),
                policy("version", CheckMoment.FIRST),
                config -> config.minSize(1).maxSize(2).acquisitionTimeout(Duration.ofMillis(50)));
        assertThat(test.total()).isZero();
        assertThat(closed(test)).containsExactly(1);
        assertThat(test.pool.lastCreationFailure()).isEqualTo("the new connection is not used: check 'version' failed");
        assertThat(test.pool.stats().creating()).isZero();

        test.advance(Duration.ofSeconds(30)); // attempts follow by the rules for failures
        assertThat(test.total()).isEqualTo(1);
        assertThat(test.store.created()).isBetween(3, 5);
        try (Lease<Thing> lease = test.acquire()) {
            assertThat(lease.resource().number).isGreaterThan(2);
        }
    }

    @Test
    @DisplayName("X06 a check that rejects each new connection is an outage: attempts become rarer, the circuit opens,"
            + " and a rejected probe does not close it")
    void rejectsAll() throws Exception {
        AtomicBoolean passes = new AtomicBoolean();
        TestPool test = TestPool.withChecks(
                Map.of("version", check("version", thing -> passes.get())),
                config -> config.minSize(0)
                        .maxSize(4)
                        .policies(policy("version", CheckMoment.FIRST)
                                .with(new Breaker(3, Duration.ofMinutes(2), PolicyMode.ENFORCE))
                                .with(new OutageWait(Duration.ofMinutes(1)))));
        Caller<Lease<Thing>> waiter = test.queue(AcquireRequest.DEFAULT.withTimeout(Duration.ofHours(1)));
        for (int i = 0; i < 600 && !waiter.isDone(); i++) {
            test.advance(Duration.ofMillis(50));
        }
        assertThat(waiter.failure()).isInstanceOf(CircuitOpen.class).hasMessageContaining("check 'version' failed");
        assertThat(test.store.attempts()).isEqualTo(3);

        test.advance(Duration.ofMinutes(2));
        assertThat(test.store.attempts()).as("the probe").isEqualTo(4);
        assertThat(test.pool.stats().policies().get("breaker")).startsWith("ENFORCE: OPEN, 4 of 3 failures");
        assertThat(test.pool.stats().policies().get("outage")).contains("down for");
        assertThat(test.events.of(Type.RECOVERED)).isEmpty();

        passes.set(true);
        test.advance(Duration.ofMinutes(2));
        assertThat(test.pool.stats().policies().get("breaker")).startsWith("ENFORCE: CLOSED, 0 of 3");
        assertThat(test.events.of(Type.RECOVERED)).hasSize(1);
        test.acquire().close();
    }

    @Test
    @DisplayName("X06 without a breaker, too, attempts become rarer while a check rejects each new connection")
    void rarer() {
        TestPool test = TestPool.withChecks(
                Map.of("never", check("never", thing -> false)),
                config -> config.minSize(1).maxSize(4).policies(policy("never", CheckMoment.FIRST)));
        int before = test.store.attempts();
        for (int i = 0; i < 2400; i++) {
            test.advance(Duration.ofMillis(50));
        }
        assertThat(test.store.attempts() - before).as("in 2 minutes").isLessThan(250);
        assertThat(test.events.of(Type.RECOVERED)).isEmpty();
    }

    @Test
    @DisplayName("X06 threads that hang in checks of the application do not keep the pool from its own validations")
    void hanging() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        ResourceCheck<Thing> stuck = thing -> {
            boolean open = false;
            while (!open) {
                try {
                    open = never.await(50, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    // hangs on
                }
            }
            return true;
        };
        int hung = TimedCalls.MOST_STUCK;
        PoolPolicies checks = PoolPolicies.NONE.with(new Checks(
                new CheckNames(List.of("stuck")),
                Duration.ofMillis(50),
                new CheckMoments(List.of(CheckMoment.RETURN))));
        try (TestPool live =
                TestPool.onThreads(config -> config.minSize(0).maxSize(2 * hung), Map.of("stuck", stuck))) {
            live.pool.start().join();
            List<Lease<Thing>> leases = live.acquire(hung);
            Lease<Thing> healthy = live.acquire();
            live.pool.reconfigure(config -> config.policies(checks));
            leases.forEach(Lease::close);
            Await.until("all checks hang", () -> live.pool.stats().stuckThreads() >= hung);
            live.pool.reconfigure(config -> config.policies(PoolPolicies.NONE));
            String name = healthy.name();
            healthy.close();
            live.pool.validate(dev.sluice.pool.operation.OperationContext.plain());
            assertThat(live.names()).contains(name);
            never.countDown();
        }
    }

    @Test
    @DisplayName("X06 a caller that waits for a connection which no check lets through is refused with the reason")
    void refused() {
        TestPool test = TestPool.withChecks(
                Map.of("never", check("never", thing -> false)),
                config -> config.minSize(0)
                        .maxSize(2)
                        .creationPerCaller(true)
                        .policies(policy("never", CheckMoment.FIRST)));
        assertThatThrownBy(() -> test.pool.acquire(AcquireRequest.DEFAULT.withPriority(Priority.HIGH)))
                .isInstanceOf(CreationFailed.class)
                .hasMessageContaining("check 'never' failed");
        assertThat(test.store.alive()).isZero();
    }

    @Test
    @DisplayName("X06 a rejected connection says nothing about the others: they are not suspected")
    void others() throws Exception {
        TestPool test = pool(
                Map.of("fresh", check("fresh", thing -> thing.number != 1)),
                policy("fresh", CheckMoment.RETURN),
                config -> config.minSize(3));
        test.acquire().close();
        assertThat(test.store.all()).allMatch(thing -> thing.validations.get() == 0);
        assertThat(test.total()).isEqualTo(3);
    }

    @Test
    @DisplayName("X06 an unknown name is refused with the key, at the start and at a change; the earlier policy stays")
    void unknown() {
        Map<String, ResourceCheck<?>> checks = Map.of("fresh", check("fresh", thing -> true));
        assertThatThrownBy(() -> pool(checks, policy("fresh stale", CheckMoment.ACQUIRE), config -> config))
                .isInstanceOf(BadValue.class)
                .hasMessage("checks.names must be checks of the application, which has fresh: 'stale'");

        TestPool test = pool(checks, policy("fresh", CheckMoment.ACQUIRE), config -> config);
        assertThatThrownBy(() -> test.pool.reconfigure(config -> config.policies(policy("x", CheckMoment.RETURN))))
                .isInstanceOf(BadValue.class)
                .hasMessage("checks.names must be checks of the application, which has fresh: 'x'");
        assertThat(test.pool.policies()).isEqualTo(policy("fresh", CheckMoment.ACQUIRE));
    }
}
