package dev.sluice.keyed;

import static dev.sluice.keyed.TestKeyedPool.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.Priority;
import dev.sluice.keyed.FakeSessions.Session;
import dev.sluice.pool.failure.AcquireCancelled;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Leases count, so that nobody closes what somebody else uses. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class KeyedLeaseTest {

    private TestKeyedPool test = TestKeyedPool.ofSize(3);

    @AfterEach
    void close() {
        test.close();
    }

    private void limitedTo(int leases) {
        test.close();
        test = TestKeyedPool.onFakeTime(settings -> settings.maxLeasesPerKey(leases));
    }

    private Caller<KeyedLease<String, Session>> queueFor(String key, Priority lane) {
        return test.queue(() -> test.pool.lease(key, PATIENT.withPriority(lane)));
    }

    @Test
    @DisplayName("the end of the last of three leases closes the resource")
    void counted() throws Exception {
        List<KeyedLease<String, Session>> leases = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            leases.add(test.pool.lease("key1"));
        }
        Session session = leases.get(0).resource();
        assertThat(leases)
                .allMatch(lease -> lease.resource() == session && lease.key().equals("key1"));
        leases.get(0).close();
        leases.get(0).close();
        leases.get(1).close();
        assertThat(test.pool.contains("key1")).isTrue();
        assertThat(session.isClosed()).isFalse();

        leases.get(2).close();
        assertThat(test.pool.contains("key1")).isFalse();
        test.settle();
        assertThat(session.closes).hasValue(1);
    }

    @Test
    @DisplayName("a release does not affect the holders of leases")
    void releaseUnderLease() throws Exception {
        Session session = test.acquire("key1");
        KeyedLease<String, Session> lease = test.pool.lease("key1");
        test.pool.release("key1");
        assertThat(lease.resource()).isSameAs(session);
        assertThat(session.isClosed()).isFalse();

        lease.close();
        test.settle();
        assertThat(session.closes).hasValue(1);
    }

    @Test
    @DisplayName("the end of a lease does not affect the acquired resource")
    void leaseBesideAcquired() throws Exception {
        test.acquire("key1");
        test.pool.lease("key1").close();

        assertThat(test.pool.contains("key1")).isTrue();
        test.settle();
        assertThat(test.sessions.closes()).isZero();
    }

    @Test
    @DisplayName("a resource that a holder finds broken is not shared, and is closed with its last lease")
    void invalid() throws Exception {
        KeyedLease<String, Session> first = test.pool.lease("key1");
        KeyedLease<String, Session> second = test.pool.lease("key1");
        first.invalidate();
        first.close();
        assertThat(test.pool.stats().evictions()).isEqualTo(1);
        KeyedLease<String, Session> next = test.pool.lease("key1");
        assertThat(next.resource()).isNotSameAs(second.resource());
        assertThat(second.resource().isClosed()).isFalse();
        assertThat(test.open()).isEqualTo(2);

        second.invalidate();
        second.close();
        Await.until("it is closed", () -> second.resource().closes.get() == 1);
        assertThat(test.pool.stats().evictions()).isEqualTo(1);
        assertThat(test.acquire("key1")).isSameAs(next.resource());
    }

    @Test
    @DisplayName(
            "leases of one key can be limited: a further caller waits for the end of a lease, the most urgent first")
    void limited() throws Exception {
        limitedTo(2);
        KeyedLease<String, Session> first = test.pool.lease("key1");
        test.pool.lease("key1");
        Caller<KeyedLease<String, Session>> low = queueFor("key1", Priority.LOW);
        Caller<KeyedLease<String, Session>> high = queueFor("key1", Priority.HIGH);
        assertThat(test.pool.lease("key2").key()).isEqualTo("key2");
        assertThat(test.acquire("key1")).isSameAs(first.resource());

        first.close();
        KeyedLease<String, Session> second = high.result();
        assertThat(low.isDone()).isFalse();
        second.close();
        assertThat(low.result().resource()).isSameAs(first.resource());
        assertThat(test.pool.stats().totalWaits()).isEqualTo(2);
    }

    @Test
    @DisplayName("a wait for a lease of a key ends with its deadline, its token or its thread, and leaves no trace")
    void limitedWaitEnds() throws Exception {
        limitedTo(1);
        KeyedLease<String, Session> held = test.pool.lease("key1");
        CancelToken token = new CancelToken();
        Caller<KeyedLease<String, Session>> late =
                test.queue(() -> test.pool.lease("key1", PATIENT.withTimeout(Duration.ofSeconds(1))));
        Caller<KeyedLease<String, Session>> cancelled = test.queue(() -> test.pool.lease("key1", PATIENT, token));
        Caller<KeyedLease<String, Session>> interrupted = queueFor("key1", Priority.NORMAL);
        token.cancel();
        assertThat(cancelled.failure()).isInstanceOf(AcquireCancelled.class);
        interrupted.interrupt();
        assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);
        test.time.advance(Duration.ofSeconds(2));
        assertThat(late.failure()).isInstanceOf(AcquireTimeout.class);
        assertThat(test.waiting()).isZero();

        held.close();
        test.settle();
        assertThat(held.resource().closes).hasValue(1);
        test.pool.lease("key1").close();
    }

    @Test
    @DisplayName("a waiter for a lease of a retired resource gets a lease of the next resource")
    void nextLife() throws Exception {
        limitedTo(1);
        KeyedLease<String, Session> held = test.pool.lease("key1");
        Caller<KeyedLease<String, Session>> waiter = queueFor("key1", Priority.NORMAL);
        test.pool.pool().reset(false);

        assertThat(waiter.result().resource()).isNotSameAs(held.resource());
        assertThat(held.resource().isClosed()).isFalse();
        held.close();
        Await.until("it is closed", () -> held.resource().closes.get() == 1);
    }

    @Test
    @DisplayName("the number of leases of a key never exceeds its limit")
    void limitHolds() throws Exception {
        test.close();
        test = TestKeyedPool.onThreads(
                settings -> settings.maxLeasesPerKey(2).acquisitionTimeout(Duration.ofSeconds(30)));
        AtomicInteger holders = new AtomicInteger();
        test.acquire("key1");
        List<Caller<Void>> callers = Caller.startTogether(8, () -> {
            for (int i = 0; i < 500; i++) {
                try (KeyedLease<String, Session> lease = test.pool.lease("key1")) {
                    assertThat(holders.incrementAndGet()).isLessThanOrEqualTo(2);
                    holders.decrementAndGet();
                    assertThat(lease.resource().isClosed()).isFalse();
                }
            }
            return null;
        });
        TestKeyedPool.results(callers);

        assertThat(test.sessions.calls).hasValue(1);
        assertThat(test.waiting()).isZero();
    }
}
