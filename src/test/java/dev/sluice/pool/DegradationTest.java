package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.Priority;
import dev.sluice.admission.Ticket;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.policy.Degradation;
import dev.sluice.pool.policy.Degradation.WhenFull;
import dev.sluice.pool.policy.PolicyMode;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.FakeTime;
import dev.sluice.testing.TestPool;
import dev.sluice.time.Deadline;
import dev.sluice.value.BadValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class DegradationTest {

    private static final AcquireRequest LOW = AcquireRequest.DEFAULT.withPriority(Priority.LOW);
    private static final AcquireRequest HIGH = AcquireRequest.DEFAULT.withPriority(Priority.HIGH);
    private static final Duration CHECK = Duration.ofSeconds(1);

    private static PoolPolicies degradation(WhenFull whenFull, PolicyMode mode) {
        return PoolPolicies.NONE.with(new Degradation(whenFull, 0.9, 0.7, 3, CHECK, Priority.NORMAL, mode));
    }

    private static TestPool full(WhenFull whenFull, PolicyMode mode) throws InterruptedException {
        TestPool test = TestPool.started(config -> config.maxSize(2));
        test.pool.fallback((request, refusal) -> new Thing(-1));
        test.pool.reconfigure(config -> config.policies(degradation(whenFull, mode)));
        test.acquire(2);
        return test;
    }

    private static void check(TestPool test, int times) {
        for (int i = 0; i < times; i++) {
            test.advance(CHECK);
        }
    }

    // --- When full

    @Test
    @DisplayName("X08 with FAIL_FAST a caller of a full pool is refused without waiting, and holds nothing")
    void failFast() throws Exception {
        TestPool test = full(WhenFull.FAIL_FAST, PolicyMode.ENFORCE);
        test.pool.sample();

        assertThatThrownBy(test::acquire)
                .isInstanceOf(PoolSaturated.class)
                .hasMessage("pool 'orders': no lease without waiting (max 2, leased 2, waiting 1);"
                        + " the policy degradation lets no caller of a full pool wait");
        PoolStats stats = test.pool.stats();
        assertThat(stats.counters().degradedRefusals()).isEqualTo(1);
        assertThat(stats.counters().refused()).isEqualTo(1);
        assertThat(stats.counters().saturations()).isEqualTo(1);
        assertThat(stats.counters().timeouts()).as("no deadline has passed").isZero();
        assertThat(stats.waiting()).isZero();
        test.pool.sample();
        assertThat(test.pool.history(0).refused()).endsWith(1);
        assertThat(test.pool.history(0).timeouts()).containsOnly(0);
        assertThat(test.events.of(Type.POLICY).get(0).words())
                .isEqualTo("degradation: refuses callers of the full pool");
    }

    @Test
    @DisplayName("X08 with WAIT a caller of a full pool waits, and is served")
    void waits() throws Exception {
        TestPool test =
                TestPool.started(config -> config.maxSize(1).policies(degradation(WhenFull.WAIT, PolicyMode.ENFORCE)));
        Lease<Thing> lease = test.acquire();
        Caller<Lease<Thing>> waiting = test.queue(AcquireRequest.DEFAULT);
        lease.close();
        assertThat(waiting.result().isDegraded()).isFalse();
    }

    @Test
    @DisplayName("X08 with FAIL_FAST a caller is served by room and by an idle connection, also up to the last one")
    void notFull() throws Exception {
        TestPool test = TestPool.started(
                config -> config.maxSize(3).policies(degradation(WhenFull.FAIL_FAST, PolicyMode.ENFORCE)));
        List<Lease<Thing>> leases = new ArrayList<>(test.acquire(3));
        assertThatThrownBy(test::acquire).isInstanceOf(PoolSaturated.class);

        leases.remove(0).close();
        leases.add(test.acquire());
        leases.remove(0).invalidate();
        assertThatThrownBy(test::acquire).as("the marked one is still held").isInstanceOf(PoolSaturated.class);
        test.pool.reconfigure(config -> config.maxSize(4));
        leases.add(test.acquire());
        assertThat(test.inUse()).isEqualTo(4);
    }

    @Test
    @DisplayName(
            "X08 with FAIL_FAST a caller waits for a connection that is being created, and only the next is refused")
    void creationUnderWay() throws Exception {
        List<Runnable> work = new ArrayList<>();
        TestPool test = TestPool.withWorkers(
                work::add, config -> config.maxSize(1).policies(degradation(WhenFull.FAIL_FAST, PolicyMode.ENFORCE)));
        Caller<Lease<Thing>> first = test.queue(AcquireRequest.DEFAULT);
        assertThat(test.pool.stats().creating()).isEqualTo(1);

        assertThatThrownBy(test::acquire).isInstanceOf(PoolSaturated.class);
        while (!work.isEmpty()) {
            work.remove(0).run();
        }
        assertThat(first.result().isOpen()).isTrue();
    }

    @Test
    @DisplayName("X08 with FAIL_FAST a waiter that has a place keeps it, while a newcomer is about to be refused")
    void keepsPlace() {
        FakeTime time = new FakeTime();
        PoolParts<Thing> parts = new PoolParts<>(
                "orders",
                PoolConfig.builder()
                        .minSize(0)
                        .maxSize(1)
                        .policies(degradation(WhenFull.FAIL_FAST, PolicyMode.ENFORCE))
                        .build(),
                new FakeStore(),
                new PoolRuntime(time, time, Runnable::run, () -> 0.5));
        Ticket first = queued(parts, 1);
        Ticket newcomer = queued(parts, 2);

        assertThatCode(() -> parts.degradation.refuseIfFull(first, false)).doesNotThrowAnyException();
        assertThatThrownBy(() -> parts.degradation.refuseIfFull(newcomer, true)).isInstanceOf(PoolSaturated.class);
        assertThatThrownBy(() -> parts.degradation.refuseIfFull(newcomer, false))
                .as("after another has taken its place")
                .isInstanceOf(PoolSaturated.class);
        parts.core.gate.close();
    }

    /** Queues a caller at the gate, which waits until the gate is closed. Returns when so many wait. */
    private static Ticket queued(PoolParts<Thing> parts, int waiting) {
        AtomicReference<Ticket> ticket = new AtomicReference<>();
        Caller.start(() -> {
            ticket.set(new Ticket(
                    Priority.NORMAL,
                    Deadline.never(parts.core.ticker),
                    null,
                    Thread.currentThread(),
                    false,
                    AcquireRequest.DEFAULT));
            return parts.core.gate.enter(ticket.get(), announced -> {});
        });
        Await.until("the caller is queued", () -> parts.core.gate.waiting() == waiting);
        return ticket.get();
    }

    @Test
    @DisplayName("X08 with FAIL_FAST callers of a paused pool wait, because an operator wants them to")
    void paused() throws Exception {
        TestPool test = full(WhenFull.FAIL_FAST, PolicyMode.ENFORCE);
        test.pool.pause();
        Caller<Lease<Thing>> waiting = test.queue(AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(5)));
        test.advance(Duration.ofSeconds(6));
        assertThat(waiting.failure()).hasMessageContaining("no lease within 5 s");
    }

    @ParameterizedTest
    @EnumSource(names = {"FAIL_FAST", "FALLBACK"})
    @DisplayName("X08 in mode OBSERVE callers of a full pool wait, and are counted")
    void observed(WhenFull whenFull) throws Exception {
        TestPool test = full(whenFull, PolicyMode.OBSERVE);
        Caller<Lease<Thing>> waiting = test.queue(AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(5)));
        test.advance(Duration.ofSeconds(6));
        assertThat(waiting.failure()).hasMessageContaining("no lease within 5 s");
        assertThat(test.pool.stats().counters().degradedObserved()).isEqualTo(1);
        assertThat(test.pool.stats().counters().degradedGrants()).isZero();
    }

    // --- Substitutes

    @Test
    @DisplayName("X08 with FALLBACK a caller of a full pool gets a degraded lease, whose close does not touch the pool")
    void fallback() throws Exception {
        TestPool test = full(WhenFull.FALLBACK, PolicyMode.ENFORCE);

        Lease<Thing> substitute = test.acquire();
        assertThat(substitute.isDegraded()).isTrue();
        assertThat(substitute.resource().number).isEqualTo(-1);
        PoolStats during = test.pool.stats();
        assertThat(during.inUse()).isEqualTo(2);
        assertThat(during.total()).isEqualTo(2);
        assertThat(during.counters().degradedGrants()).isEqualTo(1);
        assertThat(during.counters().acquired()).isEqualTo(2);
        assertThat(during.counters().refused())
                .as("a served caller is not refused")
                .isZero();

        substitute.invalidate();
        substitute.close();
        substitute.close();
        assertThat(substitute.isOpen()).isFalse();
        PoolStats after = test.pool.stats();
        assertThat(after.inUse()).isEqualTo(2);
        assertThat(after.counters().released()).isZero();
        assertThat(after.counters().closed()).isZero();
    }

    @Test
    @DisplayName("X08 the pool releases a substitute as it releases a lease, once, and tells the supplier")
    void released() throws Exception {
        List<Thing> ended = new ArrayList<>();
        TestPool test = full(WhenFull.FALLBACK, PolicyMode.ENFORCE);
        test.pool.fallback(new FallbackSupplier<>() {
            @Override
            public Thing supply(AcquireRequest request, PoolSaturated refusal) {
                return new Thing(-2);
            }

            @Override
            public void ended(Thing substitute) {
                ended.add(substitute);
            }
        });
        Lease<Thing> substitute = test.acquire();
        test.pool.release(substitute);
        assertThat(ended).containsExactly(substitute.resource());
        assertThatThrownBy(() -> test.pool.release(substitute)).hasMessageContaining("orders");
        assertThat(ended).hasSize(1);
    }

    @Test
    @DisplayName("X08 a supplier that throws, or gives nothing, lets the caller have the refusal, with the cause")
    void failingSupplier() throws Exception {
        TestPool test = full(WhenFull.FALLBACK, PolicyMode.ENFORCE);
        test.pool.fallback((request, refusal) -> null);
        assertThatThrownBy(test::acquire).isInstanceOf(PoolSaturated.class).hasNoSuppressedExceptions();

        IllegalStateException cause = new IllegalStateException("replica is down");
        test.pool.fallback((request, refusal) -> {
            throw cause;
        });
        assertThatThrownBy(test::acquire).isInstanceOf(PoolSaturated.class).hasSuppressedException(cause);
        assertThat(test.pool.stats().counters().degradedGrants()).isZero();
        assertThat(test.pool.stats().counters().refused()).isEqualTo(2);
    }

    @Test
    @DisplayName("X08 a caller with a substitute is no refusal in counters, samples and verdict, in spite of a cap")
    void servedIsNotRefused() throws Exception {
        TestPool test = full(WhenFull.FALLBACK, PolicyMode.ENFORCE);
        test.pool.reconfigure(config ->
                config.admission(AdmissionPolicy.builder().maxWaiters(0).build()));
        test.pool.sample();

        assertThat(test.acquire().isDegraded()).as("refused by the cap").isTrue();
        test.pool.sample();
        PoolStats stats = test.pool.stats();
        assertThat(stats.counters().refused()).isZero();
        assertThat(test.pool.history(0).refused()).containsOnly(0);
        assertThat(stats.verdict()).doesNotContain("refusal");
    }

    @Test
    @DisplayName("X08 a refusal for which the caller asks for a foreign substitute counts once, and only if it stands")
    void foreignSubstitute() throws Exception {
        TestPool test = full(WhenFull.FALLBACK, PolicyMode.ENFORCE);
        List<String> offers = new ArrayList<>(List.of("replica"));
        test.pool.foreignFallback((request, refusal) -> offers.isEmpty() ? null : offers.remove(0));

        assertThat(test.pool.substitute(String.class, AcquireRequest.DEFAULT, refusal(test)))
                .isEqualTo("replica");
        assertThat(test.pool.stats().counters().refused()).isZero();
        assertThat(test.pool.substitute(String.class, AcquireRequest.DEFAULT, refusal(test)))
                .isNull();
        assertThat(test.pool.stats().counters().refused()).isEqualTo(1);
        assertThatThrownBy(test::acquire).as("a caller that never asks").isInstanceOf(PoolSaturated.class);
        assertThat(test.pool.stats().counters().refused()).isEqualTo(2);
        assertThat(test.pool.stats().counters().degradedGrants()).isEqualTo(1);
    }

    private static PoolSaturated refusal(TestPool test) {
        return catchThrowableOfType(PoolSaturated.class, () -> test.pool.acquireOrAsk(AcquireRequest.DEFAULT));
    }

    @Test
    @DisplayName("X08 a caller waits as usual while the supplier has nothing to offer to its thread")
    void nothingOffered() throws Exception {
        TestPool test = full(WhenFull.FALLBACK, PolicyMode.ENFORCE);
        test.pool.fallback(new FallbackSupplier<>() {
            @Override
            public boolean offers(AcquireRequest request) {
                return false;
            }

            @Override
            public Thing supply(AcquireRequest request, PoolSaturated refusal) {
                throw new AssertionError("offered nothing");
            }
        });
        Caller<Lease<Thing>> waiting = test.queue(AcquireRequest.DEFAULT.withTimeout(Duration.ofSeconds(5)));
        test.advance(Duration.ofSeconds(6));
        assertThat(waiting.failure()).hasMessageContaining("no lease within 5 s");
    }

    @Test
    @DisplayName("X08 FALLBACK without a supplier is refused as a whole with its key, and the earlier policy stays")
    void noSupplier() {
        TestPool test = TestPool.started(config -> config.policies(degradation(WhenFull.WAIT, PolicyMode.ENFORCE)));
        PoolPolicies before = test.pool.policies();
        assertThatThrownBy(() -> test.pool.reconfigure(
                        config -> config.maxSize(17).policies(degradation(WhenFull.FALLBACK, PolicyMode.ENFORCE))))
                .isInstanceOf(BadValue.class)
                .hasMessage("degradation.when-full must not be FALLBACK, because the application has no"
                        + " FallbackSupplier for pool 'orders'");
        assertThat(test.pool.policies()).isEqualTo(before);
        assertThat(test.pool.config().maxSize()).isNotEqualTo(17);

        TestPool another =
                TestPool.onFakeTime(config -> config.policies(degradation(WhenFull.FALLBACK, PolicyMode.ENFORCE)));
        assertThatThrownBy(another.pool::start).isInstanceOf(BadValue.class);
    }

    // --- The state

    @Test
    @DisplayName(
            "X08 18 of 20 in use at 3 checks degrade a pool: LOW is refused, HIGH is served; below 14 it is normal")
    void hysteresis() throws Exception {
        TestPool test =
                TestPool.started(config -> config.maxSize(20).policies(degradation(WhenFull.WAIT, PolicyMode.ENFORCE)));
        List<Lease<Thing>> leases = new ArrayList<>(test.acquire(18));
        check(test, 2);
        assertThat(test.pool.stats().degraded()).isFalse();
        check(test, 1);

        PoolStats degraded = test.pool.stats();
        assertThat(degraded.degraded()).isTrue();
        assertThat(degraded.policies())
                .containsEntry("degradation", "ENFORCE: DEGRADED, lanes below NORMAL are refused; when full: WAIT");
        assertThat(test.events.of(Type.POLICY).get(0).words())
                .isEqualTo("degradation: DEGRADED, lanes below NORMAL are refused; 18 of 20 connections in use");
        assertThatThrownBy(() -> test.pool.acquire(LOW))
                .isInstanceOf(PoolSaturated.class)
                .hasMessageContaining("callers of lane LOW are refused (max 20, leased 18, waiting 0)");
        test.pool.acquire(HIGH).close();
        test.pool.acquire().close();
        assertThat(test.pool.stats().counters().degradedRefusals()).isEqualTo(1);

        leases.subList(0, 4).forEach(Lease::close);
        check(test, 5);
        assertThat(test.pool.stats().degraded())
                .as("14 of 20 are not below 70 %")
                .isTrue();
        leases.get(4).close();
        check(test, 3);
        assertThat(test.pool.stats().degraded()).isFalse();
        test.pool.acquire(LOW).close();
        assertThat(test.events.of(Type.POLICY))
                .last()
                .satisfies(event ->
                        assertThat(event.words()).isEqualTo("degradation: NORMAL; 13 of 20 connections in use"));
    }

    @Test
    @DisplayName("X08 in mode OBSERVE no lane is refused in DEGRADED, and readiness does not change")
    void observedState() throws Exception {
        TestPool test =
                TestPool.started(config -> config.maxSize(2).policies(degradation(WhenFull.WAIT, PolicyMode.OBSERVE)));
        List<Lease<Thing>> leases = test.acquire(2);
        check(test, 3);
        leases.get(0).close();
        test.pool.acquire(LOW).close();
        PoolStats stats = test.pool.stats();
        assertThat(stats.policies()).containsEntry("degradation", "OBSERVE: DEGRADED; when full: WAIT");
        assertThat(stats.counters().degradedObserved()).isEqualTo(1);
        assertThat(stats.degraded()).isFalse();
    }

    @Test
    @DisplayName("X08 a low lane gets no substitute in DEGRADED")
    void lowLanesGetNoSubstitute() throws Exception {
        TestPool test = full(WhenFull.FALLBACK, PolicyMode.ENFORCE);
        check(test, 3);
        assertThatThrownBy(() -> test.pool.acquire(LOW)).isInstanceOf(PoolSaturated.class);
        assertThat(test.pool.acquire(HIGH).isDegraded()).isTrue();
    }

    @Test
    @DisplayName("X08 a changed policy begins in the present state; a removed one refuses no caller and checks no more")
    void changed() throws Exception {
        TestPool test = full(WhenFull.WAIT, PolicyMode.ENFORCE);
        check(test, 3);
        test.pool.reconfigure(config -> config.policies(degradation(WhenFull.FAIL_FAST, PolicyMode.ENFORCE)));
        assertThatThrownBy(() -> test.pool.acquire(LOW)).hasMessageContaining("callers of lane LOW are refused");

        test.pool.reconfigure(config -> config.policies(PoolPolicies.NONE));
        assertThat(test.pool.stats().policies()).isEmpty();
        Caller<Lease<Thing>> waiting = test.queue(LOW.withTimeout(Duration.ofSeconds(5)));
        test.advance(Duration.ofSeconds(6));
        assertThat(waiting.failure()).hasMessageContaining("no lease within 5 s");
    }
}
