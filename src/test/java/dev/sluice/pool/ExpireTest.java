package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.operation.Selector;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class ExpireTest {

    /** A lifetime of 60 s without jitter, and no housekeeping that would come first. */
    private final TestPool test = TestPool.onFakeTime(settings ->
            settings.maxLifetime(Duration.ofSeconds(60)).lifetimeJitter(0).maintenanceInterval(Duration.ofHours(1)));

    private List<Lease<Thing>> startWithTwenty() throws InterruptedException {
        test.pool.start().join();
        return test.acquire(20);
    }

    @Test
    @DisplayName("M15 20 idle ones past their lifetime are removed and the pool is refilled to exactly 10")
    void pastLifetime() throws Exception {
        startWithTwenty().forEach(Lease::close);
        List<String> old = test.names();
        test.advance(Duration.ofSeconds(61));
        test.events.clear();

        OperationReport report = test.pool.expire(Selector.PAST_LIFETIME);

        assertThat(report.retired()).containsExactlyElementsOf(old);
        assertThat(report.created()).isEqualTo(10);
        assertThat(test.total()).isEqualTo(10);
        assertThat(test.names()).doesNotContainAnyElementsOf(old);
        assertThat(test.events.of(Type.OPERATION_REQUESTED))
                .extracting(PoolEvent::words)
                .containsExactly("expire");
        assertThat(test.events.connections(Type.EXPIRED)).containsExactlyElementsOf(old);
        assertThat(test.events.of(Type.REFILL)).extracting(PoolEvent::count).containsExactly(10L);
        assertThat(test.events.of(Type.CREATED)).hasSize(10);
        assertThat(test.pool.stats().counters().expired()).isEqualTo(20);
        assertThat(test.store.mostAlive()).isEqualTo(20);
    }

    @Test
    @DisplayName("M16 if nothing is past its lifetime, nothing changes")
    void nothingAged() throws Exception {
        startWithTwenty().forEach(Lease::close);
        test.advance(Duration.ofSeconds(60));

        OperationReport report = test.pool.expire(Selector.PAST_LIFETIME);

        assertThat(report.retired()).isEmpty();
        assertThat(report.before()).isEqualTo(20);
        assertThat(report.after()).isEqualTo(20);
        assertThat(test.events.of(Type.REFILL)).isEmpty();
    }

    @Test
    @DisplayName("M17 an aged leased connection is closed at its release, not before")
    void lent() throws Exception {
        test.pool.start().join();
        Lease<Thing> lent = test.acquire();
        test.advance(Duration.ofSeconds(61));

        OperationReport report = test.pool.expire(Selector.PAST_LIFETIME);

        assertThat(report.retireOnRelease()).containsExactly(lent.name());
        assertThat(lent.resource().isClosed()).isFalse();
        assertThat(test.pool.stats().connections().get(0).retiring()).isEqualTo("lifetime");
        lent.close();
        assertThat(lent.resource().closes).hasValue(1);
        assertThat(test.events.connections(Type.EXPIRED)).contains(lent.name());
        assertThat(test.total()).isEqualTo(10);
    }

    @Test
    @DisplayName("M17 a tick leaves an aged connection to its holder, too")
    void tickLeavesLent() throws Exception {
        TestPool ticking = TestPool.started(settings ->
                settings.maxLifetime(Duration.ofSeconds(60)).lifetimeJitter(0).minSize(2));
        Lease<Thing> lent = ticking.acquire();

        ticking.advance(Duration.ofSeconds(71));
        assertThat(lent.resource().isClosed()).isFalse();
        assertThat(ticking.names()).contains(lent.name());

        lent.close();
        assertThat(lent.resource().closes).hasValue(1);
        assertThat(ticking.events.connections(Type.EXPIRED)).contains(lent.name());
    }

    @Test
    @DisplayName("M18 while an expire runs a second one is refused; after it, one is accepted again")
    void oneAtATime() throws Exception {
        try (TestPool live =
                TestPool.startedOnThreads(settings -> settings.minSize(1).maxSize(2))) {
            CountDownLatch slow = new CountDownLatch(1);
            live.store.onClose = thing -> Await.open(slow);
            Selector all = new Selector(Duration.ZERO, null, null);
            Caller<OperationReport> first = Caller.start(() -> live.pool.expire(all));
            Await.until("the first runs", () -> live.pool.stats().closing() == 1);

            assertThatThrownBy(() -> live.pool.expire(all))
                    .isInstanceOf(OperationInProgress.class)
                    .hasMessage("Expire request already in progress on pool 'orders'");
            assertThatThrownBy(live.pool::renew)
                    .isInstanceOf(OperationInProgress.class)
                    .hasMessage("renew refused: expire is in progress on pool 'orders'");
            assertThat(live.events.of(Type.OPERATION_REFUSED))
                    .extracting(PoolEvent::words)
                    .containsExactly("expire", "renew");
            slow.countDown();

            assertThat(first.result().retired()).hasSize(1);
            assertThat(live.pool.expire(all).complete()).isTrue();
        }
    }

    @Test
    @DisplayName("a selector picks by age, by idle time and by name; all that is given must hold")
    void selects() throws Exception {
        test.pool.start().join();
        test.advance(Duration.ofSeconds(10));
        test.acquire().close(); // conn_1 was used just now
        String first = test.names().get(0);
        String third = test.names().get(2);

        assertThat(test.pool
                        .expire(new Selector(Duration.ofSeconds(11), null, null))
                        .retired())
                .isEmpty();
        assertThat(test.pool.expire(new Selector(null, null, third)).retired()).containsExactly(third);
        assertThat(test.pool
                        .expire(new Selector(null, Duration.ofSeconds(5), first))
                        .retired())
                .isEmpty();
        assertThat(test.pool
                        .expire(new Selector(null, Duration.ofSeconds(5), null))
                        .retired())
                .hasSize(8)
                .doesNotContain(first);
        assertThat(test.total()).isEqualTo(10);
    }

    @Test
    @DisplayName("a negative age or idle time is refused, with its name")
    void badSelector() {
        assertThatThrownBy(() -> new Selector(Duration.ofSeconds(-1), null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("olderThan");
        assertThatThrownBy(() -> new Selector(null, Duration.ofSeconds(-1), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("idleFor");
    }

    @Test
    @DisplayName("a connection that ends by itself during an expire is not reported as one that ends later")
    void goneMeanwhile() throws Exception {
        test.pool.start().join();
        test.acquire().close();
        String first = test.names().get(0);
        Lease<Thing> firstLease = test.acquire();
        Lease<Thing> lent = test.acquire();
        firstLease.close();
        test.pool.addListener(event -> {
            if (event.type() == Type.CLOSED && first.equals(event.connection())) {
                lent.invalidate();
                lent.close();
            }
        });

        OperationReport report = test.pool.expire(new Selector(Duration.ZERO, null, null));
        assertThat(report.retired()).as("nothing is older than now").isEmpty();
        test.advance(Duration.ofSeconds(1));
        report = test.pool.expire(new Selector(Duration.ZERO, null, null));

        assertThat(lent.resource().closes).hasValue(1);
        assertThat(report.retired()).hasSize(9).doesNotContain(lent.name());
        assertThat(report.retireOnRelease()).isEmpty();
    }

    @Test
    @DisplayName("a connection in validation when it expires is reported as one that ends later, not lost")
    void beingChecked() throws Exception {
        try (TestPool live = TestPool.startedOnThreads(
                settings -> settings.minSize(1).maxSize(1).validationTimeout(Duration.ofMinutes(5)))) {
            CountDownLatch slow = new CountDownLatch(1);
            live.store.works = thing -> {
                Await.open(slow);
                return true;
            };
            live.pool.suspectIdle();
            Await.until(
                    "it is being validated",
                    () -> live.store.all().get(0).validations.get() == 1);

            OperationReport report = live.pool.expire(new Selector(Duration.ZERO, null, null));
            slow.countDown();

            assertThat(report.retireOnRelease()).hasSize(1);
            Await.until("it is replaced", () -> live.indexes().equals(List.of(2)));
            assertThat(live.store.all().get(0).closes).hasValue(1);
        }
    }

    @Test
    @DisplayName("a leased connection is not idle, at any duration of its lease: an expire by idle time skips it")
    void leasedIsNotIdle() throws Exception {
        TestPool test =
                TestPool.started(settings -> settings.minSize(2).maxSize(2).leakThreshold(Duration.ZERO));
        Lease<Thing> lease = test.acquire();
        List<String> names = test.names();
        test.time.advance(Duration.ofMinutes(5));

        OperationReport report = test.pool.expire(new Selector(null, Duration.ofMinutes(1), null));

        assertThat(report.retireOnRelease()).isEmpty();
        assertThat(report.retired()).hasSize(1).doesNotContain(lease.name());
        lease.close();
        assertThat(test.names()).contains(lease.name()).isNotEqualTo(names);
    }
}
