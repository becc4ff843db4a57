package dev.sluice.keyed;

import static dev.sluice.keyed.TestKeyedPool.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.Priority;
import dev.sluice.keyed.FakeSessions.Session;
import dev.sluice.pool.failure.AcquireCancelled;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.PoolFactoryException;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class KeyedAcquireTest {

    private TestKeyedPool test = TestKeyedPool.ofSize(1);

    private void ofSize(int max) {
        test.close();
        test = TestKeyedPool.ofSize(max);
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    @DisplayName("K02 a key is opened once: the second acquire gets the same resource")
    void sameInstance() throws Exception {
        Session session = test.acquire("key1");

        assertThat(session).isNotNull();
        assertThat(test.pool.contains("key1")).isTrue();
        assertThat(test.acquire("key1")).isSameAs(session);
        assertThat(test.sessions.calls).hasValue(1);
        assertThat(test.pool.stats().acquires()).isEqualTo(2);
    }

    @Test
    @DisplayName("K02 any key will do, the empty one, too")
    void emptyKey() throws Exception {
        assertThat(test.acquire("").key).isEmpty();
        assertThat(test.pool.contains("")).isTrue();
    }

    @Test
    @DisplayName("K03 a cancelled token has priority, even if the resource is open")
    void cancelledThoughThere() throws Exception {
        test.acquire("key1");
        CancelToken token = new CancelToken();
        token.cancel();

        assertThatThrownBy(() -> test.pool.acquire("key1", PATIENT, token))
                .isInstanceOf(AcquireCancelled.class)
                .hasMessageContaining("key1");
        assertThatThrownBy(() -> test.pool.lease("key1", PATIENT, token)).isInstanceOf(AcquireCancelled.class);
    }

    @Test
    @DisplayName("K03 with a cancelled token, the factory is not called")
    void cancelledBefore() {
        CancelToken token = new CancelToken();
        token.cancel();

        assertThatThrownBy(() -> test.pool.acquire("key1", PATIENT, token)).isInstanceOf(AcquireCancelled.class);
        assertThat(test.sessions.calls).hasValue(0);
        assertThat(test.open()).isZero();
        assertThat(test.pool.pool().stats().inUse()).isZero();
    }

    @Test
    @DisplayName(
            "K04 an exception of the factory is reported with key and cause, no entry is kept, and the next acquire succeeds")
    void factoryFails() throws Exception {
        IllegalStateException cause = new IllegalStateException("error");
        test.sessions.onCreate = key -> {
            throw cause;
        };
        assertThatThrownBy(() -> test.acquire("key1"))
                .isInstanceOf(PoolFactoryException.class)
                .hasMessageContaining("pool 'sessions': factory error, key: key1 (")
                .hasMessageContaining("error")
                .hasCause(cause);
        assertThat(test.open()).isZero();
        assertThat(test.pool.contains("key1")).isFalse();
        assertThat(test.pool.stats().factoryFailures()).isEqualTo(1);

        test.sessions.onCreate = key -> {};
        assertThat(test.acquire("key1").key).isEqualTo("key1");
        assertThat(test.pool.stats().factoryFailures()).isEqualTo(1);
    }

    @Test
    @DisplayName("K04 a factory that makes nothing, or throws an Error, has failed, too")
    void factoryBreaks() {
        test.sessions.onCreate = key -> {
            throw new NoClassDefFoundError("driver");
        };
        assertThatThrownBy(() -> test.acquire("key1"))
                .isInstanceOf(PoolFactoryException.class)
                .hasCauseInstanceOf(NoClassDefFoundError.class);
        try (KeyedPool<String, String> none =
                KeyedPool.open("none", KeyedConfig.builder().build(), key -> null)) {
            assertThatThrownBy(() -> none.acquire("key1")).isInstanceOf(PoolFactoryException.class);
            Await.until("its place is free", () -> none.pool().stats().total() == 0);
        }
    }

    @Test
    @DisplayName("K04 all waiters of a key receive its factory's failure, and no caller of another key does")
    void allHearOfTheFailure() throws Exception {
        ofSize(1);
        CountDownLatch fail = new CountDownLatch(1);
        test.sessions.onCreate = key -> {
            if (key.equals("key1")) {
                Await.open(fail);
                throw new IllegalStateException("error");
            }
        };
        Caller<Session> first = Caller.start(() -> test.acquire("key1"));
        Await.until("the factory is called", () -> test.sessions.calls.get() == 1);
        Caller<Session> second = test.queue("key1");
        Caller<Session> other = test.queue("key2");
        fail.countDown();

        assertThat(first.failure()).isInstanceOf(PoolFactoryException.class);
        assertThat(second.failure()).isInstanceOf(PoolFactoryException.class);
        assertThat(other.result().key).isEqualTo("key2");
        assertThat(test.sessions.calls).hasValue(2);
    }

    @Test
    @DisplayName("K09 on a full pool a caller waits for a release, is counted, and so is its time")
    void waitsForRelease() throws Exception {
        test.acquire("key1");
        Caller<Session> second = test.queue("key2");
        assertThat(test.open()).isEqualTo(1);
        assertThat(test.waiting()).isEqualTo(1);
        assertThat(test.pool.contains("key2")).isFalse();

        test.time.advance(Duration.ofMillis(100));
        test.pool.release("key1");

        assertThat(second.result().key).isEqualTo("key2");
        assertThat(test.pool.contains("key1")).isFalse();
        assertThat(test.waiting()).isZero();
        assertThat(test.open()).isEqualTo(1);
        assertThat(test.pool.stats().waitDuration()).isGreaterThanOrEqualTo(Duration.ofMillis(100));
    }

    @Test
    @DisplayName("K10 a cancelled token ends the wait at once, and no caller waits any longer")
    void cancelledWait() throws Exception {
        test.acquire("key1");
        CancelToken token = new CancelToken();
        Caller<Session> second = test.queue(() -> test.pool.acquire("key2", PATIENT, token));
        token.cancel(); // time stands still, so it is not the deadline that ends the wait

        assertThat(second.failure()).isInstanceOf(AcquireCancelled.class);
        assertThat(test.waiting()).isZero();
        assertThat(test.open()).isEqualTo(1);
        test.pool.release("key1");
        assertThat(test.acquire("key2").key).isEqualTo("key2");
    }

    @Test
    @DisplayName("K10 a token ends the wait for another caller's factory call, too; that call continues")
    void cancelledWaitForFactory() throws Exception {
        CountDownLatch make = new CountDownLatch(1);
        test.sessions.onCreate = key -> Await.open(make);
        CancelToken token = new CancelToken();
        Caller<Session> first = Caller.start(() -> test.acquire("key1"));
        Await.until("the factory is called", () -> test.sessions.calls.get() == 1);
        Caller<Session> second = test.queue(() -> test.pool.acquire("key1", PATIENT, token));
        token.cancel();

        assertThat(second.failure()).isInstanceOf(AcquireCancelled.class);
        make.countDown();
        assertThat(first.result().key).isEqualTo("key1");
    }

    @Test
    @DisplayName(
            "a caller leaves its own factory call at its deadline; the late resource is closed, if no caller needs it")
    void deadlineDuringFactoryCall() throws Exception {
        CountDownLatch make = new CountDownLatch(1);
        test.sessions.onCreate = key -> Await.open(make);
        Caller<Session> caller = Caller.start(() -> test.pool.acquire("key1", Duration.ofSeconds(1)));
        Await.until("the factory is called", () -> test.sessions.calls.get() == 1);
        test.time.advance(Duration.ofSeconds(2));

        assertThat(caller.failure()).isInstanceOf(AcquireTimeout.class).hasMessageContaining("key1");
        make.countDown();
        Await.until("it is closed", () -> test.sessions.closes() == 1);
        test.settle();
        assertThat(test.open()).isZero();
        assertThat(test.acquire("key2").key).isEqualTo("key2");
    }

    @Test
    @DisplayName("an interrupt ends a wait without a trace")
    void interrupted() throws Exception {
        test.acquire("key1");
        Caller<Session> atGate = test.queue("key2");
        Caller<Session> behind = test.queue("key2");
        behind.interrupt();
        assertThat(behind.failure()).isInstanceOf(InterruptedException.class);
        atGate.interrupt();
        assertThat(atGate.failure()).isInstanceOf(InterruptedException.class);
        assertThat(test.waiting()).isZero();

        test.pool.release("key1");
        assertThat(test.acquire("key3").key).isEqualTo("key3");
    }

    @Test
    @DisplayName("a caller that waits at the gate for others and gives up is followed by one of them")
    void successor() throws Exception {
        test.acquire("key1");
        CancelToken token = new CancelToken();
        Caller<Session> atGate = test.queue(() -> test.pool.acquire("key2", PATIENT, token));
        Caller<Session> behind = test.queue("key2");
        token.cancel();
        assertThat(atGate.failure()).isInstanceOf(AcquireCancelled.class);

        test.pool.release("key1");
        assertThat(behind.result().key).isEqualTo("key2");
    }

    @Test
    @DisplayName("an urgent caller does not wait behind a leisurely one for the same key")
    void urgentCaller() throws Exception {
        test.acquire("key1");
        Caller<Session> slow = test.queue(() -> test.pool.acquire("key2", PATIENT.withPriority(Priority.LOW)));
        Caller<Session> other = test.queue("key3");
        Caller<Session> urgent = test.queue(() -> test.pool.acquire("key2", PATIENT.withPriority(Priority.CRITICAL)));
        test.pool.release("key1");

        assertThat(urgent.result()).isSameAs(slow.result());
        assertThat(other.isDone()).isFalse();
        test.pool.release("key2");
        assertThat(other.result().key).isEqualTo("key3");
    }

    @Test
    @DisplayName("the cap on waiters includes waiters for another caller's factory call")
    void crowd() throws Exception {
        test.close();
        AdmissionPolicy rules = AdmissionPolicy.builder().maxWaiters(2).build();
        test = TestKeyedPool.onFakeTime(settings -> settings.maxOpenResources(2).admission(rules));
        CountDownLatch make = new CountDownLatch(1);
        test.sessions.onCreate = key -> Await.open(make);
        Caller<Session> first = Caller.start(() -> test.acquire("key1"));
        Await.until("the factory is called", () -> test.sessions.calls.get() == 1);
        test.queue("key1");
        test.queue("key1");

        assertThatThrownBy(() -> test.acquire("key1")).isInstanceOf(PoolSaturated.class);
        make.countDown();
        assertThat(first.result().key).isEqualTo("key1");
    }

    @Test
    @DisplayName("K11 three callers share two places, one after the other, and never more than two are open")
    void twoPlaces() throws Exception {
        ofSize(2);
        List<Caller<Void>> callers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String key = "key" + i;
            callers.add(Caller.start(() -> {
                test.acquire(key);
                Thread.yield();
                test.pool.release(key);
                return null;
            }));
        }
        TestKeyedPool.results(callers);

        test.settle();
        assertThat(test.sessions.calls).hasValue(3);
        assertThat(test.sessions.mostAlive.get()).isLessThanOrEqualTo(2);
    }

    @Test
    @DisplayName("K12 with the default options, three callers open three keys at once")
    void threeAtOnce() throws Exception {
        test.close();
        test = TestKeyedPool.onFakeTime(settings -> settings);
        List<Caller<Session>> callers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String key = "key" + i;
            callers.add(Caller.start(() -> test.acquire(key)));
        }
        TestKeyedPool.results(callers);

        assertThat(test.open()).isEqualTo(3);
    }

    @Test
    @DisplayName("K18 two callers wait for the same new key: a release gives both the same resource, made once")
    void bothGetIt() throws Exception {
        test.acquire("key1");
        Caller<Session> first = test.queue("key2");
        Caller<Session> second = test.queue("key2");
        test.pool.release("key1");

        assertThat(first.result()).isSameAs(second.result());
        assertThat(test.sessions.calls).hasValue(2);
        assertThat(test.waiting()).isZero();
    }

    @Test
    @DisplayName("K26 a pool without a factory, and an acquire or release without a key, are refused")
    void nulls() {
        assertThatThrownBy(() -> KeyedPool.open("none", KeyedConfig.builder().build(), null))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> test.pool.acquire(null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> test.pool.lease(null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> test.pool.release(null)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> test.pool.contains(null)).isInstanceOf(IllegalArgumentException.class);
    }
}
