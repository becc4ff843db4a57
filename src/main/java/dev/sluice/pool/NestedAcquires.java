package dev.sluice.pool;

import dev.sluice.admission.QueuedCaller;
import dev.sluice.admission.Ticket;
import dev.sluice.pool.store.Holding;
import dev.sluice.pool.store.Slot;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds callers that wait for a second resource while they hold a first one, for example in a transaction that suspends
 * another one. If all holders of a full pool wait for a second resource, no holder will ever release one.
 */
final class NestedAcquires<R> {

    private final PoolCore<R> core;

    NestedAcquires(PoolCore<R> core) {
        this.core = core;
    }

    /** Returns whether the thread holds a resource of this pool, and is the thread that will release it. */
    boolean holdsOne(Thread thread) {
        return core.traits.lendsToThreads() && core.slots.isHeldBy(thread);
    }

    /** Returns whether each resource of a full pool is held by a thread that waits for another one. */
    boolean areAllBlocked() {
        if (!core.gate.policy().refuseNested()) {
            return false;
        }
        Set<Ticket> before = waiting();
        Set<Thread> holders = holders();
        // RACE: a former waiter may have been served since, and may release the resource that it held here.
        // A caller that waited before and after this reading cannot have released a resource in between.
        Set<Thread> still = new HashSet<>();
        for (Ticket ticket : waiting()) {
            if (before.contains(ticket)) {
                still.add(ticket.thread());
            }
        }
        return holders != null && still.containsAll(holders);
    }

    private Set<Ticket> waiting() {
        Set<Ticket> tickets = Collections.newSetFromMap(new IdentityHashMap<>());
        for (QueuedCaller each : core.gate.waiters()) {
            tickets.add(each.ticket());
        }
        return tickets;
    }

    /** Returns the holders; null if a resource has no holder, or if there is room for another one. */
    private @Nullable Set<Thread> holders() {
        Set<Thread> holders = new HashSet<>();
        int count = 0;
        for (Slot<R> slot : core.slots.snapshot()) {
            Holding holding = slot.holding();
            if (holding == null) {
                return null;
            }
            holders.add(holding.thread());
            count++;
        }
        return count >= core.config.maxSize() ? holders : null;
    }
}
