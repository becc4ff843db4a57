package dev.sluice.pool;

import dev.sluice.admission.Priority;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.fault.FaultKind;
import dev.sluice.pool.fault.FaultRule;
import dev.sluice.time.Deadline;
import dev.sluice.value.Plural;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The callers of the demonstration: short requests in three lanes, a job in the background, surges that make callers
 * wait, a report with a slow statement, a lease that is reported as a leak, and an outage of a few seconds. Each caller
 * repeats until the demonstration is stopped. Thread-safe: each caller has a thread of its own.
 */
final class DemoTraffic<R> {

    private static final long LOOK_NANOS = 100_000_000;
    private static final int REQUESTS = 6;
    private static final int SURGE = 40;
    private static final Duration SURGE_PERIOD = Duration.ofSeconds(15);
    private static final Duration SURGE_HOLD = Duration.ofMillis(900);
    private static final Duration SLOW_HOLD = Duration.ofSeconds(2);
    private static final Duration LEAKED = Duration.ofSeconds(40);
    private static final Duration LEAK_THRESHOLD = Duration.ofSeconds(5);
    private static final Duration FIRST_OUTAGE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_OUTAGES = Duration.ofSeconds(90);
    private static final Duration OUTAGE = Duration.ofSeconds(6);

    private final PoolCore<R> core;
    private final LoadCallers.Leasing<R> acquire;
    private final @Nullable LoadStatements<R> statements;
    private final LongAdder leases = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final long startNanos;
    private volatile boolean stopped;

    /**
     * @param statements has the slow statement of the report as its first; null for none
     */
    DemoTraffic(PoolCore<R> core, LoadCallers.Leasing<R> acquire, @Nullable LoadStatements<R> statements) {
        this.core = core;
        this.acquire = acquire;
        this.statements = statements;
        this.startNanos = core.ticker.nanos();
    }

    /** Returns the callers, each of which runs until the stop. */
    List<Runnable> callers() {
        List<Runnable> callers = new ArrayList<>();
        for (int i = 0; i < REQUESTS; i++) {
            Priority lane =
                    List.of(Priority.NORMAL, Priority.HIGH, Priority.CRITICAL).get(i % 3);
            AcquireRequest request = request(lane, i % 2 == 0 ? "checkout" : "search", i % 2 == 0 ? "acme" : "globex");
            callers.add(repeated(i, request, Duration.ofMillis(30), rest(Duration.ofMillis(60))));
        }
        AcquireRequest export = request(Priority.LOW, "export", "globex");
        for (int i = 0; i < SURGE; i++) {
            callers.add(repeated(100 + i, export, SURGE_HOLD, random -> untilSurge()));
        }
        AcquireRequest nightly = request(Priority.BACKGROUND, "nightly", null);
        callers.add(repeated(200, nightly, Duration.ofMillis(400), rest(Duration.ofMillis(100))));
        callers.add(this::reports);
        AcquireRequest leak = request(Priority.NORMAL, "leak", "acme").withLeakThreshold(LEAK_THRESHOLD);
        callers.add(repeated(400, leak, LEAKED, rest(Duration.ofSeconds(20))));
        callers.add(this::outages);
        return callers;
    }

    private static AcquireRequest request(Priority lane, String feature, @Nullable String tenant) {
        return new AcquireRequest(lane, null, tenant, Map.of("feature", feature, "demo", "traffic"), null);
    }

    private static RestTime rest(Duration time) {
        return random -> scaled(time, random);
    }

    /** Returns the time until the next surge, which begins for all its callers at once. */
    private Duration untilSurge() {
        long period = SURGE_PERIOD.toNanos();
        return Duration.ofNanos(period - (core.ticker.nanos() - startNanos) % period);
    }

    private Runnable repeated(int seed, AcquireRequest request, Duration hold, RestTime rest) {
        return () -> {
            SplittableRandom random = new SplittableRandom(seed);
            while (!isOver() && lease(request, lease -> pause(scaled(hold, random)))) {
                pause(rest.after(random));
            }
        };
    }

    private void reports() {
        AcquireRequest request = request(Priority.NORMAL, "slow-report", "acme");
        while (!isOver() && lease(request, this::report)) {
            pause(Duration.ofSeconds(12));
        }
    }

    private void report(Lease<R> lease) throws Exception {
        pause(SLOW_HOLD);
        if (statements != null && !isOver()) {
            statements.run(statements.names().iterator().next(), lease);
        }
    }

    private static Duration scaled(Duration time, SplittableRandom random) {
        return Duration.ofNanos((long) (time.toNanos() * (0.5 + random.nextDouble())));
    }

    /** The time between two acquires of a caller. */
    @FunctionalInterface
    private interface RestTime {
        Duration after(SplittableRandom random);
    }

    /** The use of a lease by its holder. */
    @FunctionalInterface
    private interface LeaseUse<R> {
        void by(Lease<R> lease) throws Exception;
    }

    /** Acquires, uses and releases once. Returns false if the caller must end. */
    private boolean lease(AcquireRequest request, LeaseUse<R> use) {
        try (Lease<R> lease = acquire.lease(request)) {
            leases.increment();
            use.by(lease);
            return true;
        } catch (InterruptedException | PoolClosed e) {
            return false;
        } catch (Exception e) {
            failures.increment(); // refusals, and broken leases during an outage
            return true;
        }
    }

    /** Lets creations fail for some seconds now and then, and closes leased connections at the beginning. */
    private void outages() {
        pause(FIRST_OUTAGE);
        while (!isOver()) {
            List<String> rules = new ArrayList<>();
            rules.addAll(core.faults.demonstrate(rule(FaultKind.FAIL_CREATION, FaultRule.ALL, OUTAGE)));
            rules.addAll(core.faults.demonstrate(rule(FaultKind.DROP_CONNECTION, 50, OUTAGE.dividedBy(3))));
            pause(OUTAGE);
            rules.forEach(core.faults::clear);
            pause(BETWEEN_OUTAGES);
        }
    }

    private static FaultRule rule(FaultKind kind, double percentage, Duration timeToLive) {
        return new FaultRule(kind, null, null, Map.of(), null, percentage, 1, null, null, null, timeToLive);
    }

    private void pause(Duration time) {
        Deadline end = Deadline.in(time, core.ticker);
        while (!isOver() && !end.isExpired()) {
            core.ticker.park(this, Math.min(LOOK_NANOS, end.remainingNanos()));
        }
    }

    private boolean isOver() {
        return stopped || !core.isServing();
    }

    /** Lets all callers end. Interrupt their threads afterwards, to end waits. */
    void stop() {
        stopped = true;
    }

    /** Returns the numbers of leases and failures in words. */
    String words() {
        return Plural.of(leases.sum(), "lease") + ", " + Plural.of(failures.sum(), "failure");
    }
}
