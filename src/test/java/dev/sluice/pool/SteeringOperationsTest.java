package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.Priority;
import dev.sluice.admission.TenantShare;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.failure.UnknownTenant;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pool whose gate is steered while it serves: paused, resumed, given other rules. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class SteeringOperationsTest {

    private static final AcquireRequest FOREVER = AcquireRequest.DEFAULT.withTimeout(AcquireRequest.FOREVER);

    private final TestPool test =
            TestPool.started(settings -> settings.minSize(2).maxSize(4));

    private static AdmissionPolicy reserving(int count) {
        return AdmissionPolicy.builder().reserved(Map.of(Priority.HIGH, count)).build();
    }

    @Test
    @DisplayName(
            "paused, it reports that and lets callers wait; leases continue and are released; no resource is created or closed")
    void pauses() throws Exception {
        Lease<Thing> lease = test.acquire();
        test.pool.pause();
        assertThat(test.pool.state()).isEqualTo(PoolState.PAUSED);
        Caller<Lease<Thing>> waiter = test.queue(FOREVER);

        lease.close();

        assertThat(waiter.isDone()).isFalse();
        assertThat(test.pool.stats().available()).isEqualTo(2);
        assertThat(test.store.created()).isEqualTo(2);
        test.pool.resume();
        assertThat(waiter.result().resource()).isNotNull();
        assertThat(test.pool.state()).isEqualTo(PoolState.RUNNING);
        assertThat(test.events.of(Type.PAUSED)).extracting(PoolEvent::count).containsExactly(0L);
        assertThat(test.events.of(Type.RESUMED)).extracting(PoolEvent::count).containsExactly(0L);
    }

    @Test
    @DisplayName("a pause keeps deadlines")
    void pauseKeepsDeadlines() {
        test.pool.pause();
        Caller<Lease<Thing>> waiter = test.queue(AcquireRequest.DEFAULT);

        test.advance(Duration.ofSeconds(5));

        assertThatThrownBy(waiter::result)
                .isInstanceOf(AcquireTimeout.class)
                .hasMessageContaining("no lease within 5 s (max 4, leased 0, waiting 0)");
    }

    @Test
    @DisplayName("resumed, it creates resources for waiters; a paused pool can be operated and closed")
    void resumes() throws Exception {
        test.pool.pause();
        List<Caller<Lease<Thing>>> waiters = List.of(test.queue(FOREVER), test.queue(FOREVER), test.queue(FOREVER));
        assertThat(test.pool.reset(false).complete()).isTrue();
        test.pool.resume();
        for (Caller<Lease<Thing>> waiter : waiters) {
            waiter.result();
        }
        assertThat(test.total()).isEqualTo(3);

        test.pool.pause();
        Caller<Lease<Thing>> late = test.queue(FOREVER);
        test.pool.close(CloseMode.FORCE, Duration.ZERO);
        assertThat(late.failure()).isInstanceOf(PoolClosed.class);
        assertThat(test.pool.state()).isEqualTo(PoolState.STOPPED);
    }

    @Test
    @DisplayName("rules take effect while it serves, and are reported")
    void rules() throws Exception {
        test.pool.reconfigure(settings -> settings.admission(reserving(3)));

        assertThat(test.pool.policy()).isEqualTo(reserving(3));
        Lease<Thing> one = test.acquire();
        assertThatThrownBy(() -> test.pool.acquire(AcquireRequest.DEFAULT.withTimeout(Duration.ZERO)))
                .isInstanceOfAny(AcquireTimeout.class, PoolSaturated.class);
        for (int i = 0; i < 3; i++) {
            test.pool.acquire(AcquireRequest.DEFAULT.withPriority(Priority.HIGH));
        }
        one.close();
        assertThat(test.events.of(Type.RECONFIGURED)).hasSize(1);
    }

    @Test
    @DisplayName("M29 a change that makes no sense is refused as a whole: all that was in force stays in force")
    void refusesTheWhole() {
        AdmissionPolicy before = test.pool.policy();
        PoolConfig config = test.pool.config();

        assertThatThrownBy(() ->
                        test.pool.reconfigure(settings -> settings.minSize(1).admission(reserving(4))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reserved must be less than max-size (4): 4");

        assertThat(test.pool.policy()).isSameAs(before);
        assertThat(test.pool.config()).isSameAs(config);
        assertThat(test.events.of(Type.RECONFIGURED)).isEmpty();
    }

    @Test
    @DisplayName("M29 a smaller maximum is checked against reserves and floors, too")
    void smallerMaximum() {
        test.pool.reconfigure(settings -> settings.admission(reserving(3)));
        assertThatThrownBy(() -> test.pool.reconfigure(settings -> settings.maxSize(3)))
                .hasMessage("reserved must be less than max-size (3): 3");
        assertThat(test.pool.config().maxSize()).isEqualTo(4);

        Map<String, TenantShare> tenants = Map.of(
                "A", new TenantShare(2, 4, 1, 0),
                "B", new TenantShare(2, 4, 1, 0));
        test.pool.reconfigure(settings ->
                settings.admission(AdmissionPolicy.builder().tenants(tenants).build()));
        assertThatThrownBy(() -> test.pool.reconfigure(settings -> settings.maxSize(3)))
                .hasMessage("tenants floors must not exceed max-size (3): 4");
        assertThat(test.pool.config().maxSize()).isEqualTo(4);
    }

    @Test
    @DisplayName("M29 reserves that are too large to be added up are refused, too")
    void overflow() {
        Map<Priority, Integer> reserved =
                Map.of(Priority.CRITICAL, Integer.MAX_VALUE, Priority.HIGH, Integer.MAX_VALUE, Priority.LOW, 2);
        assertThatThrownBy(() -> test.pool.reconfigure(settings -> settings.admission(
                        AdmissionPolicy.builder().reserved(reserved).build())))
                .hasMessage("reserved must be less than max-size (4): 4294967296");
    }

    @Test
    @DisplayName("after concurrent changes, the gate has the rules of the settings")
    void concurrentChanges() throws Exception {
        for (int round = 0; round < 200; round++) {
            int number = round;
            List<Caller<Object>> changes = Caller.startTogether(3, () -> {
                int own = (int) Thread.currentThread().getId();
                test.pool.reconfigure(settings -> settings.admission(AdmissionPolicy.builder()
                        .maxWaiters(1_000 * own + number)
                        .build()));
                return null;
            });
            for (Caller<Object> change : changes) {
                change.result();
            }
            assertThat(test.pool.policy())
                    .as("round %d", round)
                    .isEqualTo(test.pool.config().admission());
        }
    }

    @Test
    @DisplayName("X04 the pool separates its tenants by the tenant of the acquire")
    void tenants() throws Exception {
        TestPool shared = TestPool.started(settings -> settings.minSize(8)
                .maxSize(8)
                .admission(AdmissionPolicy.builder()
                        .tenants(Map.of("A", new TenantShare(0, 5, 1, 0), "B", new TenantShare(0, 5, 1, 0)))
                        .build()));
        AcquireRequest a = FOREVER.withTenant("A");
        AcquireRequest b = FOREVER.withTenant("B");
        Lease<Thing> firstOfA = shared.pool.acquire(a);
        for (int i = 1; i < 5; i++) {
            shared.pool.acquire(a);
        }
        Caller<Lease<Thing>> sixthOfA = shared.queue(a);
        for (int i = 0; i < 3; i++) {
            shared.pool.acquire(b);
        }
        Caller<Lease<Thing>> fourthOfB = shared.queue(b);

        firstOfA.close();

        assertThat(fourthOfB.result().name()).isEqualTo(firstOfA.name());
        assertThat(sixthOfA.isDone()).isFalse();
        assertThatThrownBy(() -> shared.pool.acquire(FOREVER.withTenant("X")))
                .isInstanceOf(UnknownTenant.class)
                .hasMessageStartingWith("pool 'orders': tenant 'X' has no share (max ");
        shared.close();
    }

    @Test
    @DisplayName("X04 callers that their tenant's cap holds back make the pool create nothing for them")
    void growsNotForTheCapped() throws Exception {
        AdmissionPolicy shared = AdmissionPolicy.builder()
                .tenants(Map.of("acme", new TenantShare(0, 1, 1, 0)))
                .build();
        test.pool.reconfigure(settings -> settings.admission(shared));
        AcquireRequest acme = FOREVER.withTenant("acme");
        Lease<Thing> lease = test.pool.acquire(acme);

        Caller<Lease<Thing>> second = test.queue(acme);
        Caller<Lease<Thing>> third = test.queue(acme);

        assertThat(test.total()).isEqualTo(2);
        lease.close();
        second.result().close();
        third.result().close();
    }

    @Test
    @DisplayName("a change of rules records the rule, the old and the new value")
    void tellsChanges() {
        test.pool.reconfigure(settings -> settings.admission(AdmissionPolicy.builder()
                .aging(Duration.ofMillis(500))
                .failFast(true)
                .build()));

        assertThat(test.events.of(Type.RECONFIGURED))
                .extracting(PoolEvent::words)
                .containsExactly("min 2, max 4, rules: aging 1 s → 500 ms, failFast false → true");
    }
}
