package dev.sluice.pool;

import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import dev.sluice.time.Deadline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Looks at a pool without stopping anybody, and puts what it sees into numbers and words. */
final class Observation<R> {

    private static final double NANOS_PER_SECOND = 1e9;

    private final PoolCore<R> core;
    private final long bornNanos;

    Observation(PoolCore<R> core) {
        this.core = core;
        this.bornNanos = core.ticker.nanos();
    }

    /** Whether every place is taken by a resource that is in use, coming or going. */
    boolean isFull() {
        return core.room.taken() >= core.config.maxSize()
                && core.slots.snapshot().stream().noneMatch(slot -> slot.state() == SlotState.IDLE);
    }

    String tooShort() {
        return "pool full (" + occupancy() + " connections) and timeout too short: pool '" + core.name + "'";
    }

    String canceled() {
        return "context canceled while waiting for connection (pool: " + occupancy() + ")";
    }

    String saturated() {
        return "pool '" + core.name + "': too many waiters (" + numbers() + ")";
    }

    String noLease(Deadline deadline) {
        return "pool '" + core.name + "': no lease within " + words(deadline.length()) + " (" + numbers() + ")";
    }

    PoolStats stats() {
        long now = core.ticker.nanos();
        List<ConnectionInfo> connections = new ArrayList<>();
        int inUse = 0;
        for (Slot<R> slot : core.slots.snapshot()) {
            SlotState state = slot.state();
            if (state == SlotState.CLOSING || state == SlotState.CLOSED) {
                continue;
            }
            boolean leased = state == SlotState.LEASED;
            connections.add(describe(slot, leased, now));
            inUse += leased ? 1 : 0;
        }
        PoolConfig config = core.config;
        return new PoolStats(
                core.name,
                core.state(),
                connections.size(),
                connections.size() - inUse,
                inUse,
                core.counters.creating.get(),
                core.counters.closing.get(),
                config.minSize(),
                config.maxSize(),
                (double) inUse / config.maxSize(),
                seconds(now - bornNanos),
                core.generation.get(),
                core.gate.waiting(),
                core.gate.waitingByLane(),
                counters(),
                connections);
    }

    private ConnectionInfo describe(Slot<R> slot, boolean leased, long now) {
        Lease<?> lease = leased && slot.holder() instanceof Lease<?> held ? held : null;
        return new ConnectionInfo(
                slot.name(),
                leased,
                slot.createdAt(),
                slot.usedAt(),
                seconds(slot.ageNanos(now)),
                seconds(slot.sinceUseNanos(now)),
                slot.generation(),
                slot.retirement(),
                lease == null ? null : lease.holder(),
                lease == null ? 0 : seconds(lease.heldNanos(now)),
                lease == null ? null : lease.request().tenant(),
                lease == null ? Map.of() : lease.request().tags());
    }

    private PoolStats.Counters counters() {
        PoolCounters counters = core.counters;
        var waits = core.gate.counters();
        return new PoolStats.Counters(
                counters.acquired.sum(),
                counters.released.sum(),
                waits.waits(),
                seconds(waits.totalWaited().toNanos()),
                seconds(waits.longestWait().toNanos()),
                waits.timeouts(),
                counters.saturations.sum(),
                counters.refused.sum(),
                counters.created.sum(),
                counters.creationFailures.sum(),
                seconds(counters.creationNanos.sum()),
                seconds(counters.longestCreationNanos.get()),
                counters.closed.sum(),
                counters.closeFailures.sum(),
                counters.validationFailures.sum(),
                counters.expired.sum(),
                counters.idleClosed.sum(),
                counters.leaks.sum(),
                (int) counters.maxInUse.get());
    }

    private String occupancy() {
        return core.slots.size() + "/" + core.config.maxSize();
    }

    private String numbers() {
        return "max " + core.config.maxSize() + ", leased " + core.counters.leased.get() + ", waiting "
                + core.gate.waiting();
    }

    private static String words(Duration length) {
        long millis = length.toMillis();
        return millis >= 1000 && millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    /** Never negative: a slot may be used between the look at the clock and the look at the slot. */
    private static double seconds(long nanos) {
        return Math.max(0, nanos) / NANOS_PER_SECOND;
    }
}
