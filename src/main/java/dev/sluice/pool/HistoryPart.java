package dev.sluice.pool;

import dev.sluice.admission.EarliestWaiter;
import dev.sluice.admission.Priority;
import dev.sluice.admission.WaitCounters;
import dev.sluice.admission.WaitHistogram;
import dev.sluice.pool.history.HistoryReading;
import dev.sluice.pool.history.HistoryRing;
import dev.sluice.pool.history.PoolHistory;
import dev.sluice.pool.history.RecentCounts;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The samples of a pool, and the verdict on it. Reads counters only, and stops no caller. Thread-safe. */
final class HistoryPart<R> {

    /** Number of samples behind the words "in 10 s". */
    private static final int RECENT = 10;

    private final PoolCore<R> core;
    private final PoolCondition<R> condition;
    private final Leaks<R> leaks;
    private final DegradationPart<R> degradation;
    private final HistoryRing ring = new HistoryRing();
    private volatile @Nullable Situation situation;

    /** A situation and its begin. */
    private record Situation(Standing standing, long sinceNanos) {}

    HistoryPart(PoolCore<R> core, PoolCondition<R> condition, Leaks<R> leaks, DegradationPart<R> degradation) {
        this.core = core;
        this.condition = condition;
        this.leaks = leaks;
        this.degradation = degradation;
    }

    /** Adds a sample. Called by one thread at a time. */
    void sample() {
        long now = core.ticker.nanos();
        Standing standing = standing(condition.servingFailure(), load());
        Situation before = situation;
        if (before == null || before.standing() != standing) {
            situation = new Situation(standing, now);
        }
        ring.add(reading(now), distributions());
    }

    private HistoryReading reading(long now) {
        PoolCounters counters = core.counters;
        WaitCounters waits = core.gate.counters();
        long timeouts = waits.timeouts();
        long failed = counters.refusedEarly.sum() + counters.late.sum();
        return new HistoryReading(
                core.wall.at(now).toEpochMilli(),
                core.slots.size(),
                core.slots.leased(),
                core.counters.creating.get(),
                core.gate.waitingByLane(),
                core.slots.leases(),
                counters.created.sum(),
                counters.creationFailures.sum(),
                timeouts,
                Math.max(0, failed - timeouts));
    }

    private List<WaitHistogram> distributions() {
        WaitCounters counters = core.gate.counters();
        return Stream.of(Priority.values()).map(counters::waits).toList();
    }

    private Standing.Load load() {
        return new Standing.Load(core.gate.waiting(), core.slots.leased(), core.config.maxSize());
    }

    private Standing standing(@Nullable ServingFailure failure, Standing.Load load) {
        return Standing.of(condition.state(), failure != null, core.slots.size(), degradation.isDegraded(), load);
    }

    PoolHistory since(long sequence) {
        return ring.since(core.name, sequence);
    }

    RecentCounts recent(int samples) {
        return ring.recent(samples);
    }

    /** Returns the situation in words. */
    String verdict() {
        long now = core.ticker.nanos();
        ServingFailure failure = condition.servingFailure();
        Standing.Load load = load();
        Standing standing = standing(failure, load);
        Situation known = situation;
        EarliestWaiter earliest = load.waiting() == 0 ? null : core.gate.earliestWaiter();
        return PoolVerdict.of(new PoolVerdict.Facts(
                standing,
                known == null || known.standing() != standing ? -1 : now - known.sinceNanos(),
                failure == null ? null : failure.kind(),
                load,
                earliest,
                now,
                leaks.count(),
                !core.faults.rules().isEmpty(),
                ring.recent(RECENT)));
    }
}
