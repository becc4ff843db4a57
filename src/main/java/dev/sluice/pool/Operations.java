package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.ReleaseRefused;
import dev.sluice.pool.failure.ReleaseRefused.Reason;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.operation.Selector;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The operations of a pool: one at a time, on the caller's thread, while the pool serves. */
final class Operations<R> {

    private final PoolCore<R> core;
    private final AtomicReference<@Nullable String> running = new AtomicReference<>();

    Operations(PoolCore<R> core) {
        this.core = core;
    }

    OperationReport reset(boolean force) {
        return run("reset", work -> {
            core.lastReset = core.generation.incrementAndGet();
            work.retire(slot -> true, "reset", force);
            work.create(core.growth.missing());
        });
    }

    OperationReport expire(Selector selector) {
        return run("expire", work -> {
            work.retire(matching(selector), selector.isDefault() ? Retirement.LIFETIME : "expired", false);
            int missing = core.growth.missing();
            if (missing > 0) {
                core.events.pool(Type.REFILL, missing, null);
            }
            work.create(missing);
        });
    }

    OperationReport fill(int target) {
        if (target < 0) {
            throw new IllegalArgumentException("target must not be negative: " + target);
        }
        return run("fill", work -> {
            int max = core.config.maxSize();
            int missing = Math.min(target, max) - core.slots.size();
            if (missing <= 0) {
                String at = core.slots.size() >= max ? "at maximum" : "at target";
                work.say("Pool already " + at + " (" + core.slots.size() + " connections)");
            } else if (target > max) {
                work.say("target " + target + " capped at the maximum of " + max);
            }
            if (missing > 0) {
                core.events.pool(Type.REFILL, missing, "fill");
            }
            work.create(missing);
        });
    }

    OperationReport renew() {
        return run("renew", work -> {
            core.generation.incrementAndGet();
            List<Slot<R>> old = core.slots.snapshot().stream()
                    .filter(slot -> slot.retirement() == null) // the others go without us
                    .toList();
            work.want(old.size());
            for (Slot<R> slot : old) {
                if (!replace(slot, work)) {
                    work.say("stopped: " + work.error() + "; what was not replaced stays in use");
                    return;
                }
            }
        });
    }

    OperationReport reclaim(String connection) {
        Slot<R> slot = core.slots.snapshot().stream()
                .filter(candidate -> candidate.name().equals(connection))
                .findFirst()
                .orElseThrow(() -> refused(Reason.UNKNOWN, connection, "connection not found in pool"));
        if (slot.state() != SlotState.LEASED) {
            throw refused(Reason.NOT_IN_USE, connection, "connection was not in use");
        }
        return run("release", work -> {
            if (!work.breakLease(slot)) {
                throw refused(Reason.NOT_IN_USE, connection, "connection was not in use");
            }
        });
    }

    private ReleaseRefused refused(Reason reason, String connection, String why) {
        return new ReleaseRefused(core.name, reason, "error releasing connection " + connection + ": " + why);
    }

    /** New before old where there is room; otherwise the old one makes room, now or when it is released. */
    private boolean replace(Slot<R> slot, OperationWork<R> work) {
        CompletableFuture<Slot<R>> replacement = core.creation.createNow(Retirement.RENEW);
        if (replacement == null) {
            return work.makeRoom(slot);
        }
        if (!work.await(replacement)) {
            return false;
        }
        work.retireReplaced(slot);
        return true;
    }

    private Predicate<Slot<R>> matching(Selector selector) {
        long now = core.ticker.nanos();
        var olderThan = selector.olderThan();
        var idleFor = selector.idleFor();
        return slot -> (!selector.isDefault() || slot.isExpired(now))
                && (olderThan == null || slot.ageNanos(now) > olderThan.toNanos())
                && (idleFor == null || slot.sinceUseNanos(now) > idleFor.toNanos())
                && (selector.name() == null || slot.name().equals(selector.name()));
    }

    private OperationReport run(String operation, Consumer<OperationWork<R>> body) {
        if (!core.isServing()) {
            throw new PoolClosed(core.name);
        }
        String other = running.compareAndExchange(null, operation);
        if (other != null) {
            core.events.pool(Type.OPERATION_REFUSED, 0, operation);
            throw new OperationInProgress(core.name, operation, other);
        }
        core.growth.leaveMinimumTo(true);
        try {
            core.events.pool(Type.OPERATION_REQUESTED, 0, operation);
            OperationWork<R> work = new OperationWork<>(core, operation);
            body.accept(work);
            OperationReport report = work.report();
            core.events.pool(Type.OPERATION_COMPLETED, report.created(), operation);
            return report;
        } finally {
            core.growth.leaveMinimumTo(false);
            running.set(null);
            core.growth.meetDemand();
        }
    }
}
