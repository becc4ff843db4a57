package dev.sluice.pool;

import dev.sluice.pool.leak.HolderStack;
import dev.sluice.pool.store.Activity;
import dev.sluice.pool.store.Activity.SessionWork;
import dev.sluice.pool.store.Holding;
import dev.sluice.pool.store.Slot;
import dev.sluice.time.Threads;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A lease that a caller held at one moment. */
record HeldLease<R>(Slot<R> slot, Holding holding) {

    static <R> List<R> resources(List<HeldLease<R>> leases) {
        return leases.stream().map(each -> each.slot().resource()).toList();
    }

    /** Returns the work for this lease. After its end, the work is unknown: a statement may be of the next holder. */
    SessionWork work(Activity activity, int index) {
        boolean known = index < activity.works().size() && slot.isHeldBy(holding.lease());
        return known ? activity.works().get(index) : SessionWork.UNKNOWN;
    }

    PoolQueue.Holder shown(boolean waits, boolean stacks, SessionWork work, long now) {
        AcquireRequest request = AcquireRequest.of(holding.note());
        Thread thread = holding.thread();
        return new PoolQueue.Holder(
                slot.name(),
                request.priority(),
                request.tenant(),
                request.tags(),
                request.traceId(),
                Threads.nameOf(thread),
                Threads.isVirtual(thread),
                Seconds.of(now - holding.sinceNanos()),
                waits,
                work.session(),
                work.state(),
                work.statement(),
                stacks ? HolderStack.ofApplication(thread) : List.of());
    }

    /** Returns whether a lease has these tags, this tenant and this holder; null and empty match any. */
    static boolean isFor(Holding holding, Map<String, String> tags, @Nullable String tenant, @Nullable String holder) {
        AcquireRequest request = AcquireRequest.of(holding.note());
        return request.tags().entrySet().containsAll(tags.entrySet())
                && (tenant == null || tenant.equals(request.tenant()))
                && (holder == null || holder.equals(Threads.nameOf(holding.thread())));
    }
}
