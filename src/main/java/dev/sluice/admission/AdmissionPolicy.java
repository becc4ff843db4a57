package dev.sluice.admission;

import dev.sluice.time.SpanText;
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
 * The rules of a {@link Gate}. Immutable; made with {@link #builder()}. A value that makes no sense is refused
 * with an {@link IllegalArgumentException} that names the key and the value.
 *
 * @param fairness whether running callers may overtake waiters of their own lane
 * @param overtaking how often a waiter may be overtaken where {@link Fairness#BOUNDED} lets it
 * @param aging how long a waiter stays in a lane before it counts as one of the next higher lane. A waiter of
 *     lane <i>n</i> (counted from 0) that has waited <i>n</i> × aging is overtaken by nobody who came after it,
 *     whatever their priority. The rule is that of multi-level queues with aging, as operating systems use
 *     them against starvation
 * @param maxWaiters callers that may be queued at once; further ones are refused as saturated
 * @param maxWaitersByLane the same for single lanes; a lane that is not named has no cap of its own
 * @param enforceCaps whether the caps refuse; otherwise it is only counted what they would have refused
 * @param reserved permits that are kept for a lane and the lanes above it. For a pool these are its oldest
 *     resources: when one of them goes, and the next in age is on lease to a lower lane, it is kept from then on,
 *     and free for the lane when that lease ends
 * @param reservedForNested permits that are kept for threads that hold one already
 * @param refuseNested whether a caller is refused at once if everybody who holds a permit waits for another one,
 *     itself included, so that nobody could ever go on. Who has less than a second left is told the numbers at its
 *     deadline, as anybody else: it may be probing what the pool can give
 * @param failFast whether a caller whose deadline will have passed, by the waits of late, is refused at once
 * @param shedding when to refuse waiters under standing overload, or null for never
 * @param tenants the shares of tenants; empty if tenants are not told apart. Callers without a tenant count together
 *     as one with an equal share
 * @param otherTenants the share of each tenant that is not named, or null to refuse them
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
        PolicyChecks.require(overtaking >= 0, "overtaking", "must not be negative", overtaking);
        PolicyChecks.require(overtaking <= 10_000, "overtaking", "must be at most 10000", overtaking);
        PolicyChecks.require(!aging.isNegative() && !aging.isZero(), "aging", "must be positive", aging);
        PolicyChecks.require(
                aging.compareTo(PolicyChecks.LONGEST) <= 0,
                "aging",
                "must be at most " + PolicyChecks.LONGEST.toDays() + " days",
                aging);
        PolicyChecks.require(maxWaiters >= 0, "max-waiters", "must not be negative", maxWaiters);
        maxWaitersByLane.forEach((lane, cap) ->
                PolicyChecks.require(cap >= 0, key("max-waiters-by-lane", lane), "must not be negative", cap));
        reserved.forEach((lane, count) ->
                PolicyChecks.require(count >= 0, key("reserved", lane), "must not be negative", count));
        PolicyChecks.require(reservedForNested >= 0, "reserved-for-nested", "must not be negative", reservedForNested);
        maxWaitersByLane = copy(maxWaitersByLane);
        reserved = copy(reserved);
        tenants = Collections.unmodifiableMap(new TreeMap<>(tenants));
    }

    private static String key(String name, Priority lane) {
        return name + "." + lane.name().toLowerCase(Locale.ROOT);
    }

    private static Map<Priority, Integer> copy(Map<Priority, Integer> map) {
        Map<Priority, Integer> copy = new EnumMap<>(Priority.class);
        copy.putAll(map);
        return Collections.unmodifiableMap(copy);
    }

    /**
     * Checks that the rules leave something for everybody in a pool of this size.
     *
     * @throws IllegalArgumentException if they do not
     */
    public void checkFor(int capacity) {
        long kept = reservedForNested
                + reserved.values().stream().mapToLong(Integer::longValue).sum();
        PolicyChecks.require(kept < capacity, "reserved", "must leave something of max-size (" + capacity + ")", kept);
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
            throw new IllegalStateException(e); // they are all public
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

    /** Returns whether every permit is for the next caller: no reserve, no shares of tenants, no shedding. */
    boolean isForEverybody() {
        return keptFrom(Priority.BACKGROUND, false) == 0 && !hasTenants() && shedding == null;
    }

    /** Returns whether the rules distinguish tenants. */
    public boolean hasTenants() {
        return !tenants.isEmpty();
    }

    /** The share of a tenant, or null if it has none. */
    @Nullable
    TenantShare shareOf(@Nullable String tenant) {
        TenantShare named = tenant == null ? TenantShare.EQUAL : tenants.get(tenant);
        return named == null ? otherTenants : named;
    }

    /** Starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Starts from these rules. */
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

        /** See {@link AdmissionPolicy#fairness()}; bounded. */
        public Builder fairness(Fairness value) {
            fairness = value;
            return this;
        }

        /** See {@link AdmissionPolicy#overtaking()}; 64. */
        public Builder overtaking(int value) {
            overtaking = value;
            return this;
        }

        /** See {@link AdmissionPolicy#aging()}; 1 s. */
        public Builder aging(Duration value) {
            aging = value;
            return this;
        }

        /** See {@link AdmissionPolicy#maxWaiters()}; no cap. */
        public Builder maxWaiters(int value) {
            maxWaiters = value;
            return this;
        }

        /** See {@link AdmissionPolicy#maxWaitersByLane()}; no caps. */
        public Builder maxWaitersByLane(Map<Priority, Integer> value) {
            maxWaitersByLane = value;
            return this;
        }

        /** See {@link AdmissionPolicy#enforceCaps()}; true. */
        public Builder enforceCaps(boolean value) {
            enforceCaps = value;
            return this;
        }

        /** See {@link AdmissionPolicy#reserved()}; nothing. */
        public Builder reserved(Map<Priority, Integer> value) {
            reserved = value;
            return this;
        }

        /** See {@link AdmissionPolicy#reservedForNested()}; 0. */
        public Builder reservedForNested(int value) {
            reservedForNested = value;
            return this;
        }

        /** See {@link AdmissionPolicy#refuseNested()}; true. */
        public Builder refuseNested(boolean value) {
            refuseNested = value;
            return this;
        }

        /** See {@link AdmissionPolicy#failFast()}; false. */
        public Builder failFast(boolean value) {
            failFast = value;
            return this;
        }

        /** See {@link AdmissionPolicy#shedding()}; never. */
        public Builder shedding(@Nullable Shedding value) {
            shedding = value;
            return this;
        }

        /** See {@link AdmissionPolicy#tenants()}; none. */
        public Builder tenants(Map<String, TenantShare> value) {
            tenants = value;
            return this;
        }

        /** See {@link AdmissionPolicy#otherTenants()}; refused, if any are named. */
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
