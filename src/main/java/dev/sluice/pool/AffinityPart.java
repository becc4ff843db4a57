package dev.sluice.pool;

import dev.sluice.pool.policy.CheckMoment;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.TenantAffinity;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import dev.sluice.time.SpanText;
import dev.sluice.time.Timer.Scheduled;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Carries out {@link TenantAffinity}: keeps released resources without a reset for their tenants. The slots hand them
 * out, {@link Growth} resets them for waiters of other tenants, and this part resets them after their time. The word of
 * a slot, not this part, ensures that no other tenant receives a kept resource. Thread-safe.
 */
final class AffinityPart<R> implements PolicyPart {

    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(50);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(5);

    private final PoolCore<R> core;
    private final Circulation<R> circulation;
    private final CustomChecks<R> customChecks;
    private final ResourceChecks<R> checks;
    private volatile @Nullable TenantAffinity policy;
    private @Nullable Scheduled expiry; // Guarded by this

    AffinityPart(PoolCore<R> core, Circulation<R> circulation, CustomChecks<R> customChecks, ResourceChecks<R> checks) {
        this.core = core;
        this.circulation = circulation;
        this.customChecks = customChecks;
        this.checks = checks;
    }

    @Override
    public String name() {
        return TenantAffinity.DECLARATION.name();
    }

    @Override
    public synchronized void apply(PoolPolicies policies) {
        TenantAffinity wanted = policies.tenantAffinity();
        if (Objects.equals(wanted, policy)) {
            return;
        }
        policy = wanted; // before the kept resources are looked for, see keep()
        stop();
        core.slots.handOutKept(wanted == null ? null : core.counters.savedResets::increment);
        if (wanted != null) {
            Duration quarter = wanted.keep().dividedBy(4);
            Duration interval = quarter.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : quarter;
            expiry = core.timer.every(
                    interval.compareTo(LONGEST_INTERVAL) > 0 ? LONGEST_INTERVAL : interval, this::resetExpired);
        }
        resetBeyond(wanted == null ? 0 : wanted.mostOf(core.config.maxSize()));
    }

    private synchronized void stop() {
        if (expiry != null) {
            expiry.cancel();
            expiry = null;
        }
    }

    @Override
    public @Nullable String state() {
        TenantAffinity now = policy;
        if (now == null) {
            return null;
        }
        String obstacle = obstacle();
        return obstacle != null
                ? "no effect: " + obstacle
                : "keeps " + core.slots.kept() + " of at most " + now.mostOf(core.config.maxSize())
                        + " sessions, each for " + SpanText.exact(now.keep());
    }

    /** Returns whether resources may be kept. */
    boolean isOn() {
        return policy != null && obstacle() == null;
    }

    /** Returns the reason why nothing can be kept, or null. */
    private @Nullable String obstacle() {
        if (!core.slots.canKeep()) {
            return "connections of this kind of pool are handed out in turn";
        }
        if (core.config.validateAfterIdle().isZero()) {
            return "validate-after-idle is 0, so each connection is validated before each lease";
        }
        return customChecks.isOn(CheckMoment.RETURN) ? "checks of the application run after each lease" : null;
    }

    /**
     * Keeps the resource of a slot that the caller owns in state {@link SlotState#CHECKING}, unreset, for the tenant of
     * its last lease, and offers it to the waiters. A resource that no waiter takes is reset at once if any waits.
     *
     * @return false if the caller has to reset the resource
     */
    boolean keep(Slot<R> slot) {
        if (!isOn()) {
            return false;
        }
        circulation.putBack(slot, SlotState.CHECKING);
        // RACE: read after the slot is idle. A caller queues before it looks for kept slots; the policy is switched off
        // before they are looked for. The later of the two threads sees the other
        TenantAffinity now = policy;
        if (core.gate.waiting() > 0 && slot.takeKept()) {
            core.counters.resetsForOthers.increment();
            checks.reset(slot);
        }
        resetBeyond(now == null ? 0 : now.mostOf(core.config.maxSize()));
        return true;
    }

    /** Resets the kept resources beyond this number, those first that were used least recently. */
    private void resetBeyond(int most) {
        while (core.slots.kept() > most) {
            Slot<R> slot = core.slots.takeKept();
            if (slot != null) {
                checks.reset(slot);
            }
        }
    }

    /** Resets the resources that were kept for the time of the policy. Called by the timer. */
    private void resetExpired() {
        TenantAffinity now = policy;
        if (now == null || !core.isServing()) {
            stop();
            return;
        }
        long time = core.ticker.nanos();
        for (Slot<R> slot : core.slots.snapshot()) {
            if (slot.isKept() && slot.sinceUseNanos(time) >= now.keep().toNanos() && slot.takeKept()) {
                checks.reset(slot);
            }
        }
    }
}
