package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import dev.sluice.time.Deadline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Ends a pool, once. Thread-safe. */
final class Shutdown<R> {

    /** Maximum wait for resources to close before the store is closed. */
    private static final long CLOSE_SECONDS = 10;

    /** Maximum park of a closing thread. The break of a lease does not unpark it, so it checks leases at intervals. */
    private static final long LONGEST_PARK_NANOS = 50_000_000L;

    private final PoolCore<R> core;
    private final Retirement<R> retirement;
    private final ActivePolicies<R> policies;
    private final Housekeeper<R> housekeeper;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean finished = new AtomicBoolean();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final CompletableFuture<Void> empty = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile @Nullable Thread drainer;

    Shutdown(PoolParts<R> parts, Housekeeper<R> housekeeper) {
        this.core = parts.core;
        this.retirement = parts.retirement;
        this.policies = parts.policies;
        this.housekeeper = housekeeper;
    }

    /** Begins to end the pool as {@link CloseMode#IDLE_ONLY} does, but never blocks. */
    CompletableFuture<Void> begin() {
        if (begun.compareAndSet(false, true)) {
            try {
                stop();
                empty.thenRun(this::finish);
            } finally {
                done.complete(null);
            }
        }
        return ended.copy();
    }

    /** Closes the pool. Returns the names of broken leases whose end of work on the far side was not confirmed. */
    List<String> close(CloseMode mode, Duration drain) {
        if (!begun.compareAndSet(false, true)) {
            done.join();
            return List.of();
        }
        try {
            return end(mode, Deadline.in(drain, core.ticker));
        } finally {
            done.complete(null);
        }
    }

    private List<String> end(CloseMode mode, Deadline drained) {
        CompletableFuture<Void> idleGone = stop();
        if (mode == CloseMode.IDLE_ONLY) {
            await(idleGone);
            if (core.room.taken() == 0) {
                finish();
            } else {
                empty.thenRun(this::finish); // the end of the last lease runs it
            }
            return List.of();
        }
        if (mode == CloseMode.DRAIN) {
            awaitLeases(drained);
        }
        Map<String, CompletableFuture<Boolean>> broken = breakAll();
        await(empty);
        finish();
        return broken.entrySet().stream()
                .filter(each -> !each.getValue().getNow(false))
                .map(Map.Entry::getKey)
                .toList();
    }

    private Map<String, CompletableFuture<Boolean>> breakAll() {
        Map<String, CompletableFuture<Boolean>> broken = new LinkedHashMap<>();
        for (Slot<R> slot : core.slots.snapshot()) {
            CompletableFuture<Boolean> gone = retirement.breakLease(slot, RetirementReason.POOL_CLOSED);
            if (gone != null) {
                broken.put(slot.name(), gone);
            }
        }
        return broken;
    }

    /** Refuses new leases, and retires all resources. The result completes when the idle ones are gone. */
    private CompletableFuture<Void> stop() {
        core.events.pool(Type.CLOSING, core.slots.leased());
        core.stopServing();
        housekeeper.stop();
        core.gate.close();
        core.faults.clear(null);
        policies.refresh();
        retirement.whenEmpty(() -> empty.complete(null));
        return retireAll();
    }

    /** Retires all resources. The result completes when the idle ones are gone. */
    private CompletableFuture<Void> retireAll() {
        return CompletableFuture.allOf(core.slots.snapshot().stream()
                .map(slot -> retirement.retire(slot, RetirementReason.POOL_CLOSED))
                .filter(Objects::nonNull)
                .toArray(CompletableFuture[]::new));
    }

    /** Makes {@link #close} check the leases again, because a lease has ended. */
    void leaseEnded() {
        Thread waiting = drainer;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    private void awaitLeases(Deadline deadline) {
        drainer = Thread.currentThread();
        core.watchEnds(1);
        boolean interrupted = false;
        while (isAnyLeased() && !deadline.isExpired() && !interrupted) {
            core.ticker.park(this, Math.min(deadline.remainingNanos(), LONGEST_PARK_NANOS));
            interrupted = Thread.currentThread().isInterrupted();
        }
        core.watchEnds(-1);
        drainer = null;
    }

    /** Returns whether any slot is leased; the count of leases may lag behind an acquire at the gate. */
    private boolean isAnyLeased() {
        return core.slots.snapshot().stream().anyMatch(slot -> slot.state() == SlotState.LEASED);
    }

    private static void await(CompletableFuture<Void> gone) {
        try {
            gone.get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | ExecutionException e) {
            // a resource that does not close must not keep the application from ending
        }
    }

    private void finish() {
        if (finished.compareAndSet(false, true)) {
            closeStore();
            core.move(PoolState.STOPPING, PoolState.STOPPED);
            core.events.pool(Type.POOL_CLOSED, 0);
            ended.complete(null);
            policies.refresh();
        }
    }

    private void closeStore() {
        try {
            core.store.close();
        } catch (Throwable t) {
            core.counters.closeFailures.increment();
            core.events.pool(Type.CLOSE_FAILED, 0, t.toString()); // the pool is closed nevertheless
        }
    }
}
