package dev.sluice.pool;

import dev.sluice.pool.leak.HolderStack;
import dev.sluice.pool.leak.LeakStacks;
import dev.sluice.pool.leak.LeakSuspect;
import dev.sluice.pool.store.Holding;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Slot;
import dev.sluice.time.Threads;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports each lease beyond the leak threshold once, and remembers it until its end. Thread-safe. */
final class Leaks<R> {

    private final PoolCore<R> core;
    private final StackCapture capture;
    private final Map<Slot<R>, Suspect> suspects = new LinkedHashMap<>(); // Guarded by itself

    /** The facts of a reported leak. */
    private record Suspect(
            Holding holding, Duration threshold, @Nullable Throwable captured) {

        AcquireRequest request() {
            return AcquireRequest.of(holding.note());
        }

        Thread thread() {
            return holding.thread();
        }
    }

    Leaks(PoolCore<R> core) {
        this.core = core;
        this.capture = new StackCapture(core.config.leakStacks(), core.steps);
    }

    StackCapture capture() {
        return capture;
    }

    /** Checks all leases. Called by the housekeeper only, on one thread at a time. */
    void report() {
        long now = core.ticker.nanos();
        capture.review(core.config.leakStacks(), now);
        for (Slot<R> slot : core.slots.snapshot()) {
            Holding holding = slot.holding();
            if (holding != null) {
                Duration threshold = thresholdOf(holding);
                Duration held = Duration.ofNanos(now - holding.sinceNanos());
                if (!threshold.isZero() && held.compareTo(threshold) > 0 && slot.reportOnce(holding)) {
                    report(slot, new Suspect(holding, threshold, slot.acquiredAt(holding.lease())), now);
                }
            }
        }
    }

    private Duration thresholdOf(Holding holding) {
        Duration own = AcquireRequest.of(holding.note()).leakThreshold();
        return own == null ? core.config.leakThreshold() : own;
    }

    private void report(Slot<R> slot, Suspect suspect, long now) {
        capture.leaked(suspect.captured() != null, core.config.leakStacks(), now);
        core.counters.leaks.increment();
        core.events.leak(
                slot,
                suspect.request(),
                now - suspect.holding().sinceNanos(),
                "held by thread " + Threads.nameOf(suspect.thread()),
                stackOf(suspect));
        synchronized (suspects) {
            if (suspects.isEmpty()) {
                core.watchEnds(1);
            }
            suspects.put(slot, suspect);
        }
        // RACE: the lease may have ended before it was remembered. A thread that releases it from now on finds it here.
        if (!slot.isHeldBy(suspect.holding().lease())) {
            ended(slot, suspect.holding().lease(), now, null);
        }
    }

    private @Nullable HolderStack stackOf(Suspect suspect) {
        if (core.config.leakStacks() == LeakStacks.OFF) {
            return null;
        }
        Throwable captured = suspect.captured();
        return captured == null
                ? HolderStack.current(suspect.thread())
                : HolderStack.acquired(suspect.thread(), captured);
    }

    /**
     * Records the end of any lease. Must be called while the pool watches ends, see {@link PoolCore#watchEnds}.
     *
     * @param force the reason if the lease was ended by force, or null if it was released
     */
    void ended(Slot<R> slot, long lease, long now, @Nullable RetirementReason force) {
        // a leak may last for days; meanwhile other releases must not contend for the lock
        Suspect suspect = slot.isReported(lease) ? forget(slot, lease) : null;
        if (suspect != null) {
            core.events.leakEnded(
                    slot, suspect.request(), now - suspect.holding().sinceNanos(), force);
        }
    }

    private @Nullable Suspect forget(Slot<R> slot, long lease) {
        synchronized (suspects) {
            Suspect suspect = suspects.get(slot);
            if (suspect == null || suspect.holding().lease() != lease) {
                return null;
            }
            suspects.remove(slot);
            if (suspects.isEmpty()) {
                core.watchEnds(-1);
            }
            return suspect;
        }
    }

    /** Returns the number of suspects. */
    int count() {
        synchronized (suspects) {
            return suspects.size();
        }
    }

    /** Returns the suspects that have not ended, longest first. */
    List<LeakSuspect> list(boolean stacks) {
        long now = core.ticker.nanos();
        Map<Slot<R>, Suspect> known;
        synchronized (suspects) {
            known = new LinkedHashMap<>(suspects);
        }
        return known.entrySet().stream()
                .filter(each -> each.getKey().isHeldBy(each.getValue().holding().lease()))
                .map(each -> describe(each.getKey(), each.getValue(), stacks, now))
                .sorted(Comparator.comparing(LeakSuspect::since))
                .toList();
    }

    private LeakSuspect describe(Slot<R> slot, Suspect suspect, boolean stacks, long now) {
        Holding holding = suspect.holding();
        AcquireRequest request = suspect.request();
        Thread thread = suspect.thread();
        Throwable captured = suspect.captured();
        return new LeakSuspect(
                slot.name(),
                request.priority(),
                request.tenant(),
                request.tags(),
                request.traceId(),
                Threads.nameOf(thread),
                Threads.idOf(thread),
                Threads.isVirtual(thread),
                core.wall.at(holding.sinceNanos()),
                Seconds.of(now - holding.sinceNanos()),
                Seconds.of(suspect.threshold()),
                stacks && captured != null ? frames(HolderStack.acquired(thread, captured)) : List.of(),
                stacks ? frames(HolderStack.current(thread)) : List.of());
    }

    private static List<String> frames(@Nullable HolderStack stack) {
        return stack == null ? List.of() : stack.frames();
    }
}
