package dev.sluice.faults;

import dev.sluice.pool.policy.Breaker;
import dev.sluice.pool.policy.HoldLimit;
import dev.sluice.pool.policy.PolicyMode;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.Rate;
import dev.sluice.pool.policy.RateLimit;
import java.time.Duration;
import java.util.Random;

/**
 * Policies for a part of the faults, selected by a seed. None of them breaks a rule of the campaign: rates are above those
 * of the clients, an open circuit is shorter than the limit of the first answer, and only long leases would be ended.
 */
final class PolicyMix {

    /** Number of faults with the same policies. */
    static final int PART = 20;

    private final Random random;

    PolicyMix(long seed) {
        random = new Random(seed);
    }

    /** Returns the policies of the next part; none in half of the parts. */
    PoolPolicies next() {
        PoolPolicies mix = PoolPolicies.NONE;
        if (random.nextBoolean()) {
            return mix;
        }
        if (random.nextBoolean()) {
            mix = mix.with(new RateLimit(
                    new Rate(100_000, Rate.Unit.S, 10_000),
                    null,
                    null,
                    null,
                    random.nextBoolean() ? PolicyMode.ENFORCE : PolicyMode.OBSERVE));
        }
        if (random.nextBoolean()) {
            mix = mix.with(new Breaker(
                    3 + random.nextInt(5),
                    Duration.ofMillis(100 + random.nextInt(100)),
                    random.nextBoolean() ? PolicyMode.ENFORCE : PolicyMode.OBSERVE));
        }
        if (random.nextBoolean()) {
            mix = mix.with(
                    random.nextBoolean()
                            ? new HoldLimit(Duration.ofMillis(200), null, null, HoldLimit.Effect.OBSERVE)
                            : new HoldLimit(Duration.ofMinutes(1), null, null, HoldLimit.Effect.END));
        }
        return mix;
    }
}
