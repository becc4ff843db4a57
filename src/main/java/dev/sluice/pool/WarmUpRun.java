package dev.sluice.pool;

import dev.sluice.time.Timer.Scheduled;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Creates resources until the pool has a number of them, a few at a time. There is one run at a time: a second request
 * raises the number of the first. Never exceeds the maximum of the pool. While creations fail, the run tries as often
 * as the rules for failures allow. Thread-safe.
 */
final class WarmUpRun<R> {

    /** Time after which a run that could not create a resource tries again. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final PoolCore<R> core;
    private final Creation<R> creation;
    private final IntSupplier parallel;
    private final Runnable whenDone;
    private final AtomicInteger underWay = new AtomicInteger();
    private final CoalescedAction pass = new CoalescedAction(this::createMissing);
    private volatile int wanted; // Written under this; zero without a run
    private @Nullable Scheduled retry; // Used by passes only

    /**
     * Creates an idle run.
     *
     * @param parallel maximum number of creations at the same time
     * @param whenDone called when the pool has the number of resources
     */
    WarmUpRun(PoolCore<R> core, Creation<R> creation, IntSupplier parallel, Runnable whenDone) {
        this.core = core;
        this.creation = creation;
        this.parallel = parallel;
        this.whenDone = whenDone;
    }

    /** Begins a run up to this number, or raises the number of the present run. Never blocks. */
    void upTo(int size) {
        synchronized (this) {
            wanted = Math.max(wanted, size);
        }
        pass.run();
    }

    /** Continues the present run, if there is one, because a creation may be possible now. */
    void proceed() {
        if (wanted != 0) {
            pass.run();
        }
    }

    /** Ends the present run. Creations under way continue. */
    synchronized void stop() {
        wanted = 0;
    }

    /** Returns the number of resources that the run creates up to, or zero without a run. */
    int target() {
        return Math.min(wanted, core.config.maxSize());
    }

    private void createMissing() {
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
        if (!core.isServing() || core.keptEmpty) {
            stop();
        }
        while (target() > 0 && core.slots.staying() + core.counters.creating.get() < target()) {
            if (underWay.get() >= pace()) {
                return; // the next end of a creation continues
            }
            if (core.gate.isPaused() || !create()) {
                tryLater();
                return;
            }
        }
        if (target() > 0 && core.slots.staying() < target()) {
            tryLater(); // the others are being created for callers, and may fail
        } else if (finish()) {
            whenDone.run();
        }
    }

    /** Ends a run that has reached its number. RACE: another request may have raised the number since it was read. */
    private synchronized boolean finish() {
        boolean reached = wanted > 0 && core.slots.staying() >= target();
        if (reached) {
            core.keepSize(target());
        }
        wanted = reached ? 0 : wanted;
        return reached;
    }

    /** Returns the number of creations at the same time: one at a time until the first login has succeeded. */
    private int pace() {
        return core.counters.created.sum() == 0 ? 1 : parallel.getAsInt();
    }

    private boolean create() {
        underWay.incrementAndGet();
        boolean begun = creation.tryCreate(CreationPurpose.WARM_UP, created -> {
            underWay.decrementAndGet();
            pass.run();
        });
        if (!begun) {
            underWay.decrementAndGet();
        }
        return begun;
    }

    /** Tries again at the next turn by the pace of creations or, for another reason, after {@link #RETRY}. */
    private void tryLater() {
        long turn = creation.untilTurn();
        Duration wait = turn > 0 && turn < RETRY.toNanos() ? Duration.ofNanos(turn) : RETRY;
        retry = core.timer.once(wait, pass::run);
    }
}
