package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.PoolDisabled;
import dev.sluice.pool.failure.Unsupported;
import dev.sluice.pool.failure.WrongState;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationContext.Follower;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.operation.Selector;
import dev.sluice.pool.store.Target;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import dev.sluice.value.BadValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Operating a pool")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class OperatingTest {

    private static final Duration NO_PATIENCE = Duration.ZERO;

    private final TestPool test =
            TestPool.started(settings -> settings.minSize(3).maxSize(5));

    private static OperationContext plain() {
        return OperationContext.plain();
    }

    private static OperationContext dry() {
        return new OperationContext("op_1_1", true, null, Follower.NONE);
    }

    @Test
    @DisplayName("a dry run reports the effect, and changes nothing")
    void dryRuns() throws Exception {
        List<String> names = test.names();
        Lease<Thing> lease = test.pool.acquire();

        for (OperationReport report : List.of(
                test.pool.reset(false, dry()),
                test.pool.renew(Pace.ONE_BY_ONE, dry()),
                test.pool.drain(NO_PATIENCE, dry()))) {
            assertThat(report.dryRun()).isTrue();
            assertThat(report.complete()).isTrue();
            assertThat(report.retireOnRelease()).as(report.operation()).containsExactly(lease.name());
            assertThat(report.retired()).as(report.operation()).hasSize(2).doesNotContain(lease.name());
            assertThat(report.created()).isZero();
        }
        assertThat(test.pool.reset(true, dry()).broken()).containsExactly(lease.name());
        assertThat(test.pool.fill(5, dry()).wanted()).isEqualTo(2);
        assertThat(test.pool.resize(1, 2, dry())).satisfies(report -> {
            assertThat(report.message()).isEqualTo("min 3 -> 1, max 5 -> 2");
            assertThat(report.retired()).containsExactly(names.get(2));
        });
        assertThat(test.pool.drain(NO_PATIENCE, dry()).holders()).containsExactly(heldBy(lease));
        test.pool.pause(dry());
        test.pool.disable(dry());
        test.pool.close(CloseMode.FORCE, NO_PATIENCE, dry());

        assertThat(test.names()).isEqualTo(names);
        assertThat(test.pool.stats().generation()).isZero();
        assertThat(test.pool.config().maxSize()).isEqualTo(5);
        assertThat(test.pool.state()).isEqualTo(PoolState.RUNNING);
        lease.close();
        assertThat(test.names()).isEqualTo(names);
    }

    @Test
    @DisplayName(
            "a resize names the connections closed now, the youngest first, and counts the later closes at the end of leases")
    void resized() throws Exception {
        List<Lease<Thing>> leases = test.acquire(5);
        leases.get(1).close();
        leases.get(3).close();
        List<String> idle = List.of(leases.get(3).name(), leases.get(1).name());

        OperationReport foreseen = test.pool.resize(1, 2, dry());
        OperationReport done = test.pool.resize(1, 2, plain());

        assertThat(foreseen.retired()).isEqualTo(idle);
        assertThat(done.retired()).isEqualTo(idle);
        assertThat(foreseen.message())
                .isEqualTo("min 3 -> 1, max 5 -> 2; leased above the new maximum, closed on release: 1");
        assertThat(done.message()).isEqualTo(foreseen.message());
        assertThat(done.after()).isEqualTo(3);
        leases.get(0).close();
        assertThat(test.names())
                .containsExactly(leases.get(2).name(), leases.get(4).name());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                  | 2     | max | max must be at least min (3): 2
                6 |       | min | min must not exceed max (5): 6
                2 | 1     | min | min must not exceed max (1): 2
               -1 | 1     | min | min must be a whole number from 0 to 10000: -1
                  | 0     | max | max must be a whole number from 1 to 10000: 0
                  | 10001 | max | max must be a whole number from 1 to 10000: 10001
                1 | 2     | max | max contradicts another setting (reserved must be less than max-size (2): 2): 2
            """)
    @DisplayName("a refused resize names the size that the order gives, also for a rule about two sizes")
    void refusedResize(Integer min, Integer max, String parameter, String message) {
        test.pool.reconfigure(settings -> settings.admission(
                AdmissionPolicy.builder().reservedForNested(2).build()));
        assertThatThrownBy(() -> test.pool.resize(min, max, plain()))
                .isInstanceOfSatisfying(
                        BadValue.class, bad -> assertThat(bad.name()).isEqualTo(parameter))
                .hasMessage(message);
        assertThat(test.pool.config().minSize()).isEqualTo(3);
    }

    @Test
    @DisplayName("a resize with a larger minimum creates before it answers; a dry run reports the number of creations")
    void filledByResize() throws Exception {
        try (TestPool threads =
                TestPool.startedOnThreads(settings -> settings.minSize(1).maxSize(5))) {
            CountDownLatch begun = new CountDownLatch(3);
            CountDownLatch created = new CountDownLatch(1);
            threads.store.onCreate = attempt -> {
                begun.countDown();
                Await.open(created);
            };
            assertThat(threads.pool.resize(4, null, dry()).wanted()).isEqualTo(3);
            Caller<OperationReport> resize = Caller.start(() -> threads.pool.resize(4, null, plain()));
            Await.open(begun);
            Await.until("it waits for the creations", resize::isWaiting);
            assertThat(threads.pool.config().minSize()).as("in force at once").isEqualTo(4);
            created.countDown();
            OperationReport report = resize.result();
            assertThat(report.created()).isEqualTo(3);
            assertThat(report.after()).isEqualTo(4);
            assertThat(report.message()).isEqualTo("min 1 -> 4, max 5 -> 5");
        }
    }

    @Test
    @DisplayName("a resize whose creations fail keeps the sizes, reports the shortfall, and tries again")
    void resizeWithoutDatabase() throws Exception {
        test.store.onCreate = attempt -> {
            throw new IllegalStateException("connection refused");
        };
        OperationReport report = test.pool.resize(5, 6, plain());
        assertThat(report.complete()).isTrue();
        assertThat(report.wanted()).isEqualTo(2);
        assertThat(report.failed()).isEqualTo(2);
        assertThat(report.message())
                .startsWith("min 3 -> 5, max 5 -> 6; created 0 of 2; the others are tried again: ")
                .contains("connection refused");
        assertThat(test.pool.config().minSize()).isEqualTo(5);
        test.store.onCreate = attempt -> {};
        test.advance(Duration.ofMinutes(5));
        assertThat(test.total()).as("tried again").isEqualTo(5);
    }

    @Test
    @DisplayName("a resize whose creations take longer than its deadline is incomplete then; the sizes hold")
    void resizeDeadline() throws Exception {
        try (TestPool threads =
                TestPool.startedOnThreads(settings -> settings.minSize(1).maxSize(5))) {
            CountDownLatch created = new CountDownLatch(1);
            threads.store.onCreate = attempt -> Await.open(created);
            OperationContext limited = new OperationContext("op", false, Duration.ofMillis(100), Follower.NONE);
            OperationReport report = threads.pool.resize(2, null, limited);
            assertThat(report.complete()).isFalse();
            assertThat(report.message()).startsWith("min 1 -> 2, max 5 -> 5; the deadline of 100 ms has passed");
            created.countDown();
            Await.until("the creation goes on", () -> threads.total() == 2);
        }
    }

    @Test
    @DisplayName("a resize of a drained pool creates nothing: it stays empty until it is enabled")
    void resizeDrained() {
        test.pool.drain(NO_PATIENCE, plain());
        assertThat(test.pool.resize(5, null, plain()).wanted()).isZero();
        assertThat(test.total()).isZero();
        assertThat(test.pool.enable(plain()).created()).isEqualTo(5);
    }

    private static String heldBy(Lease<Thing> lease) {
        return lease.name() + " by " + Thread.currentThread().getName();
    }

    @Test
    @DisplayName("a disabled pool refuses callers, waiters included, until it is enabled; leases continue")
    void disabled() throws Exception {
        List<Lease<Thing>> leases = test.acquire(5);
        var waiter = Caller.start(() -> test.pool.acquire());
        Await.until("it waits", () -> test.pool.stats().waiting() == 1);

        OperationReport report = test.pool.disable(plain());

        assertThat(report.state()).isEqualTo("DISABLED");
        assertThat(report.message()).isEqualTo("refused 1 waiter; 5 leases continue");
        assertThat(report.holders()).hasSize(5);
        assertThat(waiter.failure()).isInstanceOf(PoolDisabled.class).hasMessageContaining("disabled by an operator");
        assertThatThrownBy(() -> test.pool.acquire()).isInstanceOf(PoolDisabled.class);
        leases.forEach(Lease::close);
        assertThatThrownBy(() -> test.pool.acquire()).isInstanceOf(PoolDisabled.class);
        assertThatThrownBy(() -> test.pool.resume(plain()))
                .isInstanceOf(WrongState.class)
                .hasMessage("resume refused: pool 'orders' is disabled; enable it first");
        assertThatThrownBy(() -> test.pool.pause(plain())).isInstanceOf(WrongState.class);

        assertThat(test.pool.enable(plain()).state()).isEqualTo("RUNNING");
        test.pool.acquire().close();
    }

    @Test
    @DisplayName(
            "a drained pool is empty and disabled, names the remaining holders, and serves again when it is enabled")
    void drained() throws Exception {
        Lease<Thing> lease = test.pool.acquire();

        OperationReport report = test.pool.drain(NO_PATIENCE, plain());

        assertThat(report.complete()).isFalse();
        assertThat(report.retired()).hasSize(2);
        assertThat(report.holders()).containsExactly(heldBy(lease));
        assertThat(report.message()).startsWith("1 lease did not end within 0 s");
        assertThat(lease.resource().isClosed()).isFalse();
        lease.close();
        assertThat(test.store.alive()).isZero();
        test.time.advance(Duration.ofMinutes(1));
        assertThat(test.store.alive()).as("nothing refills it").isZero();
        assertThat(test.pool.state()).isEqualTo(PoolState.DISABLED);

        assertThat(test.pool.enable(plain()).created()).isEqualTo(3);
        test.pool.acquire().close();
    }

    @Test
    @DisplayName("a drain that is cancelled lets callers in again")
    void cancelledDrain() throws Exception {
        Lease<Thing> lease = test.pool.acquire();
        CountDownLatch waits = new CountDownLatch(1);
        OperationContext context = new OperationContext("op_1_1", false, null, new Follower() {
            @Override
            public void progress(int done, int total, String step) {
                if (step.equals("waiting for leases")) {
                    waits.countDown();
                }
            }
        });
        var drain = Caller.start(() -> test.pool.drain(Duration.ofHours(1), context));
        Await.open(waits);
        assertThat(test.pool.state()).isEqualTo(PoolState.DRAINING);
        assertThatThrownBy(() -> test.pool.acquire())
                .isInstanceOf(PoolDisabled.class)
                .hasMessageContaining("being drained");
        context.cancel();
        Await.until("it has looked again", () -> {
            test.time.advance(Duration.ofMillis(10));
            return test.pool.state() == PoolState.RUNNING;
        });
        assertThat(drain.result().message()).isEqualTo("cancelled: the pool accepts callers again");
        lease.close();
        test.pool.acquire().close();
    }

    @Test
    @DisplayName("dead resources are found by a validation on demand, and replaced; leased ones are not touched")
    void validate() throws Exception {
        Lease<Thing> lease = test.pool.acquire();
        lease.resource().dead = true;
        test.store.all().get(1).dead = true;
        String dead = test.names().get(1);

        OperationReport report = test.pool.validate(plain());

        assertThat(report.retired()).containsExactly(dead);
        assertThat(report.message()).isEqualTo("validated 2 idle, 1 did not work; 1 in use were left alone");
        assertThat(report.complete()).isTrue();
        assertThat(test.pool.stats().total()).isEqualTo(3);
        assertThat(lease.resource().validations).hasValue(0);
    }

    @Test
    @DisplayName("X05 a warm-up is capped at the maximum and reports that; without a need it does nothing")
    void warmUp() {
        OperationReport report = test.pool.warmUp(9, 2, plain());
        assertThat(report.created()).isEqualTo(2);
        assertThat(report.message()).isEqualTo("target 9 is above the maximum 5");
        assertThat(test.pool.stats().available()).isEqualTo(5);
        assertThat(test.pool.warmUp(4, 2, plain()).created()).isZero();
        assertThatThrownBy(() -> test.pool.warmUp(4, 0, plain())).hasMessageStartingWith("atOnce");
        assertThatThrownBy(() -> test.pool.warmUp(-1, 1, plain())).hasMessageStartingWith("target");
    }

    @Test
    @DisplayName("a renewal keeps its pace, by the second")
    void pace() {
        long start = test.time.nanos();
        List<Duration> begun = new ArrayList<>();
        test.store.onCreate = attempt -> begun.add(Duration.ofNanos(test.time.nanos() - start));
        test.time.movedByWaits = true;

        assertThat(test.pool.renew(new Pace(1, 2, 0), plain()).created()).isEqualTo(3);

        assertThat(begun).containsExactly(Duration.ZERO, Duration.ofMillis(500), Duration.ofSeconds(1));
        assertThat(test.indexes()).containsExactly(4, 5, 6);
    }

    @Test
    @DisplayName("a renewal accepts some failures, and stops by itself after more; no resource is lost")
    void failures() {
        test.store.onCreate = attempt -> {
            if (attempt % 2 == 0) {
                throw new IllegalStateException("no");
            }
        };
        OperationReport report = test.pool.renew(new Pace(1, 0, 5), plain());
        assertThat(report.failed()).isPositive().isLessThan(3);
        assertThat(report.created() + report.failed()).isEqualTo(3);
        assertThat(test.pool.stats().total()).isEqualTo(3);
        test.store.onCreate = attempt -> {
            throw new IllegalStateException("no");
        };
        report = test.pool.renew(new Pace(1, 0, 1), plain());
        assertThat(report.failed()).isEqualTo(2);
        assertThat(report.message()).startsWith("stopped: no");
        assertThat(test.pool.stats().total()).isEqualTo(3);
    }

    @Test
    @DisplayName("resources are expired by the generation, tag, tenant and holder of their leases")
    void selectors() throws Exception {
        Lease<Thing> billing = test.pool.acquire(
                AcquireRequest.DEFAULT.withTag("feature", "billing").withTenant("acme"));
        Lease<Thing> other = test.pool.acquire();

        assertThat(expire(Map.of("feature", "search"), null, null, null)).isEmpty();
        assertThat(expire(Map.of("feature", "billing"), "nobody", null, null)).isEmpty();
        assertThat(expire(Map.of(), null, null, "nobody")).isEmpty();
        assertThat(expire(Map.of("feature", "billing"), "acme", null, null)).containsExactly(billing.name());
        assertThat(expire(Map.of(), null, null, Thread.currentThread().getName()))
                .containsExactly(billing.name(), other.name());
        assertThat(expire(Map.of(), null, 0L, null)).isEmpty();
        test.pool.reset(false);
        assertThat(test.pool
                        .expire(new Selector(null, null, null, Map.of(), null, 1L, null))
                        .retireOnRelease())
                .hasSize(2);
        assertThatThrownBy(() -> new Selector(null, null, null, Map.of(), null, -1L, null))
                .hasMessageStartingWith("generationBefore");
    }

    private List<String> expire(Map<String, String> tags, String tenant, Long before, String holder) {
        OperationReport report = test.pool.expire(new Selector(null, null, null, tags, tenant, before, holder), dry());
        assertThat(report.retired()).isEmpty();
        return report.retireOnRelease();
    }

    @Test
    @DisplayName("in-flight work is never broken: a lease outlives a reset, and ends with its own release")
    void inFlight() throws Exception {
        Lease<Thing> lease = test.pool.acquire();
        long generation = test.pool.stats().generation();
        test.pool.reset(false);
        assertThat(lease.resource().isClosed()).isFalse();
        lease.close();
        assertThat(lease.resource().closes).hasValue(1);
        assertThat(test.pool.stats().connections()).allMatch(each -> each.generation() > generation);
    }

    @Test
    @DisplayName("one operation runs at a time, a second one is refused with the id of the first; a close is accepted")
    void oneAtATime() throws Exception {
        test.store.onCreate = attempt -> {
            assertThatThrownBy(() -> test.pool.pause(plain()))
                    .isInstanceOfSatisfying(
                            OperationInProgress.class, e -> assertThat(e.id()).isEqualTo("op_7_7"));
        };
        OperationReport report =
                test.pool.renew(Pace.ONE_BY_ONE, new OperationContext("op_7_7", false, null, Follower.NONE));
        assertThat(report.complete()).as(report.message()).isTrue();
        assertThat(report.id()).isEqualTo("op_7_7");
        test.pool.close(CloseMode.DRAIN, NO_PATIENCE, plain());
        assertThat(test.pool.state()).isEqualTo(PoolState.STOPPED);
        assertThatThrownBy(() -> test.pool.reset(false)).isInstanceOf(PoolClosed.class);
    }

    @Test
    @DisplayName("a dry run is answered while another operation runs, and does not change the running operation")
    void dryRunMeanwhile() {
        List<OperationReport> dry = new ArrayList<>();
        test.store.onCreate = attempt -> {
            dry.add(test.pool.reset(false, dry()));
            dry.add(test.pool.pause(dry()));
            assertThatThrownBy(() -> test.pool.pause(plain())).isInstanceOf(OperationInProgress.class);
        };
        int total = test.pool.stats().total();
        OperationReport report = test.pool.renew(Pace.ONE_BY_ONE, plain());
        assertThat(report.complete()).as(report.message()).isTrue();
        assertThat(dry).isNotEmpty().allMatch(OperationReport::dryRun).allMatch(OperationReport::complete);
        assertThat(test.pool.state()).isEqualTo(PoolState.RUNNING);
        assertThat(test.pool.stats().total()).isEqualTo(total);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-PT1S", "P36501D"})
    @DisplayName("a patience beyond the bounds of the parameter is refused by each operation that waits for leases")
    void refusedPatience(Duration patience) {
        Target target = new Target(null, "app", "second", false);
        for (ThrowingCallable operation : List.<ThrowingCallable>of(
                () -> test.pool.drain(patience, plain()),
                () -> test.pool.operations().close(CloseMode.DRAIN, patience, plain()),
                () -> test.pool.switchEndpoint(target, patience, plain()),
                () -> test.pool.rotateCredentials(target, Pace.ONE_BY_ONE, patience, plain()))) {
            assertThatThrownBy(operation)
                    .isInstanceOf(BadValue.class)
                    .hasMessageStartingWith("patience must be a duration from 0 s to 36500 days");
        }
        assertThat(test.pool.state()).isEqualTo(PoolState.RUNNING);
    }

    @Test
    @DisplayName("a fill is refused beyond the bounds of its parameters, as texts are")
    void refusedFill() {
        assertThatThrownBy(() -> test.pool.fill(-1)).hasMessage("target must be a whole number from 0 to 10000: -1");
        assertThatThrownBy(() -> test.pool.operations().warmUp(3, 0, plain()))
                .hasMessage("atOnce must be a whole number from 1 to 1000: 0");
    }

    @Test
    @DisplayName("an operation stops at its deadline, and reports that")
    void deadline() {
        test.store.onCreate = attempt -> test.time.advance(Duration.ofSeconds(2));
        OperationReport report = test.pool.renew(
                Pace.ONE_BY_ONE, new OperationContext("op_1_1", false, Duration.ofSeconds(3), Follower.NONE));
        assertThat(report.complete()).isFalse();
        assertThat(report.message()).contains("the deadline of 3 s has passed");
        assertThat(test.pool.stats().total()).isEqualTo(3);
        assertThatThrownBy(() -> new OperationContext("op_1_1", false, Duration.ZERO, Follower.NONE))
                .hasMessageStartingWith("deadline must be positive");
    }

    @Test
    @DisplayName("a renewal that pauses at its deadline begins no further replacement")
    void deadlineWhileResting() {
        List<String> names = test.names();
        OperationContext context = new OperationContext("op_1_1", false, Duration.ofMillis(500), Follower.NONE);
        test.time.movedByWaits = true;

        OperationReport report = test.pool.renew(new Pace(1, 1, 0), context);

        assertThat(report.created()).isEqualTo(1);
        assertThat(report.failed()).isZero();
        assertThat(report.message())
                .isEqualTo("stopped: the deadline of 500 ms has passed; the other connections stay in use");
        assertThat(report.retired()).containsExactly(names.get(0));
        assertThat(test.store.created()).isEqualTo(4);
    }

    @Test
    @DisplayName("statistics begin at zero again; present values stay")
    void statistics() throws Exception {
        Lease<Thing> lease = test.pool.acquire();
        test.pool.acquire().close();
        test.pool.resetStatistics(plain());
        PoolStats.Counters counters = test.pool.stats().counters();
        assertThat(counters.acquired()).isZero();
        assertThat(counters.created()).isZero();
        assertThat(counters.maxInUse()).isEqualTo(1);
        assertThat(test.pool.stats().total()).isEqualTo(3);
        lease.close();
        test.pool.acquire().close();
        assertThat(test.pool.stats().counters().acquired()).isEqualTo(1);
    }

    @Test
    @DisplayName("a lease that is out when statistics begin at zero is not counted, and its end neither")
    void leasesOutAtTheReset() throws Exception {
        Lease<Thing> held = test.pool.acquire();
        Lease<Thing> discarded = test.pool.acquire();
        Lease<Thing> before = test.pool.acquire();
        test.advance(Duration.ofSeconds(1));
        before.close();
        test.pool.resetStatistics(plain());
        test.advance(Duration.ofSeconds(1));
        held.close();
        discarded.invalidate();
        discarded.close();

        PoolStats.Counters none = test.pool.stats().counters();
        assertThat(none.acquired()).isZero();
        assertThat(none.released()).isZero();
        assertThat(none.discarded()).isZero();
        assertThat(none.heldSeconds()).isZero();

        List<Lease<Thing>> later = test.acquire(3); // of the same slots, and one that is made for it
        test.advance(Duration.ofSeconds(4));
        assertThat(test.pool.stats().counters().acquired()).isEqualTo(3);
        assertThat(test.pool.stats().counters().released()).isZero();
        later.forEach(Lease::close);
        test.acquire().close();
        PoolStats.Counters counters = test.pool.stats().counters();
        assertThat(counters.acquired()).isEqualTo(4);
        assertThat(counters.released()).isEqualTo(4);
        assertThat(counters.heldSeconds()).isEqualTo(12);
        test.pool.reset(false);
        assertThat(test.pool.stats().counters())
                .as("what is closed meanwhile is counted further")
                .extracting(PoolStats.Counters::acquired, PoolStats.Counters::released, PoolStats.Counters::heldSeconds)
                .containsExactly(4L, 4L, 12.0);
        test.pool.resetStatistics(plain());
        assertThat(test.pool.stats().counters().released()).isZero();
        assertThat(test.pool.stats().counters().heldSeconds()).isZero();
    }

    @Test
    @DisplayName("a pool of things has no endpoint that could change")
    void unsupported() {
        Target target = new Target(null, "somebody", "secret", false);
        assertThat(target.toString()).doesNotContain("secret");
        assertThatThrownBy(() -> test.pool.rotateCredentials(target, Pace.ONE_BY_ONE, NO_PATIENCE, plain()))
                .isInstanceOf(Unsupported.class);
        assertThatThrownBy(() -> test.pool.switchEndpoint(new Target("jdbc:x", null, null, true), NO_PATIENCE, plain()))
                .isInstanceOf(Unsupported.class);
        assertThatThrownBy(() -> new Target(null, null, null, true)).hasMessageContaining("missing");
    }
}
