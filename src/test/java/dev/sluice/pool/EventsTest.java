package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.admission.Priority;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class EventsTest {

    private final TestPool test = TestPool.started(settings ->
            settings.minSize(1).maxSize(2).maxLifetime(Duration.ofMinutes(1)).lifetimeJitter(0));

    @Test
    @DisplayName("X13 the whole life of a connection is reported, each step once and in order")
    void wholeLife() throws Exception {
        String name = test.names().get(0);
        test.acquire().close();
        test.advance(Duration.ofSeconds(6)); // it has to prove itself before it is lent again
        test.acquire().close();
        test.advance(Duration.ofSeconds(64)); // past its lifetime, at a tick

        assertThat(test.events.historyOf(name))
                .containsExactly(
                        Type.CREATED,
                        Type.LENT,
                        Type.RETURNED,
                        Type.VALIDATED,
                        Type.LENT,
                        Type.RETURNED,
                        Type.EXPIRED,
                        Type.CLOSED);
    }

    @Test
    @DisplayName("X13 an event has the name, the time to the nanosecond, tenant, tags and the numbers of its moment")
    void contents() throws Exception {
        test.advance(Duration.ofNanos(7));
        Instant now = test.time.instant();
        AcquireRequest request = AcquireRequest.DEFAULT.withTenant("acme").withTag("tx", "read");

        Lease<Thing> lease = test.pool.acquire(request);

        assertThat(test.events.of(Type.LENT))
                .containsExactly(PoolEvent.of(Type.LENT, "orders", now)
                        .connection(lease.name())
                        .lease("acme", Map.of("tx", "read"))
                        .lane(Priority.NORMAL)
                        .sizes(1, 2)
                        .build());
    }

    @Test
    @DisplayName("the time of an operation is never negative, also if the clock of the machine is set back meanwhile")
    void clockSetBack() {
        Instant start = Instant.parse("2026-11-30T07:00:00Z");
        assertThat(endedAt(start.plusMillis(5)).since(start)).isEqualTo(Duration.ofMillis(5));
        assertThat(endedAt(start.minusMillis(1)).since(start)).isZero();
    }

    private static PoolEvent endedAt(Instant at) {
        return PoolEvent.of(Type.OPERATION_COMPLETED, "orders", at).build();
    }

    @Test
    @DisplayName("X13 the last 1000 events can be read, oldest first")
    void keepsTheLast() throws Exception {
        for (int i = 0; i < 600; i++) {
            test.acquire().close();
        }

        assertThat(test.pool.recentEvents(5000)).hasSize(1000);
        assertThat(test.pool.recentEvents(1000))
                .isEqualTo(test.events
                        .all()
                        .subList(
                                test.events.all().size() - 1000,
                                test.events.all().size()));
        assertThat(test.pool.recentEvents(2)).extracting(PoolEvent::type).containsExactly(Type.LENT, Type.RETURNED);
        assertThat(test.pool.recentEvents(0)).isEmpty();
    }

    @Test
    @DisplayName("C6 a listener that throws, an Error too, breaks nothing and does not keep others from hearing")
    void throwingListener() throws Exception {
        TestPool odd = TestPool.onFakeTime(settings -> settings.minSize(1).maxSize(2));
        odd.pool.addListener(event -> {
            throw new IllegalStateException("listener");
        });
        odd.pool.addListener(event -> {
            throw new AssertionError("listener");
        });
        int[] heard = {0};
        odd.pool.addListener(event -> heard[0]++);

        odd.pool.start().join();
        odd.acquire(2).forEach(Lease::close);
        odd.pool.reset(false);
        odd.advance(Duration.ofMinutes(30));
        odd.pool.close();

        assertThat(odd.store.alive()).isZero();
        assertThat(heard[0]).isEqualTo(odd.events.all().size());
    }

    @Test
    @DisplayName("C4 a listener may call the pool")
    void callingListener() throws Exception {
        TestPool talkative = TestPool.started(settings -> settings.minSize(1).maxSize(2));
        boolean[] inside = {false};
        talkative.pool.addListener(event -> {
            if (!inside[0]) {
                inside[0] = true;
                try (Lease<Thing> lease = talkative.acquire()) {
                    assertThat(lease.resource()).isNotNull();
                    talkative.pool.stats();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                } finally {
                    inside[0] = false;
                }
            }
        });

        talkative.acquire().close();

        assertThat(talkative.inUse()).isZero();
        assertThat(talkative.pool.stats().counters().acquired()).isGreaterThan(2);
    }

    @Test
    @DisplayName("M27 lines for single connections are off at first and can be switched while the pool runs")
    void verbose() {
        assertThat(test.pool.isVerbose()).isFalse();
        test.pool.setVerbose(true);
        assertThat(test.pool.isVerbose()).isTrue();
    }
}
