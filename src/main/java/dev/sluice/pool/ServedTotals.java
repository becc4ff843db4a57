package dev.sluice.pool;

import dev.sluice.admission.Admission.Outcome;
import dev.sluice.pool.WhatIfReport.ServedCallers;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Sums up the callers of a time. Used by one thread. */
final class ServedTotals {

    private final int maxSize;
    private final long startNanos;
    private final long endNanos;
    private final Map<String, Long> refused = new TreeMap<>();
    private long[] waits = new long[64];
    private int leases;
    private long callers;
    private long timeouts;
    private double usedNanos;

    ServedTotals(int maxSize, long startNanos, long endNanos) {
        this.maxSize = maxSize;
        this.startNanos = startNanos;
        this.endNanos = endNanos;
    }

    /** Adds a caller. One that arrived before the time counts with the use of its permit only. */
    void add(long arrivalNanos, Outcome outcome, long waitedNanos, long heldNanos) {
        if (outcome == Outcome.ADMITTED) {
            addUse(arrivalNanos + waitedNanos, heldNanos);
        }
        if (arrivalNanos < startNanos) {
            return;
        }
        callers++;
        switch (outcome) {
            case ADMITTED -> addWait(waitedNanos);
            case TIMED_OUT -> timeouts++;
            default -> refused.merge(outcome.name(), 1L, Long::sum);
        }
    }

    /** Adds the use of a permit from a moment on. */
    void addUse(long beginNanos, long heldNanos) {
        long begin = Math.max(startNanos, beginNanos);
        long end = Math.min(endNanos, beginNanos + heldNanos);
        usedNanos += Math.max(0, end - begin);
    }

    private void addWait(long nanos) {
        if (leases == waits.length) {
            waits = Arrays.copyOf(waits, 2 * leases);
        }
        waits[leases++] = nanos;
    }

    ServedCallers served() {
        Arrays.sort(waits, 0, leases);
        double whole = (double) maxSize * (endNanos - startNanos);
        return new ServedCallers(
                maxSize,
                callers,
                leases,
                timeouts,
                refused,
                percentile(0.5),
                percentile(0.95),
                percentile(0.99),
                percentile(1),
                whole <= 0 ? 0 : Math.min(1, usedNanos / whole));
    }

    private double percentile(double share) {
        int index = Math.max(0, (int) Math.ceil(share * leases) - 1);
        return leases == 0 ? 0 : Seconds.of(waits[index]);
    }
}
