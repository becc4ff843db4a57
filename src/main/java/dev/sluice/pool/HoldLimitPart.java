package dev.sluice.pool;

import dev.sluice.pool.policy.HoldLimit;
import dev.sluice.pool.policy.HoldLimit.Effect;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.store.Activity;
import dev.sluice.pool.store.Activity.SessionWork;
import dev.sluice.pool.store.ActivitySource;
import dev.sluice.pool.store.Holding;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Slot;
import dev.sluice.time.SpanText;
import dev.sluice.time.Threads;
import dev.sluice.time.Timer.Scheduled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Carries out {@link HoldLimit}: examines the leases at intervals, a quarter of the shortest limit, from 50 ms to 5 s.
 * Each lease counts once. Thread-safe.
 */
final class HoldLimitPart<R> implements PolicyPart {

    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(50);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(5);

    /** Time for the server's answer about idle sessions. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(1);

    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);

    private final PoolCore<R> core;
    private final Retirement<R> retirement;
    private final PolicyNews news;
    private final AtomicBoolean asking = new AtomicBoolean();
    private final Set<LimitedLease> counted = new HashSet<>(); // Guarded by itself
    private final Set<LimitedLease> reported = new HashSet<>(); // Guarded by counted
    private volatile @Nullable HoldLimit policy;
    private @Nullable Scheduled checks; // Guarded by this

    /** A lease: the name of its resource, and its number there. */
    private record LimitedLease(String connection, long lease) {}

    HoldLimitPart(PoolCore<R> core, Retirement<R> retirement) {
        this.core = core;
        this.retirement = retirement;
        this.news = new PolicyNews(core, name());
    }

    @Override
    public String name() {
        return HoldLimit.DECLARATION.name();
    }

    @Override
    public synchronized void apply(PoolPolicies policies) {
        HoldLimit wanted = policies.holdLimit();
        if (Objects.equals(wanted, policy)) {
            return;
        }
        HoldLimit before = policy;
        policy = wanted;
        stop();
        if (before == null || wanted == null || before.mode() != wanted.mode()) {
            synchronized (counted) {
                reported.clear();
            }
        }
        if (wanted != null) {
            checks = core.timer.every(interval(wanted), this::check);
        }
    }

    private synchronized void stop() {
        if (checks != null) {
            checks.cancel();
            checks = null;
        }
    }

    private static Duration interval(HoldLimit policy) {
        Stream<Duration> byLane = policy.byLane() == null ? Stream.empty() : policy.byLane().byName().values().stream();
        Duration shortest = Stream.concat(byLane, Stream.of(policy.maxHold(), policy.idleInTransaction()))
                .filter(limit -> limit != null && !limit.isZero())
                .min(Duration::compareTo)
                .map(limit -> limit.dividedBy(4))
                .orElse(LONGEST_INTERVAL);
        Duration interval = shortest.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : shortest;
        return interval.compareTo(LONGEST_INTERVAL) > 0 ? LONGEST_INTERVAL : interval;
    }

    @Override
    public @Nullable String state() {
        HoldLimit now = policy;
        if (now == null) {
            return null;
        }
        return now.mode() + ": max-hold " + words(now.maxHold())
                + (now.byLane() == null ? "" : ", by lane " + now.byLane())
                + ", idle in transaction " + words(now.idleInTransaction());
    }

    private static String words(@Nullable Duration limit) {
        return limit == null ? "no limit" : SpanText.exact(limit);
    }

    /** Checks all leases. Called by the timer, on one thread at a time. */
    void check() {
        HoldLimit now = policy;
        if (now == null) {
            return; // switched off at this moment
        }
        if (!core.isServing()) {
            stop();
            return;
        }
        forgetEnded();
        List<HeldLease<R>> within = new ArrayList<>();
        long time = core.ticker.nanos();
        for (Slot<R> slot : core.slots.snapshot()) {
            Holding holding = slot.holding();
            if (holding != null) {
                HeldLease<R> lease = new HeldLease<>(slot, holding);
                if (!checkHold(now, lease, time) && mayBeIdle(now, lease, time)) {
                    within.add(lease);
                }
            }
        }
        if (!within.isEmpty() && core.store instanceof ActivitySource<R> source && asking.compareAndSet(false, true)) {
            askForIdle(now, source, within);
        }
    }

    private boolean checkHold(HoldLimit now, HeldLease<R> lease, long time) {
        AcquireRequest request = AcquireRequest.of(lease.holding().note());
        Duration own = request.maxHold();
        Duration limit = own == null ? now.of(request.priority()) : own;
        Duration held = Duration.ofNanos(time - lease.holding().sinceNanos());
        boolean beyond = limit != null && !limit.isZero() && held.compareTo(limit) >= 0;
        if (beyond) {
            affect(now, lease, "max-hold " + SpanText.exact(limit), time);
        }
        return beyond;
    }

    private static boolean mayBeIdle(HoldLimit now, HeldLease<?> lease, long time) {
        Duration limit = now.idleInTransaction();
        return limit != null
                && AcquireRequest.of(lease.holding().note()).maxHold() == null
                && time - lease.holding().sinceNanos() >= limit.toNanos();
    }

    /** Asks the server, on a worker, which of these sessions are idle in a transaction. */
    private void askForIdle(HoldLimit now, ActivitySource<R> source, List<HeldLease<R>> leases) {
        List<R> resources = HeldLease.resources(leases);
        core.requests.run(CALL_LIMIT, () -> source.activityOf(resources, ANSWER_LIMIT), (activity, failure) -> {
            asking.set(false);
            if (activity != null && now.equals(policy)) {
                endIdle(now, leases, activity);
            }
        });
    }

    private void endIdle(HoldLimit now, List<HeldLease<R>> leases, Activity activity) {
        Duration limit = Objects.requireNonNull(now.idleInTransaction());
        for (int i = 0; i < leases.size(); i++) {
            SessionWork work = leases.get(i).work(activity, i);
            Double idle = work.idleInTransactionSeconds();
            if (idle != null && idle >= Seconds.of(limit.toNanos())) {
                affect(now, leases.get(i), "idle-in-transaction " + SpanText.exact(limit), core.ticker.nanos());
            }
        }
    }

    private void affect(HoldLimit now, HeldLease<R> lease, String limit, long time) {
        Slot<R> slot = lease.slot();
        long number = lease.holding().lease();
        boolean isNews;
        synchronized (counted) {
            LimitedLease limited = new LimitedLease(slot.name(), number);
            if (!slot.isHeldBy(number)) {
                return;
            }
            if (counted.add(limited)) {
                core.counters.overHoldLimit.increment();
            }
            isNews = now.mode() != Effect.OBSERVE && reported.add(limited);
        }
        if (!isNews) {
            return;
        }
        String words = "lease of " + slot.name() + ", held for "
                + SpanText.rounded(Duration.ofNanos(time - lease.holding().sinceNanos())) + " by thread "
                + Threads.nameOf(lease.holding().thread()) + ", is beyond " + limit;
        if (now.mode() == Effect.WARN) {
            news.affected(words);
        } else if (retirement.breakLease(slot, number, RetirementReason.of("beyond " + limit)) != null) {
            core.counters.holdLimitEnds.increment();
            news.affected(words + "; the lease is ended");
        }
    }

    private void forgetEnded() {
        synchronized (counted) {
            if (!counted.isEmpty()) {
                Set<LimitedLease> held = new HashSet<>();
                for (Slot<R> slot : core.slots.snapshot()) {
                    Holding holding = slot.holding();
                    if (holding != null) {
                        held.add(new LimitedLease(slot.name(), holding.lease()));
                    }
                }
                counted.retainAll(held);
                reported.retainAll(held);
            }
        }
    }
}
