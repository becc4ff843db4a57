package dev.sluice.pool;

import dev.sluice.admission.QueuedCaller;
import dev.sluice.admission.Ticket;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.policy.Degradation;
import dev.sluice.pool.policy.Degradation.WhenFull;
import dev.sluice.pool.policy.DegradationSwitch;
import dev.sluice.pool.policy.PolicyMode;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.time.Timer.Scheduled;
import dev.sluice.value.BadValue;
import dev.sluice.value.Plural;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Carries out {@link Degradation}: watches the utilization, refuses callers of low lanes and of a full pool, and asks
 * the supplier for substitutes. A changed policy begins in the state of the earlier one. Thread-safe.
 */
final class DegradationPart<R> implements PolicyPart, AcquireRule {

    private final PoolCore<R> core;
    private final RefusalTexts<R> texts;
    private final PolicyNews news;
    private volatile @Nullable WatchedPolicy inForce;
    private volatile @Nullable FallbackSupplier<?> supplier;
    private @Nullable Scheduled checks; // Guarded by this

    private record WatchedPolicy(Degradation policy, DegradationSwitch state) {

        boolean isEnforced() {
            return policy.mode() == PolicyMode.ENFORCE;
        }

        boolean refuses(AcquireRequest request) {
            return state.isDegraded() && !policy.serves(request.priority());
        }
    }

    DegradationPart(PoolCore<R> core) {
        this.core = core;
        this.texts = new RefusalTexts<>(core);
        this.news = new PolicyNews(core, name());
    }

    @Override
    public String name() {
        return Degradation.DECLARATION.name();
    }

    /** Sets the supplier of substitutes. */
    void use(FallbackSupplier<?> newSupplier) {
        supplier = newSupplier;
    }

    @Override
    public void check(PoolPolicies policies) {
        Degradation wanted = policies.degradation();
        if (wanted != null && wanted.whenFull() == WhenFull.FALLBACK && supplier == null) {
            throw BadValue.of(
                    "degradation.when-full",
                    "must not be FALLBACK, because the application has no FallbackSupplier for pool '" + core.name
                            + "'");
        }
    }

    @Override
    public synchronized void apply(PoolPolicies policies) {
        Degradation wanted = policies.degradation();
        WatchedPolicy now = inForce;
        if (Objects.equals(wanted, now == null ? null : now.policy())) {
            return;
        }
        stop();
        if (wanted == null) {
            inForce = null;
        } else {
            inForce = new WatchedPolicy(
                    wanted,
                    new DegradationSwitch(wanted, now != null && now.state().isDegraded()));
            checks = core.timer.every(wanted.interval(), this::checkUtilization);
        }
    }

    private synchronized void stop() {
        if (checks != null) {
            checks.cancel();
            checks = null;
        }
    }

    private void checkUtilization() {
        WatchedPolicy now = inForce;
        if (now == null || !core.isServing()) {
            stop();
            return;
        }
        int leased = core.slots.leased();
        int max = core.config.maxSize();
        if (now.state().check((double) leased / max)) {
            news.changed(words(now) + "; " + leased + " of " + Plural.of(max, "connection") + " in use");
        }
    }

    private static String words(WatchedPolicy now) {
        String state = now.state().state();
        return now.state().isDegraded() && now.isEnforced()
                ? state + ", lanes below " + now.policy().lowestLane() + " are refused"
                : state;
    }

    @Override
    public @Nullable String state() {
        WatchedPolicy now = inForce;
        return now == null
                ? null
                : now.policy().mode() + ": " + words(now) + "; when full: "
                        + now.policy().whenFull();
    }

    /** Returns whether callers are affected by the state DEGRADED now. */
    boolean isDegraded() {
        WatchedPolicy now = inForce;
        return now != null && now.isEnforced() && now.state().isDegraded();
    }

    // --- Callers

    @Override
    public @Nullable AcquireRule acquireRule() {
        return inForce == null ? null : this;
    }

    @Override
    public void admit(AcquireRequest request) {
        WatchedPolicy now = inForce;
        if (now == null || !now.refuses(request)) {
            return;
        }
        if (!now.isEnforced()) {
            observe("would refuse a caller of lane " + request.priority() + " in the state DEGRADED");
            return;
        }
        if (!core.isServing()) {
            throw new PoolClosed(core.name);
        }
        core.counters.degradedRefusals.increment();
        news.affected("refuses callers of lane " + request.priority() + " in the state DEGRADED");
        throw new PoolSaturated(
                core.name, texts.degraded(request.priority(), now.policy().lowestLane()));
    }

    /**
     * Refuses a queued caller if the pool is full and the policy says so. Called before and during its wait.
     *
     * @param first false if the policy was asked about this caller before
     */
    void refuseIfFull(Ticket ticket, boolean first) {
        WatchedPolicy now = inForce;
        if (now == null || now.policy().whenFull() == WhenFull.WAIT || !isFullFor(ticket, first)) {
            return;
        }
        if (!now.isEnforced()) {
            if (first) {
                observe("would not let a caller of the full pool wait");
            }
            return;
        }
        if (now.policy().whenFull() == WhenFull.FALLBACK && offering(AcquireRequest.of(ticket.note())) == null) {
            return;
        }
        if (now.policy().whenFull() == WhenFull.FAIL_FAST) {
            core.counters.degradedRefusals.increment();
            news.affected("refuses callers of the full pool");
        }
        throw new PoolSaturated(core.name, texts.full());
    }

    /** Returns whether a caller of a full pool may be refused, instead of a wait. */
    boolean refusesIfFull() {
        WatchedPolicy now = inForce;
        return now != null && now.policy().whenFull() != WhenFull.WAIT;
    }

    private void observe(String words) {
        core.counters.degradedObserved.increment();
        news.affected(words);
    }

    /**
     * Returns whether no place can become free for the caller, without the end of a lease. A place of a resource that is
     * idle, in creation, in validation or in closing will become free. A newcomer needs a place beyond those of all
     * waiters; one that waits already, beyond those of the waiters before it.
     */
    private boolean isFullFor(Ticket ticket, boolean isNew) {
        int ready = core.config.maxSize() - core.slots.leased() - core.gate.kept(ticket);
        return !core.gate.isPaused() && core.gate.waiting() > ready && (isNew || placeOf(ticket) > ready);
    }

    /** Returns the place of a caller among the waiters, from 1; 0 if it waits no more. */
    private int placeOf(Ticket ticket) {
        return core.gate.waiters().stream()
                .filter(caller -> caller.ticket().thread() == ticket.thread())
                .mapToInt(QueuedCaller::position)
                .findFirst()
                .orElse(0);
    }

    // --- Substitutes

    private @Nullable FallbackSupplier<?> offering(AcquireRequest request) {
        FallbackSupplier<?> current = supplier;
        return current != null && current.offers(request) ? current : null;
    }

    /** Returns a substitute of this type for a caller that was refused, or null if the refusal stands. */
    <T> @Nullable T substitute(Class<T> type, AcquireRequest request, PoolSaturated refusal) {
        WatchedPolicy now = inForce;
        if (now == null || !now.isEnforced() || now.policy().whenFull() != WhenFull.FALLBACK || now.refuses(request)) {
            return null;
        }
        FallbackSupplier<?> current = offering(request);
        T given = current == null ? null : supplied(type, current, request, refusal);
        if (given != null) {
            core.counters.degradedGrants.increment();
            news.affected("gives substitutes to callers of the full pool");
        }
        return given;
    }

    private <T> @Nullable T supplied(
            Class<T> type, FallbackSupplier<?> from, AcquireRequest request, PoolSaturated refusal) {
        try {
            return type.cast(from.supply(request, refusal)); // a bean may have lost its type
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            refusal.addSuppressed(e);
        } catch (Exception e) {
            refusal.addSuppressed(e);
            news.affected("the supplier of substitutes fails: " + FailureText.of(e));
        }
        return null;
    }
}
