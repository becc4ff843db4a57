package dev.sluice.batch.jdbc;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Counts the leases of the pool's other users. The result is the current number. If it is larger, the number counts
 * that was exceeded in only {@value #SELDOM} readings of the last one or two seconds. Guarded by its owner.
 */
final class ForeignLoad {

    private static final double SELDOM = 0.02;
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Number of readings of each count. */
    private TreeMap<Integer, Integer> window = new TreeMap<>();

    private TreeMap<Integer, Integer> before = new TreeMap<>();
    private boolean hasBegun;
    private long windowNanos;

    /** Records the current number of foreign leases, and returns the number to expect. */
    int seen(int leases, long now) {
        if (!hasBegun || now - windowNanos >= WINDOW_NANOS) {
            boolean isNext = hasBegun && now - windowNanos < 2 * WINDOW_NANOS;
            before = isNext ? window : new TreeMap<>();
            window = new TreeMap<>();
            windowNanos = now;
            hasBegun = true;
        }
        window.merge(leases, 1, Integer::sum);
        return Math.max(leases, usual());
    }

    private int usual() {
        TreeMap<Integer, Integer> all = new TreeMap<>(before);
        window.forEach((leases, times) -> all.merge(leases, times, Integer::sum));
        int readings = all.values().stream().mapToInt(Integer::intValue).sum();
        int seldom = (int) (SELDOM * readings);
        for (Map.Entry<Integer, Integer> most : all.descendingMap().entrySet()) {
            seldom -= most.getValue();
            if (seldom < 0) {
                return most.getKey();
            }
        }
        return 0;
    }
}
