package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admission.Priority;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.leak.LeakSuspect;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class LeakTest {

    private final TestPool test =
            TestPool.started(settings -> settings.minSize(1).leakThreshold(Duration.ofSeconds(30)));

    @Test
    @DisplayName("X15 a lease of more than 30 s is reported once, with its holder and tags")
    void toldOnce() throws Exception {
        Lease<Thing> lease = test.pool.acquire(AcquireRequest.DEFAULT.withTag("feature", "billing"));

        test.advance(Duration.ofSeconds(30));
        assertThat(test.events.of(Type.LEAK)).isEmpty();
        test.advance(Duration.ofSeconds(30));

        assertThat(test.events.of(Type.LEAK)).singleElement().satisfies(event -> {
            assertThat(event.connection()).isEqualTo(lease.name());
            assertThat(event.tags()).isEqualTo(Map.of("feature", "billing"));
            assertThat(event.count()).isEqualTo(Duration.ofSeconds(40).toNanos());
            assertThat(event.words())
                    .isEqualTo("held by thread " + Thread.currentThread().getName());
        });
        assertThat(test.pool.stats().counters().leaks()).isEqualTo(1);
        assertThat(lease.resource().isClosed()).as("it is told, not taken away").isFalse();
    }

    @Test
    @DisplayName("X15 the next lease of the same connection is checked again")
    void eachLease() throws Exception {
        Lease<Thing> first = test.acquire();
        test.advance(Duration.ofSeconds(40));
        first.close();
        Lease<Thing> second = test.acquire();
        assertThat(second.name()).isEqualTo(first.name());

        test.advance(Duration.ofSeconds(30));
        assertThat(test.events.of(Type.LEAK)).hasSize(1);
        test.advance(Duration.ofSeconds(10));
        assertThat(test.events.of(Type.LEAK)).hasSize(2);
    }

    @Test
    @DisplayName("breaking leaks reports the number of checked leases, which is zero without a threshold")
    void saysWhatItLookedAt() throws Exception {
        test.acquire(2);
        test.advance(Duration.ofSeconds(40));
        test.acquire();
        assertThat(test.pool.reclaimLeaks(OperationContext.plain()).message())
                .isEqualTo("2 of 3 leases were out for longer than their leak threshold");
        TestPool without = TestPool.started(settings -> settings.leakThreshold(Duration.ZERO));
        without.acquire();
        assertThat(without.pool.reclaimLeaks(OperationContext.plain()).message())
                .startsWith("no lease was checked");
    }

    @Test
    @DisplayName("X15 zero switches it off")
    void off() throws Exception {
        TestPool quiet = TestPool.started(settings -> settings.minSize(1).leakThreshold(Duration.ZERO));
        quiet.acquire();

        quiet.advance(Duration.ofHours(1));

        assertThat(quiet.events.of(Type.LEAK)).isEmpty();
    }

    @Test
    @DisplayName("X15 the release of a suspect ends its suspicion and is reported; the suspect stays counted")
    void comesBack() throws Exception {
        Lease<Thing> lease = test.pool.acquire(AcquireRequest.DEFAULT.withTenant("acme"));
        test.advance(Duration.ofSeconds(40));
        assertThat(test.pool.leaks(false)).extracting(LeakSuspect::connection).containsExactly(lease.name());
        assertThat(test.pool.stats().leakSuspects()).isEqualTo(1);
        test.advance(Duration.ofSeconds(5));

        lease.close();

        assertThat(test.pool.leaks(false)).isEmpty();
        assertThat(test.pool.stats().leakSuspects()).isZero();
        assertThat(test.pool.stats().counters().leaks()).isEqualTo(1);
        assertThat(test.events.of(Type.LEAK_ENDED)).singleElement().satisfies(event -> {
            assertThat(event.connection()).isEqualTo(lease.name());
            assertThat(event.tenant()).isEqualTo("acme");
            assertThat(event.count()).isEqualTo(Duration.ofSeconds(45).toNanos());
            assertThat(event.words()).isNull();
        });
    }

    @Test
    @DisplayName("X15 a lease that is released in time is never a suspect, although others are")
    void inTime() throws Exception {
        test.acquire();
        test.advance(Duration.ofSeconds(40));
        test.acquire().close();

        assertThat(test.pool.leaks(false)).hasSize(1);
        assertThat(test.events.of(Type.LEAK_ENDED)).isEmpty();
    }

    @Test
    @DisplayName("X15 a suspect that is broken at its release is a suspect no longer, either")
    void comesBackBroken() throws Exception {
        Lease<Thing> lease = test.acquire();
        test.advance(Duration.ofSeconds(40));

        lease.invalidate();
        lease.close();

        assertThat(test.pool.leaks(false)).isEmpty();
        assertThat(test.events.of(Type.LEAK_ENDED)).hasSize(1);
    }

    @Test
    @DisplayName("X15 the list of suspects has all data that identifies the holders, the longest first")
    void suspects() throws Exception {
        Instant first = test.time.instant();
        Lease<Thing> long1 = test.pool.acquire(AcquireRequest.DEFAULT.withTag("feature", "billing"));
        test.advance(Duration.ofSeconds(35));
        Thread nameless = new Thread(
                () -> {
                    try {
                        test.pool.acquire(AcquireRequest.DEFAULT
                                .withPriority(Priority.LOW)
                                .withTenant("acme")
                                .withLeakThreshold(Duration.ofSeconds(1)));
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "");
        nameless.start();
        nameless.join();
        test.advance(Duration.ofSeconds(5));

        Thread here = Thread.currentThread();
        assertThat(test.pool.leaks(false))
                .containsExactly(
                        new LeakSuspect(
                                long1.name(),
                                Priority.NORMAL,
                                null,
                                Map.of("feature", "billing"),
                                null,
                                here.getName(),
                                here.getId(),
                                false,
                                first,
                                40,
                                30,
                                List.of(),
                                List.of()),
                        new LeakSuspect(
                                test.names().get(1),
                                Priority.LOW,
                                "acme",
                                Map.of(),
                                null,
                                "#" + nameless.getId(),
                                nameless.getId(),
                                false,
                                first.plusSeconds(35),
                                5,
                                1,
                                List.of(),
                                List.of()));
        assertThat(test.events.of(Type.LEAK).get(1).words()).isEqualTo("held by thread #" + nameless.getId());
    }

    @Test
    @DisplayName("X15 a request may be reported sooner or later than others, or never")
    void ownThreshold() throws Exception {
        Lease<Thing> soon = test.pool.acquire(AcquireRequest.DEFAULT.withLeakThreshold(Duration.ofSeconds(5)));
        Lease<Thing> late = test.pool.acquire(AcquireRequest.DEFAULT.withLeakThreshold(Duration.ofMinutes(2)));
        test.pool.acquire(AcquireRequest.DEFAULT.withLeakThreshold(Duration.ZERO));
        test.pool.acquire(AcquireRequest.DEFAULT.withLeakThreshold(AcquireRequest.FOREVER));

        test.advance(Duration.ofSeconds(10));
        assertThat(test.events.connections(Type.LEAK)).containsExactly(soon.name());
        test.advance(Duration.ofHours(5));
        assertThat(test.events.connections(Type.LEAK)).containsExactly(soon.name(), late.name());
    }

    @Test
    @DisplayName("X15 a request's own threshold counts where the pool has none; null is the pool's")
    void ownThresholdAlone() throws Exception {
        TestPool quiet = TestPool.started(settings -> settings.minSize(2).leakThreshold(Duration.ZERO));
        AcquireRequest watched = AcquireRequest.DEFAULT.withLeakThreshold(Duration.ofSeconds(5));
        Lease<Thing> lease = quiet.pool.acquire(watched);
        quiet.pool.acquire(watched.withLeakThreshold(null));

        quiet.advance(Duration.ofHours(1));

        assertThat(quiet.events.connections(Type.LEAK)).containsExactly(lease.name());
    }

    @Test
    @DisplayName("M29 a negative threshold is refused, and named")
    void negativeThreshold() {
        assertThatThrownBy(() -> AcquireRequest.DEFAULT.withLeakThreshold(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("leakThreshold must not be negative: -1 s");
    }

    @Test
    @DisplayName("a request's own threshold stays when something else of it is changed")
    void keepsThreshold() {
        AcquireRequest request = AcquireRequest.DEFAULT.withLeakThreshold(Duration.ofSeconds(5));

        assertThat(request.withPriority(Priority.LOW)
                        .withTimeout(Duration.ZERO)
                        .withTenant("acme")
                        .withTag("a", "b")
                        .leakThreshold())
                .isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    @DisplayName("X15 a broken suspect leaves the list; a later close by its holder is harmless")
    void reclaimed() throws Exception {
        TestPool single =
                TestPool.started(settings -> settings.minSize(1).maxSize(1).leakThreshold(Duration.ofSeconds(30)));
        Lease<Thing> leaked = single.acquire();
        single.advance(Duration.ofSeconds(40));

        single.pool.reclaim(leaked.name());

        assertThat(single.pool.leaks(false)).isEmpty();
        assertThat(single.events.of(Type.LEAK_ENDED)).singleElement().satisfies(event -> {
            assertThat(event.connection()).isEqualTo(leaked.name());
            assertThat(event.words()).isEqualTo("release");
        });
        Lease<Thing> next = single.acquire();
        leaked.close();
        leaked.invalidate();
        leaked.close();
        assertThat(next.isOpen()).isTrue();
        assertThat(next.resource().isClosed()).isFalse();
        assertThat(leaked.resource().closes).hasValue(1);
        assertThat(single.inUse()).isEqualTo(1);
        assertThat(single.events.of(Type.LEAK_ENDED)).hasSize(1);
        next.close();
        assertThat(single.acquire().name()).isEqualTo(next.name());
    }

    @Test
    @DisplayName("X15 suspects that a forced reset or the end of the pool breaks leave the list, too")
    void broken() throws Exception {
        test.acquire();
        test.advance(Duration.ofSeconds(40));
        test.pool.reset(true);
        assertThat(test.pool.leaks(false)).isEmpty();

        test.acquire();
        test.advance(Duration.ofSeconds(40));
        test.pool.close(CloseMode.FORCE, Duration.ZERO);
        assertThat(test.pool.leaks(false)).isEmpty();
        assertThat(test.events.of(Type.LEAK_ENDED))
                .extracting(PoolEvent::words)
                .containsExactly("reset", "pool closed");
    }

    @Test
    @DisplayName("X15 a lease released during its report is no suspect, and its end is reported after that")
    void comesBackMeanwhile() throws Exception {
        Lease<Thing> lease = test.acquire();
        test.pool.addListener(event -> {
            if (event.type() == Type.LEAK) {
                lease.close();
            }
        });

        test.advance(Duration.ofSeconds(40));

        assertThat(test.pool.leaks(false)).isEmpty();
        assertThat(test.pool.stats().leakSuspects()).isZero();
        assertThat(test.events.historyOf(lease.name()))
                .containsSubsequence(Type.LENT, Type.LEAK, Type.RETURNED, Type.LEAK_ENDED);
    }

    @Test
    @DisplayName("X15 a listener that throws does not prevent the report of a leak to others, or its entry in the list")
    void badListener() throws Exception {
        TestPool mined = TestPool.onFakeTime(settings -> settings.minSize(1));
        mined.pool.addListener(event -> {
            throw new IllegalStateException("listener");
        });
        mined.pool.addListener(test.events);
        mined.pool.start().join();
        mined.acquire();

        mined.advance(Duration.ofSeconds(40));

        assertThat(test.events.of(Type.LEAK)).hasSize(1);
        assertThat(mined.pool.leaks(false)).hasSize(1);
    }
}
