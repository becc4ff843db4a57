package dev.sluice.admission;

import dev.sluice.time.SpanText;
import dev.sluice.value.ValueSpec;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a {@link Gate}. Immutable; created with {@link #builder()}. A value out of bounds is refused with an
 * {@link IllegalArgumentException} that names the key and the value.
 *
 * @param fairness whether running callers may overtake waiters of their own lane
 * @param overtaking maximum number of times that a waiter is overtaken with {@link Fairness#BOUNDED}, all in the first
 *     aging interval of its wait. While all waiters are on virtual threads, the limit is a time of 5 ms instead, or one
 *     aging interval if that is less, and 0 still means never. A permit that was held for 2 ms, or for 20 times the
 *     usual time from the wake-up of a waiter to its first step if that is more, is handed to the waiter at once, unless
 *     another waiter is just waking up
 * @param aging time after which a waiter counts as one of the next higher lane. Later callers of any priority never
 *     overtake a waiter of lane <i>n</i> (counted from 0) that has waited <i>n</i> × aging. The rule is that of
 *     multi-level queues with aging, which operating systems use against starvation
 * @param maxWaiters maximum number of waiters; further callers are refused as saturated
 * @param maxWaitersByLane the same for single lanes; a lane that is not named has no cap of its own
 * @param enforceCaps whether the caps refuse callers; otherwise only the callers beyond the caps are counted
 * @param reserved number of permits that are kept for a lane and the lanes above it. For a pool these are its oldest
 *     resources. After the close of such a resource, the next in age becomes reserved. If that resource is on lease to
 *     a lower lane, it is free for the lane after the lease
 * @param reservedForNested number of permits that are kept for threads that hold a permit already
 * @param refuseNested whether a caller is refused at once if all holders of permits, this caller included, wait for
 *     another permit. Callers with less than a second left wait, and receive the numbers at their deadline, because
 *     they may be probing the pool
 * @param failFast whether a caller is refused at once if its estimated wait exceeds the time until its deadline
 * @param shedding the refusal of waiters under standing overload, or null for no refusal
 * @param tenants the shares of tenants; empty if tenants have no shares. Callers without a tenant count together as one
 *     tenant with an equal share
 * @param otherTenants the share of each tenant that is not named, or null to refuse such tenants
 */
public record AdmissionPolicy(
        Fairness fairness,
        int overtaking,
        Duration aging,
        int maxWaiters,
        Map<Priority, Integer> maxWaitersByLane,
        boolean enforceCaps,
        Map<Priority, Integer> reserved,
        int reservedForNested,
        boolean refuseNested,
        boolean failFast,
        @Nullable Shedding shedding,
        Map<String, TenantShare> tenants,
        @Nullable TenantShare otherTenants) {

    /** Bounded overtaking, no caps, aging of one second a lane, nothing reserved, nothing shed, no tenants. */
    public static final AdmissionPolicy DEFAULT = builder().build();

    /** Checks the values, and copies the maps. */
    public AdmissionPolicy {
        GateRules.OVERTAKING.check(overtaking);
        PolicyChecks.requireTime(GateRules.AGING.key(), aging);
        GateRules.MAX_WAITERS.check(maxWaiters);
        maxWaitersByLane.forEach((lane, cap) -> check(GateRules.MAX_WAITERS_BY_LANE, lane, cap));
        reserved.forEach((lane, count) -> check(GateRules.RESERVED, lane, count));
        GateRules.RESERVED_FOR_NESTED.check(reservedForNested);
        PolicyChecks.requireTenants(tenants.size());
        maxWaitersByLane = copy(maxWaitersByLane);
        reserved = copy(reserved);
        tenants = Collections.unmodifiableMap(new TreeMap<>(tenants));
    }

    private static void check(ValueSpec<Integer> rule, Priority lane, Integer value) {
        rule.type().check(rule.key() + "." + lane.name().toLowerCase(Locale.ROOT), value);
    }

    private static Map<Priority, Integer> copy(Map<Priority, Integer> map) {
        Map<Priority, Integer> copy = new EnumMap<>(Priority.class);
        copy.putAll(map);
        return Collections.unmodifiableMap(copy);
    }

    /**
     * Checks that reserves and floors leave permits for all callers in a pool of this size.
     *
     * @throws IllegalArgumentException if they do not
     */
    public void checkFor(int capacity) {
        long kept = reservedForNested
                + reserved.values().stream().mapToLong(Integer::longValue).sum();
        PolicyChecks.require(kept < capacity, "reserved", "must be less than max-size (" + capacity + ")", kept);
        long floors = tenants.values().stream().mapToLong(TenantShare::floor).sum();
        PolicyChecks.require(
                floors <= capacity, "tenants", "floors must not exceed max-size (" + capacity + ")", floors);
    }

    /** Returns the differences to other rules, in words: {@code aging PT1S → PT0.5S, failFast false → true}. */
    public String changesOf(AdmissionPolicy others) {
        StringJoiner changes = new StringJoiner(", ");
        for (RecordComponent rule : AdmissionPolicy.class.getRecordComponents()) {
            Object here = valueOf(rule);
            Object there = others.valueOf(rule);
            if (!Objects.equals(here, there)) {
                changes.add(rule.getName() + " " + SpanText.exact(there) + " → " + SpanText.exact(here));
            }
        }
        return changes.toString();
    }

    private @Nullable Object valueOf(RecordComponent rule) {
        try {
            return rule.getAccessor().invoke(this);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e); // all accessors are public
        }
    }

    /** Returns the number of permits that a caller of this lane must leave free. */
    int keptFrom(Priority lane, boolean nested) {
        int kept = nested ? 0 : reservedForNested;
        for (Map.Entry<Priority, Integer> entry : reserved.entrySet()) {
            if (entry.getKey().lane() < lane.lane()) {
                kept += entry.getValue();
            }
        }
        return kept;
    }

    /** Returns whether each permit is for the next caller: no reserve, no shares of tenants, no shedding. */
    boolean isForEverybody() {
        return keptFrom(Priority.BACKGROUND, false) == 0 && !hasTenants() && shedding == null;
    }

    /** Returns whether the rules distinguish tenants. */
    public boolean hasTenants() {
        return !tenants.isEmpty();
    }

    /** Returns the share of a tenant, or null if the tenant has none. */
    @Nullable
    TenantShare shareOf(@Nullable String tenant) {
        TenantShare named = tenant == null ? TenantShare.EQUAL : tenants.get(tenant);
        return named == null ? otherTenants : named;
    }

    /** Returns a builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder with these rules. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.fairness = fairness;
        builder.overtaking = overtaking;
        builder.aging = aging;
        builder.maxWaiters = maxWaiters;
        builder.maxWaitersByLane = maxWaitersByLane;
        builder.enforceCaps = enforceCaps;
        builder.reserved = reserved;
        builder.reservedForNested = reservedForNested;
        builder.refuseNested = refuseNested;
        builder.failFast = failFast;
        builder.shedding = shedding;
        builder.tenants = tenants;
        builder.otherTenants = otherTenants;
        return builder;
    }

    /** Collects rules. Not thread-safe. */
    public static final class Builder {

        private Fairness fairness = Fairness.BOUNDED;
        private int overtaking = 64;
        private Duration aging = Duration.ofSeconds(1);
        private int maxWaiters = Integer.MAX_VALUE;
        private Map<Priority, Integer> maxWaitersByLane = Map.of();
        private boolean enforceCaps = true;
        private Map<Priority, Integer> reserved = Map.of();
        private int reservedForNested;
        private boolean refuseNested = true;
        private boolean failFast;
        private @Nullable Shedding shedding;
        private Map<String, TenantShare> tenants = Map.of();
        private @Nullable TenantShare otherTenants;

        private Builder() {}

        /** Sets {@link AdmissionPolicy#fairness()}; default: bounded. */
        public Builder fairness(Fairness value) {
            fairness = value;
            return this;
        }

        /** Sets {@link AdmissionPolicy#overtaking()}; default: 64. */
        public Builder overtaking(int value) {
            overtaking = value;
            return this;
        }

        /** Sets {@link AdmissionPolicy#aging()}; default: 1 s. */
        public Builder aging(Duration value) {
            aging = value;
            return this;
        }

        /** Sets {@link AdmissionPolicy#maxWaiters()}; default: no cap. */
        public Builder maxWaiters(int value) {
            maxWaiters = value;
            return this;
        }

        /** Sets {@link AdmissionPolicy#maxWaitersByLane()}; default: no caps. */
        public Builder maxWaitersByLane(Map<Priority, Integer> value) {
            maxWaitersByLane = value;
            return this;
        }

        /** Sets {@link AdmissionPolicy#enforceCaps()}; default: true. */
        public Builder enforceCaps(boolean value) {
            enforceCaps = value;
            return this;
        }

        /** Sets {@link AdmissionPolicy#reserved()}; default: nothing. */
        public Builder reserved(Map<Priority, Integer> value) {
            reserved = value;
            return this;
        }

        /** Sets {@link AdmissionPolicy#reservedForNested()}; default: 0. */
        public Builder reservedForNested(int value) {
            reservedForNested = value;
            return this;
        }

        /** Sets {@link AdmissionPolicy#refuseNested()}; default: true. */
        public Builder refuseNested(boolean value) {
            refuseNested = value;
            return this;
        }

        /** Sets {@link AdmissionPolicy#failFast()}; default: false. */
        public Builder failFast(boolean value) {
            failFast = value;
            return this;
        }

        /** Sets {@link AdmissionPolicy#shedding()}; default: never. */
        public Builder shedding(@Nullable Shedding value) {
            shedding = value;
            return this;
        }

        /** Sets {@link AdmissionPolicy#tenants()}; default: none. */
        public Builder tenants(Map<String, TenantShare> value) {
            tenants = value;
            return this;
        }

        /** Sets {@link AdmissionPolicy#otherTenants()}; default: refused, if any are named. */
        public Builder otherTenants(@Nullable TenantShare value) {
            otherTenants = value;
            return this;
        }

        /** Checks the rules. */
        public AdmissionPolicy build() {
            return new AdmissionPolicy(
                    fairness,
                    overtaking,
                    aging,
                    maxWaiters,
                    maxWaitersByLane,
                    enforceCaps,
                    reserved,
                    reservedForNested,
                    refuseNested,
                    failFast,
                    shedding,
                    tenants,
                    otherTenants);
        }
    }
}
