package dev.sluice.adapter.identity;

import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Locks addresses and names after failed logins. The first {@value #FREE} failures are free; then each failure locks for
 * twice the time of the failure before, from 1 s to 60 s. A quarter of an hour after the last failure, it is forgotten.
 * At most {@value #MOST} addresses and {@value #MOST} names are remembered; the oldest is forgotten first. Thread-safe.
 */
final class LoginThrottle {

    static final int FREE = 5;
    static final int MOST = 10_000;

    private static final long FIRST_LOCK = Duration.ofSeconds(1).toNanos();
    private static final long LONGEST_LOCK = Duration.ofSeconds(60).toNanos();
    private static final long MEMORY = Duration.ofMinutes(15).toNanos();
    private static final int MOST_DOUBLINGS = 6;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Ticker ticker;
    private final Map<String, Failures> addresses = new LinkedHashMap<>(); // Guarded by this
    private final Map<String, Failures> names = new LinkedHashMap<>(); // Guarded by this

    /**
     * The failures of an address or a name.
     *
     * @param count the number of failures
     * @param last the time of the last failure
     * @param length the length of the lock that the last failure began
     */
    private record Failures(int count, long last, long length) {

        long left(long now) {
            return Math.max(0, length - (now - last));
        }
    }

    LoginThrottle(Ticker ticker) {
        this.ticker = ticker;
    }

    /**
     * Returns the whole seconds until the lock of the address or name ends, or zero without a lock.
     *
     * @param name the name, or null if the login has none
     */
    synchronized int lockedSeconds(String address, @Nullable String name) {
        long now = ticker.nanos();
        long left = Math.max(left(addresses, network(address), now), name == null ? 0 : left(names, name, now));
        return (int) ((left + SECOND - 1) / SECOND);
    }

    /** Counts a failed login. */
    synchronized void failed(String address, @Nullable String name) {
        long now = ticker.nanos();
        count(addresses, network(address), now);
        if (name != null) {
            count(names, name, now);
        }
    }

    /**
     * Forgets the failures of the name after a correct login. The failures of the address remain, so that no client gets new tries
     * by a login of their own between guesses.
     */
    synchronized void succeeded(String name) {
        names.remove(name);
    }

    /** Returns the number of remembered addresses and names. */
    synchronized int size() {
        return addresses.size() + names.size();
    }

    private static long left(Map<String, Failures> all, String key, long now) {
        Failures known = all.get(key);
        return known == null ? 0 : known.left(now);
    }

    private static void count(Map<String, Failures> all, String key, long now) {
        Failures before = all.remove(key); // added again as the newest
        int count = before == null || now - before.last() >= MEMORY ? 1 : before.count() + 1;
        all.put(key, new Failures(count, now, lock(count)));
        forget(all, now);
    }

    private static long lock(int count) {
        return count < FREE ? 0 : Math.min(LONGEST_LOCK, FIRST_LOCK << Math.min(count - FREE, MOST_DOUBLINGS));
    }

    /** Removes what is too old or too much. The map has the order of the last failures. */
    private static void forget(Map<String, Failures> all, long now) {
        Iterator<Failures> oldest = all.values().iterator();
        while (oldest.hasNext()) {
            if (now - oldest.next().last() < MEMORY && all.size() <= MOST) {
                return;
            }
            oldest.remove();
        }
    }

    /** Returns the address, or the first 64 bits of an IPv6 address, because a client has all addresses below. */
    private static String network(String address) {
        if (address.indexOf(':') < 0 || address.indexOf('.') >= 0 || address.contains("::")) {
            return address;
        }
        int end = -1;
        for (int groups = 0; groups < 4; groups++) {
            end = address.indexOf(':', end + 1);
            if (end < 0) {
                return address;
            }
        }
        return address.substring(0, end);
    }
}
