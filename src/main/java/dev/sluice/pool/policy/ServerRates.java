package dev.sluice.pool.policy;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The rates of creations by database server, which the pools of this process share. A server is known by its identity,
 * such as {@code db.example:5432}; pools on different clocks share no rate. Members are forgotten when they leave, or
 * with their pool. Thread-safe.
 */
public final class ServerRates {

    /** The rates of all pools of this process. */
    public static final ServerRates OF_PROCESS = new ServerRates();

    private final Map<RateKey, SharedRate> shared = new HashMap<>(); // Guarded by this

    private record RateKey(Object clock, String server) {}

    private record Membership(Rate rate, Duration ramp) {}

    /** The rate of one server: the lowest of those of its members. A change of the lowest rate fills its bucket. */
    public static final class SharedRate {

        private final Map<Object, Membership> members = new WeakHashMap<>(); // Guarded by this
        private @Nullable Membership lowest; // Guarded by this
        private @Nullable GrowingRate rate; // Guarded by this

        private SharedRate() {}

        /** Takes a turn. Returns 0, or the nanoseconds until there may be one, without taking it. */
        public synchronized long take(long now) {
            GrowingRate current = current(now);
            return current == null ? 0 : current.take(now);
        }

        /** Gives a turn back that was not used. */
        public synchronized void giveBack(long now) {
            GrowingRate current = current(now);
            if (current != null) {
                current.giveBack(now);
            }
        }

        /** Begins a ramp, unless one is under way: several pools report the end of one outage. */
        public synchronized void startRamp(long now) {
            GrowingRate current = current(now);
            if (current != null && !current.isRamping(now)) {
                current.startRamp(now);
            }
        }

        /** Returns the number of pools that share the rate. */
        public synchronized int pools() {
            return members.size();
        }

        private @Nullable GrowingRate current(long now) {
            Membership least = members.values().stream()
                    .max(Comparator.comparingLong(member -> member.rate().intervalNanos()))
                    .orElse(null);
            if (least == null || least.equals(lowest)) {
                return rate;
            }
            lowest = least;
            rate = new GrowingRate(least.rate(), least.ramp(), now);
            return rate;
        }

        private synchronized void join(Object member, Membership membership) {
            members.put(member, membership);
        }

        /** Removes a member; returns whether no member is left. */
        private synchronized boolean isLeftBy(Object member) {
            members.remove(member);
            return members.isEmpty();
        }
    }

    /** Lets a member share the rate of a server, and no longer that of another server; or changes its rate. */
    public synchronized SharedRate join(Object clock, String server, Object member, Rate rate, Duration ramp) {
        RateKey key = new RateKey(clock, server);
        shared.entrySet()
                .removeIf(each -> !each.getKey().equals(key) && each.getValue().isLeftBy(member));
        SharedRate joined = shared.computeIfAbsent(key, none -> new SharedRate());
        joined.join(member, new Membership(rate, ramp));
        return joined;
    }

    /** Ends the membership in all rates. */
    public synchronized void leave(Object member) {
        shared.values().removeIf(rate -> rate.isLeftBy(member));
    }

    synchronized int size() {
        return shared.size();
    }
}
