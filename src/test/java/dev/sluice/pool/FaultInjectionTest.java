package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admission.Priority;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.failure.Unsupported;
import dev.sluice.pool.failure.WrongState;
import dev.sluice.pool.fault.FaultKind;
import dev.sluice.pool.fault.FaultRule;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import dev.sluice.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class FaultInjectionTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private static FaultRule rule(FaultKind kind, double percentage, Integer count, Duration timeToLive) {
        return new FaultRule(kind, null, null, Map.of(), null, percentage, 42, count, null, null, timeToLive);
    }

    private static FaultRule always(FaultKind kind) {
        return rule(kind, 100, null, HOUR);
    }

    private static TestPool permitted(int min, int max) {
        TestPool test = TestPool.started(config -> config.minSize(min).maxSize(max));
        test.pool.permitFaults();
        return test;
    }

    private static OperationReport inject(TestPool test, FaultRule rule) {
        return test.pool.injectFault(rule, OperationContext.plain());
    }

    private static boolean refused(TestPool test, AcquireRequest request) throws InterruptedException {
        try {
            test.pool.acquire(request).close();
            return false;
        } catch (PoolSaturated e) {
            assertThat(e).hasMessageStartingWith("pool 'orders': refused by the injected fault f");
            return true;
        }
    }

    @Test
    @DisplayName("X09 faults are off by default: an injection is refused, and names the key")
    void off() {
        TestPool test = TestPool.started(config -> config);
        assertThatThrownBy(() -> inject(test, always(FaultKind.REFUSE_ACQUIRE)))
                .isInstanceOf(Unsupported.class)
                .hasMessageContaining("start with sluice.fault-injection.enabled=true");
        assertThat(test.pool.stats().faultInjection()).isFalse();
        assertThat(test.pool.stats().faultRules()).isEmpty();
    }

    @Test
    @DisplayName("X09 the next 3 creations fail, then they succeed, and the rule has ended by itself")
    void creations() {
        TestPool test = permitted(0, 10);
        inject(test, rule(FaultKind.FAIL_CREATION, 100, 3, HOUR));
        for (int i = 0; i < 3; i++) {
            OperationReport report = test.pool.fill(1);
            assertThat(report.failed()).isEqualTo(1);
            assertThat(report.message()).contains("injected fault f1; clear-faults ends it");
        }
        assertThat(test.store.attempts()).as("no attempt reached the database").isZero();
        assertThat(test.pool.fill(1).created()).isEqualTo(1);
        assertThat(test.pool.stats().faultRules()).isEmpty();
        assertThat(test.events.of(Type.FAULT_INJECTION).get(2).words())
                .isEqualTo("ends: f1, all its effects have happened; 3 effects");
        assertThat(test.pool.stats().counters().injectedFaults()).isEqualTo(3);
    }

    @Test
    @DisplayName("X09 an injected delay of 200 ms comes before each acquire, and is over with the pool")
    void delay() throws Exception {
        TestPool test = permitted(1, 1);
        test.time.movedByWaits = true;
        inject(
                test,
                new FaultRule(
                        FaultKind.DELAY_ACQUIRE,
                        null,
                        null,
                        Map.of(),
                        null,
                        100,
                        1,
                        null,
                        null,
                        Duration.ofMillis(200),
                        HOUR));
        long before = test.time.nanos();
        test.acquire().close();
        assertThat(Duration.ofNanos(test.time.nanos() - before)).isEqualTo(Duration.ofMillis(200));
    }

    @Test
    @DisplayName("X09 an injected delay ends at the caller's deadline or timeout, as a wait for a connection does")
    void delayWithinDeadline() {
        TestPool test = permitted(1, 1);
        test.time.movedByWaits = true;
        inject(
                test,
                new FaultRule(
                        FaultKind.DELAY_ACQUIRE,
                        null,
                        null,
                        Map.of(),
                        null,
                        100,
                        1,
                        null,
                        null,
                        Duration.ofSeconds(30),
                        HOUR));
        long before = test.time.nanos();
        Duration second = Duration.ofSeconds(1);
        assertThatThrownBy(() -> test.pool.acquire(AcquireRequest.DEFAULT.withTimeout(second)))
                .isInstanceOf(AcquireTimeout.class)
                .hasMessage("pool 'orders': the injected fault f1 has delayed the caller until its deadline;"
                        + " clear-faults ends it");
        assertThatThrownBy(() -> test.pool.acquire(AcquireRequest.DEFAULT, Deadline.in(second, test.time)))
                .isInstanceOf(AcquireTimeout.class);
        assertThat(Duration.ofNanos(test.time.nanos() - before)).isEqualTo(second.multipliedBy(2));
        assertThat(test.inUse()).isZero();
    }

    @Test
    @DisplayName("X09 a failing ping of conn_2 closes conn_2 and no other connection")
    void validation() {
        TestPool test = permitted(3, 3);
        String second = test.names().get(1);
        inject(
                test,
                new FaultRule(FaultKind.FAIL_VALIDATION, null, null, Map.of(), second, 100, 1, 1, null, null, HOUR));
        List<String> others = new ArrayList<>(test.names());
        others.remove(second);

        test.pool.validate(OperationContext.plain());

        assertThat(test.names()).hasSize(3).containsAll(others).doesNotContain(second);
        assertThat(test.pool.stats().counters().validationFailures()).isEqualTo(1);
    }

    @Test
    @DisplayName("X09 the connection of lease 5 is taken from its holder, and no slot is lost")
    void drop() throws Exception {
        TestPool test = permitted(1, 2);
        inject(test, new FaultRule(FaultKind.DROP_CONNECTION, null, null, Map.of(), null, 100, 1, null, 5, null, HOUR));
        for (int lease = 1; lease <= 7; lease++) {
            try (Lease<Thing> held = test.acquire()) {
                assertThat(held.resource().isClosed()).as("lease %d", lease).isEqualTo(lease == 5);
            }
        }
        assertThat(test.inUse()).isZero();
        assertThat(test.total()).isBetween(1, 2);
        assertThat(test.pool.stats().faultRules()).isEmpty();
    }

    @Test
    @DisplayName("X09 30 % with seed 42 affect the same of 100 acquires each time")
    void seeded() throws Exception {
        List<Boolean> first = outcomes();
        assertThat(outcomes()).isEqualTo(first);
        assertThat(first).filteredOn(refused -> refused).hasSizeBetween(15, 45);
    }

    private static List<Boolean> outcomes() throws InterruptedException {
        TestPool test = permitted(1, 1);
        inject(test, rule(FaultKind.REFUSE_ACQUIRE, 30, null, HOUR));
        List<Boolean> outcomes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            outcomes.add(refused(test, AcquireRequest.DEFAULT));
        }
        return outcomes;
    }

    @Test
    @DisplayName("X09 a rule concerns only callers of its lane, tenant and tag")
    void filtered() throws Exception {
        TestPool test = permitted(1, 1);
        inject(
                test,
                new FaultRule(
                        FaultKind.REFUSE_ACQUIRE,
                        Priority.LOW,
                        "acme",
                        Map.of("feature", "billing"),
                        null,
                        100,
                        1,
                        null,
                        null,
                        null,
                        HOUR));
        AcquireRequest concerned = AcquireRequest.DEFAULT
                .withPriority(Priority.LOW)
                .withTenant("acme")
                .withTag("feature", "billing");
        assertThat(refused(test, concerned)).isTrue();
        assertThat(refused(test, concerned.withPriority(Priority.HIGH))).isFalse();
        assertThat(refused(test, concerned.withTenant("other"))).isFalse();
        assertThat(refused(test, concerned.withTag("feature", "search"))).isFalse();
        assertThat(test.inUse()).isZero();
    }

    @Test
    @DisplayName("X09 statistics and events name the rules from begin to end, and each minute between")
    void loud() throws Exception {
        TestPool test = permitted(1, 1);
        OperationReport report = inject(test, rule(FaultKind.REFUSE_ACQUIRE, 100, null, Duration.ofSeconds(150)));
        String words = "f1: REFUSE_ACQUIRE, ends in 2 m 30 s, 0 effects";
        assertThat(report.message()).isEqualTo(words);
        assertThat(test.pool.stats().faultInjection()).isTrue();
        assertThat(test.pool.stats().faultRules()).containsExactly(words);
        assertThat(refused(test, AcquireRequest.DEFAULT)).isTrue();

        test.advance(Duration.ofSeconds(149));
        assertThat(refused(test, AcquireRequest.DEFAULT)).isTrue();
        test.advance(Duration.ofSeconds(1));
        assertThat(refused(test, AcquireRequest.DEFAULT)).isFalse();
        assertThat(test.pool.stats().faultInjection()).isFalse();
        test.advance(Duration.ofMinutes(5));
        assertThat(test.events.of(Type.FAULT_INJECTION))
                .extracting(PoolEvent::words)
                .containsExactly(
                        "begins: " + words,
                        "has an effect: f1, REFUSE_ACQUIRE",
                        "is in force: f1: REFUSE_ACQUIRE, ends in 1 m 30 s, 1 effects",
                        "is in force: f1: REFUSE_ACQUIRE, ends in 30 s, 1 effects",
                        "has an effect: f1, REFUSE_ACQUIRE",
                        "ends: f1, its time to live is over; 2 effects");
    }

    @Test
    @DisplayName("X09 a pool has 20 rules at most, and a cleared rule has no effect any more")
    void cleared() throws Exception {
        TestPool test = permitted(1, 1);
        for (int i = 0; i < 20; i++) {
            inject(test, always(FaultKind.REFUSE_ACQUIRE));
        }
        assertThatThrownBy(() -> inject(test, always(FaultKind.FAIL_CREATION)))
                .isInstanceOf(WrongState.class)
                .hasMessageContaining("at its maximum of 20 rules; clear-faults removes rules");
        assertThat(test.pool.clearFaults("f7", OperationContext.plain()).message())
                .isEqualTo("cleared: f7");
        assertThat(test.pool.clearFaults("f7", OperationContext.plain()).message())
                .isEqualTo("cleared: none");
        assertThat(test.pool.stats().faultRules()).hasSize(19);
        test.pool.clearFaults(null, OperationContext.plain());
        assertThat(test.pool.stats().faultRules()).isEmpty();
        assertThat(refused(test, AcquireRequest.DEFAULT)).isFalse();
    }

    @Test
    @DisplayName("X09 a dry run injects nothing, and a store that cannot break on use says so")
    void dry() throws Exception {
        TestPool test = permitted(1, 1);
        OperationReport report = test.pool.injectFault(
                always(FaultKind.REFUSE_ACQUIRE),
                new OperationContext("op_1", true, null, OperationContext.Follower.NONE));
        assertThat(report.message()).isEqualTo("would inject REFUSE_ACQUIRE");
        assertThat(refused(test, AcquireRequest.DEFAULT)).isFalse();
        assertThatThrownBy(() -> inject(test, always(FaultKind.BREAK_ON_USE)))
                .isInstanceOf(Unsupported.class)
                .hasMessageContaining("cannot break its resources on use");
    }

    @Test
    @DisplayName("X09 the faults end with their pool, and no reminder follows")
    void endsWithPool() {
        TestPool test = permitted(1, 1);
        inject(test, always(FaultKind.REFUSE_ACQUIRE));
        test.pool.close(CloseMode.IDLE_ONLY, Duration.ZERO);
        assertThat(test.pool.stats().faultRules()).isEmpty();
        int events = test.events.of(Type.FAULT_INJECTION).size();
        test.advance(HOUR.multipliedBy(2));
        assertThat(test.events.of(Type.FAULT_INJECTION)).hasSize(events);
    }
}
