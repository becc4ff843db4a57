package dev.sluice.generic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.CloseMode;
import dev.sluice.pool.Lease;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.value.BadValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class ClosingTest {

    private static final Duration ONE_SECOND = Duration.ofSeconds(1);

    private final Things test = Things.onFakeTime(settings -> settings);
    private Lease<Thing> held;

    /** Two are idle and one is on lease. */
    private void twoIdleOneLent() throws InterruptedException {
        List<Lease<Thing>> leases = test.acquire(3);
        held = leases.get(0);
        leases.get(1).close();
        leases.get(2).close();
    }

    /** Lets somebody close the pool, and returns once it waits for the lease. */
    private Caller<Void> closing(Duration patience) {
        Caller<Void> closer = Caller.start(() -> {
            test.pool.close(patience);
            return null;
        });
        Await.until("the idle ones are gone and it waits", () -> test.pool.len() == 1 && closer.isWaiting());
        return closer;
    }

    @Test
    @DisplayName("G14 close waits for leased resources, and returns after their release and close")
    void waits() throws Exception {
        twoIdleOneLent();
        Caller<Void> closer = closing(ONE_SECOND);
        assertThat(test.store.alive()).isEqualTo(1);

        test.time.advance(Duration.ofMillis(300));
        assertThat(closer.isDone()).isFalse();
        test.pool.release(held);

        closer.result();
        assertThat(test.store.all()).hasSize(3).allMatch(thing -> thing.closes.get() == 1);
        assertThat(test.pool.len()).isZero();
        assertThat(test.pool.stats().closeTimeouts()).isZero();
    }

    @Test
    @DisplayName(
            "G15 a resource that is not released in time ends the wait, but not the lease; released later, it is closed")
    void timeout() throws Exception {
        twoIdleOneLent();
        Caller<Void> closer = closing(ONE_SECOND);

        test.time.advance(ONE_SECOND);

        assertThat(closer.failure())
                .isInstanceOf(CloseTimeout.class)
                .hasMessage("pool 'things': not empty after 1000 ms (leased 1, creating 0, closing 0)");
        assertThat(test.pool.stats().closeTimeouts()).isEqualTo(1);
        assertThat(held.resource().isClosed()).isFalse();
        assertThatThrownBy(test.pool::acquire).isInstanceOf(PoolClosed.class);

        test.pool.release(held);
        assertThat(held.resource().closes).hasValue(1);
        assertThat(test.pool.len()).isZero();
        test.pool.close(Duration.ZERO);
        assertThat(test.pool.stats().closeTimeouts()).isEqualTo(1);
    }

    @Test
    @DisplayName("a negative patience is refused, and the pool stays open")
    void refusedPatience() throws Exception {
        assertThatThrownBy(() -> test.pool.close(Duration.ofSeconds(-1)))
                .isInstanceOf(BadValue.class)
                .hasMessageStartingWith("patience must be a duration from 0 s to 36500 days");

        test.pool.acquire().close();
    }

    @Test
    @DisplayName("G15 discarded later, it is closed as well; so it is by the lease itself")
    void discardedLater() throws Exception {
        List<Lease<Thing>> two = test.acquire(2);
        assertThatThrownBy(() -> test.pool.close(Duration.ZERO)).isInstanceOf(CloseTimeout.class);

        test.pool.discard(two.get(0));
        two.get(1).close();

        assertThat(test.store.all()).allMatch(thing -> thing.closes.get() == 1);
        assertThat(test.pool.stats().discards()).isEqualTo(1);
    }

    @Test
    @DisplayName("G15 a close function that hangs does not delay the closing caller beyond its time")
    void closeFunctionHangs() throws Exception {
        try (Things slow = Things.withWorkers(settings -> settings)) {
            CountDownLatch hang = new CountDownLatch(1);
            slow.store.onClose = thing -> Await.open(hang);
            slow.idle(1);
            Caller<Void> closer = Caller.start(() -> {
                slow.pool.close(ONE_SECOND);
                return null;
            });
            Await.until("it is being closed", () -> slow.pool.pool().stats().closing() == 1 && closer.isWaiting());
            slow.time.advance(ONE_SECOND);
            assertThat(closer.failure()).isInstanceOf(CloseTimeout.class).hasMessageContaining("closing 1");
            hang.countDown();
            slow.pool.close(Things.LONG);
        }
    }

    @Test
    @DisplayName("G16 newcomers and waiters receive the refusal of a closed pool while the close still waits")
    void refuses() throws Exception {
        Things full = Things.onFakeTime(settings -> settings.maxSize(1));
        Lease<Thing> lease = full.pool.acquire();
        List<Caller<Lease<Thing>>> waiters = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiters.add(full.queue(Things.LONG));
        }
        Caller<Void> closer = Caller.start(() -> {
            full.pool.close(ONE_SECOND);
            return null;
        });

        for (Caller<Lease<Thing>> waiter : waiters) { // time stands still
            assertThat(waiter.failure()).isInstanceOf(PoolClosed.class);
        }
        assertThatThrownBy(full.pool::acquire).isInstanceOf(PoolClosed.class).hasMessage("pool 'things' is closed");
        assertThat(closer.isDone()).isFalse();
        assertThat(full.pool.stats().failures()).isEqualTo(6);
        lease.close();
        closer.result();
    }

    @Test
    @DisplayName(
            "G16 a second close waits for the same leases, each its own time, and returns at once when all are back")
    void second() throws Exception {
        twoIdleOneLent();
        Caller<Void> first = closing(Things.LONG);
        Caller<Void> second = closing(ONE_SECOND);
        Caller<Void> third = closing(Things.LONG);
        test.time.advance(ONE_SECOND);
        assertThat(second.failure()).isInstanceOf(CloseTimeout.class);
        assertThat(first.isDone() || third.isDone()).isFalse();

        held.close();

        first.result();
        third.result();
        test.pool.close(Duration.ZERO);
        test.pool.close();
        assertThat(test.pool.stats().closeTimeouts()).isEqualTo(1);
    }

    @Test
    @DisplayName("G16 an interrupt ends the wait of the closing caller, and the pool is closed")
    void interrupted() throws Exception {
        twoIdleOneLent();
        Caller<Void> closer = closing(Things.LONG);
        closer.interrupt();
        assertThat(closer.failure()).isInstanceOf(InterruptedException.class);

        Thread.currentThread().interrupt();
        test.pool.close();
        assertThat(Thread.interrupted()).as("the flag is kept").isTrue();
        assertThatThrownBy(test.pool::acquire).isInstanceOf(PoolClosed.class);
    }

    @Test
    @DisplayName("G16 a pool that an operator closed by force is closed; its breaking of leases is his")
    void closedByOperator() throws Exception {
        twoIdleOneLent();
        test.pool.pool().close(CloseMode.FORCE, Duration.ZERO);

        test.pool.close(Duration.ZERO);
        assertThat(held.resource().closes).hasValue(1);
        held.close();
        assertThat(held.resource().closes).hasValue(1);
    }

    @Test
    @DisplayName("a time that makes no sense is refused, and the pool stays open")
    void negative() throws Exception {
        assertThatThrownBy(() -> test.pool.close(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
        test.pool.acquire().close();
    }
}
