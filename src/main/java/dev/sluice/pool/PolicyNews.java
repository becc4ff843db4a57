package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.time.GrowingInterval;

/**
 * The events of one policy. An effect on callers or leases that may repeat many times a second is published at growing
 * intervals, with the number of repetitions. Thread-safe.
 */
final class PolicyNews {

    private final PoolCore<?> core;
    private final String policy;
    private final GrowingInterval effects = new GrowingInterval();

    PolicyNews(PoolCore<?> core, String policy) {
        this.core = core;
        this.policy = policy;
    }

    /** Publishes a change of the policy's state. */
    void changed(String words) {
        core.events.pool(Type.POLICY, 1, new EventDetail.PolicyNote(policy, words, false));
    }

    /** Publishes an effect, or counts it for the next event. */
    void affected(String words) {
        long unsaid = effects.pass(core.ticker.instant());
        if (unsaid != GrowingInterval.HELD_BACK) {
            core.events.pool(Type.POLICY, 1 + unsaid, new EventDetail.PolicyNote(policy, words, true));
        }
    }
}
