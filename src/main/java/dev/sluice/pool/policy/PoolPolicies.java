package dev.sluice.pool.policy;

import dev.sluice.pool.statistic.RecordShape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The policies of a pool, each null while it is off. Immutable. A new policy needs a record with its declaration, a
 * component here, and an item of {@link #DECLARATIONS}; a test compares both.
 *
 * @param rateLimit the maximum rate of acquires
 * @param tagging the counts by tag, and the tags in the database
 * @param breaker the circuit breaker on the creation of connections
 * @param holdLimit the maximum time of leases
 * @param warmUp the creation of connections ahead of demand
 * @param outage the limit for waits while the database is down
 * @param creationPace the maximum rate of creations
 * @param checks the checks of the application
 * @param tenantAffinity the sessions that are kept for their tenants
 * @param adaptiveSize the search for the best maximum
 * @param degradation the behaviour of a pool that is full, or nearly full
 */
public record PoolPolicies(
        @Nullable RateLimit rateLimit,
        @Nullable Tagging tagging,
        @Nullable Breaker breaker,
        @Nullable HoldLimit holdLimit,
        @Nullable WarmUp warmUp,
        @Nullable OutageWait outage,
        @Nullable CreationPace creationPace,
        @Nullable Checks checks,
        @Nullable TenantAffinity tenantAffinity,
        @Nullable AdaptiveSize adaptiveSize,
        @Nullable Degradation degradation) {

    /** The declarations of all policies, in the order of the components and of the documentation. */
    public static final List<PolicyDeclaration<?>> DECLARATIONS = List.of(
            RateLimit.DECLARATION,
            Tagging.DECLARATION,
            Breaker.DECLARATION,
            HoldLimit.DECLARATION,
            WarmUp.DECLARATION,
            OutageWait.DECLARATION,
            CreationPace.DECLARATION,
            Checks.DECLARATION,
            TenantAffinity.DECLARATION,
            AdaptiveSize.DECLARATION,
            Degradation.DECLARATION);

    private static final RecordShape<PoolPolicies> SHAPE = new RecordShape<>(PoolPolicies.class);

    /** No policy is on. */
    public static final PoolPolicies NONE = // not by reflection, which each start would pay for
            new PoolPolicies(null, null, null, null, null, null, null, null, null, null, null);

    /** Returns the policies with these names; the others are off. */
    public static PoolPolicies ofValues(Map<String, ? extends @Nullable Object> byName) {
        return SHAPE.ofValues(byName);
    }

    /** Returns the policies by their names; null for a policy that is off. */
    public Map<String, @Nullable Object> values() {
        return SHAPE.values(this);
    }

    /** Returns these policies with another one, which replaces the one of the same type; for programs and tests. */
    public PoolPolicies with(Record policy) {
        String name = DECLARATIONS.stream()
                .filter(declared -> declared.type() == policy.getClass())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(policy.getClass() + " is no policy"))
                .name();
        Map<String, @Nullable Object> changed = new HashMap<>(values());
        changed.put(name, policy);
        return ofValues(changed);
    }

    /** Returns the differences to other policies, in words: {@code rateLimit off → RateLimit[…]}. */
    public String changesOf(PoolPolicies others) {
        StringJoiner changes = new StringJoiner(", ");
        Map<String, @Nullable Object> before = others.values();
        Map<String, @Nullable Object> after = values();
        Arrays.stream(PoolPolicies.class.getRecordComponents())
                .map(each -> each.getName())
                .forEach(name -> {
                    if (!Objects.equals(before.get(name), after.get(name))) {
                        changes.add(name + " " + words(before.get(name)) + " → " + words(after.get(name)));
                    }
                });
        return changes.toString();
    }

    private static String words(@Nullable Object policy) {
        return policy == null ? "off" : policy.toString();
    }
}
