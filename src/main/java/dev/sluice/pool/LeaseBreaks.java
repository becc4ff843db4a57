package dev.sluice.pool;

import dev.sluice.pool.operation.BrokenLease;
import dev.sluice.pool.store.Holding;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Slot;
import dev.sluice.time.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The leases that one operation breaks or, in a dry run, would break. Used by one thread. */
final class LeaseBreaks<R> {

    private final PoolCore<R> core;
    private final Retirement<R> retirement;
    private final List<Break> all = new ArrayList<>();

    /** The end of one lease; {@code gone} is null in a dry run. */
    private record Break(BrokenLease lease, @Nullable CompletableFuture<Boolean> gone) {

        BrokenLease now() {
            return gone == null || gone.getNow(false) ? lease : lease.stillRunning();
        }
    }

    LeaseBreaks(PoolCore<R> core, Retirement<R> retirement) {
        this.core = core;
        this.retirement = retirement;
    }

    /** Adds the current lease of a slot as a lease that would be broken. */
    void foresee(Slot<R> slot) {
        all.add(new Break(describe(slot, slot.leasedAs()), null));
    }

    /** Begins to break one lease, unless the lease has ended; returns whether the lease is broken. */
    boolean begin(Slot<R> slot, long lease, RetirementReason reason) {
        BrokenLease description = describe(slot, lease);
        CompletableFuture<Boolean> gone = retirement.breakLease(slot, lease, reason);
        if (gone != null) {
            all.add(new Break(description, gone));
        }
        return gone != null;
    }

    /** Begins to break the current lease of a slot, even if it changes meanwhile. Returns whether a lease is broken. */
    boolean begin(Slot<R> slot, RetirementReason reason) {
        boolean broken = false;
        long lease = slot.leasedAs();
        while (!broken && lease != Slot.NO_LEASE) {
            broken = begin(slot, lease, reason);
            lease = slot.leasedAs();
        }
        return broken;
    }

    private BrokenLease describe(Slot<R> slot, long lease) {
        Holding holding = slot.holding();
        if (holding == null || holding.lease() != lease) {
            return new BrokenLease(slot.name(), null, 0, null, Map.of(), null, false);
        }
        AcquireRequest request = AcquireRequest.of(holding.note());
        return new BrokenLease(
                slot.name(),
                Threads.nameOf(holding.thread()),
                Seconds.of(core.ticker.nanos() - holding.sinceNanos()),
                request.tenant(),
                request.tags(),
                request.traceId(),
                false);
    }

    /** Waits for the end of every lease that is being broken. */
    void await(Consumer<CompletableFuture<Boolean>> wait) {
        all.stream().map(Break::gone).filter(Objects::nonNull).forEach(wait);
    }

    /** Records leases, broken in another way, whose end of work on the far side was not confirmed. */
    void mayStillRun(List<String> names) {
        Set<String> running = Set.copyOf(names);
        all.replaceAll(each -> running.contains(each.lease().connection())
                ? new Break(each.lease().stillRunning(), each.gone())
                : each);
        List<String> known = report().stream().map(BrokenLease::connection).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                all.add(new Break(new BrokenLease(name, null, 0, null, Map.of(), null, true), null));
            }
        }
    }

    /** Returns the leases as they are now, in the order of their breaks. */
    List<BrokenLease> report() {
        return all.stream().map(Break::now).toList();
    }
}
