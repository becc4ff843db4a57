package dev.sluice.admission;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Rules for schedules: small numbers, so that limits are reached all the time. */
final class SchedulePolicies {

    /** The unit of time, in nanoseconds of the schedule. */
    static final int AGING = 8;

    private static final Priority[] LANES = Priority.values();

    private final SplittableRandom random;
    private final boolean tenants;

    SchedulePolicies(SplittableRandom random) {
        this.random = random;
        this.tenants = random.nextInt(4) == 0;
    }

    /** Returns whether callers have tenants. */
    boolean tenants() {
        return tenants;
    }

    AdmissionPolicy next(int capacity) {
        AdmissionPolicy.Builder rules = AdmissionPolicy.builder()
                .fairness(random.nextInt(3) == 0 ? Fairness.STRICT : Fairness.BOUNDED)
                .overtaking(random.nextInt(4))
                .aging(Duration.ofNanos(AGING));
        if (random.nextInt(3) == 0) {
            rules.reserved(Map.of(LANES[random.nextInt(4)], random.nextInt(capacity)));
        }
        if (random.nextInt(4) == 0) {
            rules.reservedForNested(random.nextInt(2));
        }
        if (random.nextInt(6) == 0) {
            cap(rules);
        }
        if (random.nextInt(8) == 0) {
            rules.failFast(true);
        }
        if (random.nextInt(8) == 0) {
            rules.shedding(new Shedding(Duration.ofNanos(AGING / 2), Duration.ofNanos(AGING)));
        }
        if (tenants && random.nextInt(6) != 0) {
            share(rules, capacity);
        }
        return rules.build();
    }

    private void cap(AdmissionPolicy.Builder rules) {
        rules.maxWaiters(random.nextInt(4)).enforceCaps(random.nextInt(3) != 0);
        Map<Priority, Integer> caps = new EnumMap<>(Priority.class);
        caps.put(LANES[random.nextInt(LANES.length)], random.nextInt(3));
        rules.maxWaitersByLane(caps);
    }

    private void share(AdmissionPolicy.Builder rules, int capacity) {
        Map<String, TenantShare> shares = new TreeMap<>();
        int left = capacity;
        for (String tenant : new String[] {"a", "b"}) {
            int floor = random.nextInt(1 + Math.min(left, 2));
            left -= floor;
            int cap = random.nextInt(3) == 0 ? Integer.MAX_VALUE : Math.max(1, floor + random.nextInt(2));
            shares.put(tenant, new TenantShare(floor, cap, 1 + random.nextInt(3), random.nextInt(2)));
        }
        rules.tenants(shares).otherTenants(random.nextInt(4) == 0 ? null : TenantShare.EQUAL);
    }
}
