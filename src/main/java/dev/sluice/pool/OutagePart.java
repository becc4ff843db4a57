package dev.sluice.pool;

import dev.sluice.admission.EarliestWaiter;
import dev.sluice.pool.policy.OutageWait;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.time.SpanText;
import dev.sluice.time.Timer.Scheduled;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Carries out {@link OutageWait}: refuses waiters that have waited for the maximum since they were queued and since the
 * outage began. Each call of {@link Supply#meetDemand} reviews the waiters, because it follows each failure, each new
 * waiter and the end of each resource. Thread-safe.
 */
final class OutagePart<R> implements PolicyPart {

    private final PoolCore<R> core;
    private final Supply supply;
    private final PolicyNews news;
    private volatile @Nullable OutageWait inForce;
    private @Nullable Long sinceNanos; // Guarded by this; null without an outage
    private @Nullable Scheduled nextReview; // Guarded by this

    OutagePart(PoolCore<R> core, Supply supply) {
        this.core = core;
        this.supply = supply;
        this.news = new PolicyNews(core, name());
    }

    @Override
    public String name() {
        return OutageWait.DECLARATION.name();
    }

    @Override
    public void apply(PoolPolicies policies) {
        OutageWait wanted = policies.outage();
        if (!Objects.equals(wanted, inForce)) {
            inForce = wanted;
            end();
        }
    }

    @Override
    public @Nullable String state() {
        OutageWait policy = inForce;
        if (policy == null) {
            return null;
        }
        Long since;
        synchronized (this) {
            since = sinceNanos;
        }
        String words = "callers wait " + SpanText.of(policy.maxWait()) + " at most while the database is down";
        return since == null
                ? words
                : words + "; down for " + SpanText.of(Duration.ofNanos(core.ticker.nanos() - since));
    }

    /** Refuses the waiters whose limit has passed, and schedules the review for the next one. */
    void review(@Nullable LastFailure failure) {
        OutageWait policy = inForce;
        if (policy == null) {
            return;
        }
        if (failure == null || core.slots.size() > 0 || !core.isServing()) {
            if (end()) {
                news.changed("the outage is over: the acquisition timeout is the limit of waits again");
            }
            return;
        }
        long now = core.ticker.nanos();
        long latest = now - policy.maxWait().toNanos();
        Long before = begin(now);
        long since = before == null ? now : before;
        if (before == null) {
            news.changed("the database is down: callers wait " + SpanText.of(policy.maxWait()) + " at most; "
                    + LastFailure.text(failure.cause()));
        }
        if (since - latest <= 0 && core.gate.waiting() > 0) {
            core.gate.refuseQueuedBy(new OutageRefusal(policy.maxWait(), failure.cause()), latest);
        }
        schedule(policy, since, now);
    }

    /** Begins an outage, unless there is one; returns its start then. */
    private synchronized @Nullable Long begin(long now) {
        Long before = sinceNanos;
        if (before == null) {
            sinceNanos = now;
        }
        return before;
    }

    /** Ends the outage; returns whether there was one. */
    private synchronized boolean end() {
        boolean was = sinceNanos != null;
        sinceNanos = null;
        cancel();
        return was;
    }

    private synchronized void schedule(OutageWait policy, long since, long now) {
        cancel();
        EarliestWaiter earliest = core.gate.isPaused() ? null : core.gate.earliestWaiter(); // paused: refuses no waiter
        if (earliest != null && sinceNanos != null) {
            long first = earliest.sinceNanos();
            long limit = (first - since > 0 ? first : since) + policy.maxWait().toNanos();
            nextReview = core.timer.once(Duration.ofNanos(Math.max(0, limit - now)), supply::meetDemand);
        }
    }

    private void cancel() {
        if (nextReview != null) {
            nextReview.cancel();
            nextReview = null;
        }
    }
}
