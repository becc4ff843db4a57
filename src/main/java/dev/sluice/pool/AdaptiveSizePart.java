package dev.sluice.pool;

import dev.sluice.pool.policy.AdaptiveSize;
import dev.sluice.pool.policy.PolicyMode;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.SizeSearch;
import dev.sluice.pool.policy.SizeSearch.SizeMeasurement;
import dev.sluice.pool.policy.SizeSearch.SizeStep;
import dev.sluice.pool.store.CapacitySource;
import dev.sluice.pool.store.CapacitySource.ServerCapacity;
import dev.sluice.pool.store.FailureKind;
import dev.sluice.pool.store.LeaseTotals;
import dev.sluice.time.Timer.Scheduled;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Carries out {@link AdaptiveSize}: measures the throughput on the pool's timer, and changes the maximum as {@link
 * SizeSearch} says. A maximum that another request has set pauses the policy, until one of its rules is changed or it is
 * switched off and on. Thread-safe: the timer runs one measurement at a time. Before a larger maximum the database is asked for its limit, where the store can.
 */
final class AdaptiveSizePart<R> implements PolicyPart {

    private static final int FEWEST_LEASES = 50;
    private static final int LEASES_OF_EACH = 5;

    /** Number of intervals after which a measurement ends with fewer leases. */
    private static final int LONGEST = 12;

    /** Maximum time of a question to the database, and the time after which it is given up. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

    private static final Duration CALL_LIMIT = Duration.ofSeconds(10);

    private final PoolCore<R> core;
    private final PolicyNews news;
    private volatile @Nullable Resizing resizing;
    private volatile @Nullable Sizing inForce;

    /** Changes the maximum of a pool, unless it is no longer {@code from}. Returns whether it has changed it. */
    @FunctionalInterface
    interface Resizing {
        boolean resize(int from, int to);
    }

    /** A policy in force, with its search. The timer alone uses the fields that change, except for {@code words}; or a worker, while it asks. */
    private static final class Sizing {

        final AdaptiveSize policy;
        volatile @Nullable Scheduled timer;
        volatile String words = "waits for a measurement";
        SizeSearch search;
        int size; // the maximum that this policy has found or set; zero before the first measurement
        volatile boolean isAsking; // a worker asks the database, and uses the fields instead of the timer
        boolean isPaused;
        boolean isNew; // the maximum was changed: the present interval is no measurement
        long beginNanos;
        LeaseTotals begin = LeaseTotals.NONE;

        Sizing(AdaptiveSize policy, SizeSearch search) {
            this.policy = policy;
            this.search = search;
        }
    }

    AdaptiveSizePart(PoolCore<R> core) {
        this.core = core;
        this.news = new PolicyNews(core, name());
    }

    /** Sets the way to change the maximum, once; without it the policy has no effect. */
    void use(Resizing way) {
        resizing = way;
    }

    @Override
    public String name() {
        return AdaptiveSize.DECLARATION.name();
    }

    @Override
    public void apply(PoolPolicies policies) {
        AdaptiveSize wanted = policies.adaptiveSize();
        Sizing before = inForce;
        if (Objects.equals(wanted, before == null ? null : before.policy)) {
            return;
        }
        stop(before);
        if (wanted == null) {
            inForce = null;
            return;
        }
        Sizing sizing = new Sizing(wanted, search(wanted));
        inForce = sizing;
        sizing.timer = core.timer.every(wanted.interval(), () -> measure(sizing));
    }

    private static void stop(@Nullable Sizing sizing) {
        Scheduled timer = sizing == null ? null : sizing.timer;
        if (timer != null) {
            timer.cancel();
        }
    }

    private SizeSearch search(AdaptiveSize policy) {
        int least = Math.max(policy.least(), core.config.minSize());
        return new SizeSearch(Math.min(least, policy.largest()), policy.largest());
    }

    @Override
    public @Nullable String state() {
        Sizing now = inForce;
        return now == null
                ? null
                : now.policy.mode() + ": " + now.policy.least() + " to " + now.policy.largest() + ", " + now.words;
    }

    private void measure(Sizing sizing) {
        Resizing way = resizing;
        if (sizing != inForce || !core.isServing()) {
            stop(sizing);
            return;
        }
        if (way == null || sizing.isAsking || sizing.isPaused || !isAsExpected(sizing, way)) {
            return;
        }
        long elapsed = core.ticker.nanos() - sizing.beginNanos;
        LeaseTotals totals = core.slots.totals();
        long ended = totals.ended() - sizing.begin.ended();
        if (sizing.isNew || ended < 0) { // also after a reset of the statistics
            begin(sizing, totals);
            return;
        }
        boolean isEnough = ended >= Math.max(FEWEST_LEASES, (long) LEASES_OF_EACH * sizing.size);
        if (!isEnough && elapsed < LONGEST * sizing.policy.interval().toNanos()) {
            return;
        }
        double held = Seconds.of(totals.heldNanos() - sizing.begin.heldNanos());
        begin(sizing, totals);
        SizeMeasurement measured =
                new SizeMeasurement(sizing.size, ended / Seconds.of(elapsed), ended == 0 ? 0 : held / ended);
        SizeStep next = sizing.search.next(measured);
        if (next != null) {
            follow(sizing, next, way);
        }
    }

    private void begin(Sizing sizing, LeaseTotals totals) {
        sizing.isNew = false;
        sizing.begin = totals;
        sizing.beginNanos = core.ticker.nanos();
    }

    /** Returns whether the maximum is the one that the search has set. Otherwise pauses, or begins within the bounds. */
    private boolean isAsExpected(Sizing sizing, Resizing way) {
        int size = core.config.maxSize();
        if (sizing.size == 0) {
            sizing.size = size;
            begin(sizing, core.slots.totals());
            int within = Math.max(sizing.policy.least(), Math.min(sizing.policy.largest(), size));
            if (within != size) {
                follow(sizing, new SizeStep(within, "the maximum is outside of the bounds"), way);
            }
            return false;
        }
        if (sizing.size != size) {
            pauseForOther(sizing, size);
            return false;
        }
        return true;
    }

    private void pauseForOther(Sizing sizing, int size) {
        pause(sizing, "the maximum was set to " + size + " by another request");
    }

    private void pause(Sizing sizing, String reason) {
        sizing.isPaused = true;
        sizing.words = "paused: " + reason + "; change a rule of the policy to continue";
        news.changed(sizing.words);
    }

    /** Follows a step. Asks the database before a larger size, on a worker, and measures nothing meanwhile. */
    private void follow(Sizing sizing, SizeStep step, Resizing way) {
        if (step.size() <= sizing.size || !(core.store instanceof CapacitySource source)) {
            take(sizing, step, way);
            return;
        }
        sizing.isAsking = true;
        int own = core.room.taken();
        core.requests.run(CALL_LIMIT, () -> source.capacity(own, ANSWER_LIMIT), (capacity, failure) -> {
            try {
                if (sizing == inForce && core.isServing()) {
                    take(sizing, permitted(sizing, step, capacity, failure), way);
                }
            } finally {
                sizing.isAsking = false;
            }
        });
    }

    /** Returns the step, or another one within the limit of the database. A step without an answer is a trial. */
    private SizeStep permitted(
            Sizing sizing, SizeStep step, @Nullable ServerCapacity capacity, @Nullable Throwable failure) {
        if (capacity != null && step.size() > capacity.largest()) {
            return sizing.search.within(
                    capacity.largest(), step, "max " + step.size() + " is too large: " + capacity.reason());
        }
        boolean isFull = failure != null && core.store.kindOf(failure) == FailureKind.SERVER_FULL;
        return isFull ? sizing.search.within(sizing.size, step, "the server has no free connection") : step;
    }

    private void take(Sizing sizing, SizeStep step, Resizing way) {
        int from = sizing.size;
        if (sizing.policy.mode() == PolicyMode.OBSERVE) {
            sizing.words = "would change max from " + from + " to " + step.size() + ": " + step.reason();
            sizing.search = search(sizing.policy); // without the step, the search cannot continue
            news.affected(sizing.words);
            return;
        }
        if (step.size() == from) {
            sizing.words = "stays at max " + from + ": " + step.reason();
            news.changed(sizing.words);
            return;
        }
        try {
            if (!way.resize(from, step.size())) { // for example while the database was asked
                pauseForOther(sizing, core.config.maxSize());
                return;
            }
        } catch (IllegalArgumentException e) { // the minimum, or the rules of the gate, have changed meanwhile
            pause(sizing, "max " + step.size() + " contradicts another setting (" + e.getMessage() + ")");
            return;
        }
        core.counters.sizeSteps.increment();
        sizing.size = step.size();
        sizing.isNew = true;
        sizing.words = "max " + from + " → " + step.size() + ": " + step.reason();
        news.changed(sizing.words);
    }
}
