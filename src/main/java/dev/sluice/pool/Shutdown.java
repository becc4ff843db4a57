package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.store.Slot;
import dev.sluice.time.Deadline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Ends a pool, once. */
final class Shutdown<R> {

    /** How long resources get to close before the store is closed over their heads. */
    private static final long CLOSE_SECONDS = 10;

    private final PoolCore<R> core;
    private final Housekeeper<R> housekeeper;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean finished = new AtomicBoolean();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile @Nullable Thread drainer;

    Shutdown(PoolCore<R> core, Housekeeper<R> housekeeper) {
        this.core = core;
        this.housekeeper = housekeeper;
    }

    void close(CloseMode mode, Duration drain) {
        if (!begun.compareAndSet(false, true)) {
            done.join();
            return;
        }
        try {
            end(mode, drain);
        } finally {
            done.complete(null);
        }
    }

    private void end(CloseMode mode, Duration drain) {
        core.events.pool(Type.CLOSING, core.counters.leased.get(), null);
        core.stopServing();
        housekeeper.stop();
        core.gate.close();
        CompletableFuture<Void> empty = new CompletableFuture<>();
        core.retirement.whenEmpty(() -> empty.complete(null));
        for (Slot<R> slot : core.slots.snapshot()) {
            core.retirement.retire(slot, Retirement.POOL_CLOSED);
        }
        if (mode == CloseMode.DRAIN) {
            awaitLeases(Deadline.in(drain, core.ticker));
        }
        if (mode == CloseMode.IDLE_ONLY && core.counters.leased.get() > 0) {
            empty.thenRun(this::finish); // the last lease to end does it
            return;
        }
        for (Slot<R> slot : core.slots.snapshot()) {
            core.retirement.breakLease(slot, Retirement.POOL_CLOSED);
        }
        awaitEmpty(empty);
        finish();
    }

    /** A lease has ended: lets {@link #close} look again. */
    void leaseEnded() {
        Thread waiting = drainer;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    private void awaitLeases(Deadline deadline) {
        drainer = Thread.currentThread();
        boolean interrupted = false;
        while (core.counters.leased.get() > 0 && !deadline.isExpired() && !interrupted) {
            core.ticker.park(this, deadline.remainingNanos());
            interrupted = Thread.currentThread().isInterrupted();
        }
        drainer = null;
    }

    private static void awaitEmpty(CompletableFuture<Void> empty) {
        try {
            empty.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            // a resource that will not close must not keep the application from ending
        }
    }

    private void finish() {
        if (finished.compareAndSet(false, true)) {
            core.store.close();
            core.move(PoolState.STOPPING, PoolState.STOPPED);
            core.events.pool(Type.POOL_CLOSED, 0, null);
        }
    }
}
