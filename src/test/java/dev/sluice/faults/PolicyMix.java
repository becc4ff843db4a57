package dev.sluice.faults;

import dev.sluice.admission.Priority;
import dev.sluice.pool.policy.AdaptiveSize;
import dev.sluice.pool.policy.Breaker;
import dev.sluice.pool.policy.CheckMoment;
import dev.sluice.pool.policy.CheckMoments;
import dev.sluice.pool.policy.CheckNames;
import dev.sluice.pool.policy.Checks;
import dev.sluice.pool.policy.CreationPace;
import dev.sluice.pool.policy.Degradation;
import dev.sluice.pool.policy.Degradation.WhenFull;
import dev.sluice.pool.policy.HoldLimit;
import dev.sluice.pool.policy.OutageWait;
import dev.sluice.pool.policy.PolicyMode;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.Rate;
import dev.sluice.pool.policy.RateLimit;
import dev.sluice.pool.policy.TagKeys;
import dev.sluice.pool.policy.Tagging;
import dev.sluice.pool.policy.TenantAffinity;
import dev.sluice.pool.policy.WarmUp;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * Policies for a part of the faults, selected by a seed. No policy breaks a rule of the campaign: rates are above those
 * of the clients, an open circuit is shorter than the limit of the first answer, only long leases would be ended, and
 * the maximum size stays.
 */
final class PolicyMix {

    /** Number of faults with the same policies. */
    static final int PART = 20;

    /** The check of the application at the site. */
    static final String CHECK = "answers";

    private static final Rate FAST = new Rate(100_000, Rate.Unit.S, 10_000);
    private static final List<CheckMoment> MOMENTS = List.of(CheckMoment.values());

    private static final List<Function<Random, Record>> POLICIES = List.of(
            random -> new RateLimit(FAST, null, null, null, mode(random)),
            random -> new Breaker(3 + random.nextInt(5), millis(random, 100, 200), mode(random)),
            PolicyMix::holdLimit,
            random -> new WarmUp(1 + random.nextInt(Site.MAX), 2, random.nextBoolean(), Duration.ZERO, null, null),
            random -> new OutageWait(millis(random, 0, 300)),
            random -> new Tagging(
                    random.nextBoolean() ? TagKeys.ALL : new TagKeys(List.of("client")),
                    any(random, Tagging.Destination.values())),
            random -> new TenantAffinity(millis(random, 100, 1000), 25 * (1 + random.nextInt(4))),
            random -> new CreationPace(FAST, random.nextBoolean() ? FAST : null, Duration.ZERO),
            random -> new Checks(
                    new CheckNames(List.of(CHECK)),
                    Duration.ofMillis(500),
                    new CheckMoments(MOMENTS.subList(0, 1 + random.nextInt(MOMENTS.size())))),
            random -> new AdaptiveSize(1, Site.MAX, Duration.ofMillis(200), PolicyMode.OBSERVE),
            random -> new Degradation(
                    WhenFull.WAIT, 0.9, 0.5, 2, millis(random, 100, 200), Priority.NORMAL, mode(random)));

    private final Random random;

    PolicyMix(long seed) {
        random = new Random(seed);
    }

    /**
     * The policies of a part, and its callers.
     *
     * @param policies the policies
     * @param tenants whether callers name tenants, so that sessions are reset between them
     */
    record Part(PoolPolicies policies, boolean tenants) {

        @Override
        public String toString() {
            return (tenants ? "tenants, " : "") + policies.changesOf(PoolPolicies.NONE);
        }
    }

    /** Returns the next part; without policies in half of the parts. */
    Part next() {
        PoolPolicies mix = PoolPolicies.NONE;
        boolean tenants = random.nextBoolean();
        if (random.nextBoolean()) {
            for (Function<Random, Record> policy : POLICIES) {
                if (random.nextBoolean()) {
                    mix = mix.with(policy.apply(random));
                }
            }
        }
        return new Part(mix, tenants);
    }

    private static HoldLimit holdLimit(Random random) {
        return random.nextBoolean()
                ? new HoldLimit(Duration.ofMillis(200), null, null, HoldLimit.Effect.OBSERVE)
                : new HoldLimit(Duration.ofMinutes(1), null, null, HoldLimit.Effect.END);
    }

    private static PolicyMode mode(Random random) {
        return any(random, PolicyMode.values());
    }

    private static Duration millis(Random random, int least, int most) {
        return Duration.ofMillis(least + random.nextInt(most - least));
    }

    private static <T> T any(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }
}
