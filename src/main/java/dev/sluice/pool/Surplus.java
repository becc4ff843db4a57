package dev.sluice.pool;

import dev.sluice.pool.store.Slot;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Closes what is idle beyond {@link PoolConfig#maxIdle()}, the youngest first; never while somebody waits, who will
 * take it. Thread-safe.
 */
final class Surplus<R> {

    private final PoolCore<R> core;

    /** Calls that have not been looked after yet; who raises it from 0 looks. */
    private final AtomicInteger calls = new AtomicInteger();

    Surplus(PoolCore<R> core) {
        this.core = core;
    }

    /**
     * To be called when something has become idle that nobody waits for: a lease has ended without a taker, a creation
     * or a validation has come too late, or a waiter has gone, or has taken another one.
     */
    void trim() {
        if (core.slots.size() > core.config.maxIdle() && calls.getAndIncrement() == 0) {
            trimAll();
        }
    }

    /** RACE: two threads in here would both see one too many, and close two; so one counts at a time. */
    private void trimAll() {
        int seen = 1;
        try {
            do {
                closeSurplus();
                seen = calls.addAndGet(-seen);
            } while (seen != 0);
        } finally {
            if (seen != 0) {
                calls.set(0); // it failed half-way; the next call must not think that somebody looks
            }
        }
    }

    private void closeSurplus() {
        while (core.gate.waiting() == 0 && core.slots.idle() > core.config.maxIdle()) {
            Slot<R> slot = core.slots.takeYoungestIdle();
            if (slot == null) {
                return;
            }
            core.retirement.close(slot, Retirement.SURPLUS);
        }
    }
}
