package dev.sluice.pool;

import dev.sluice.pool.leak.LeakStacks;
import dev.sluice.pool.store.Slot;
import java.time.Duration;

/**
 * Decides whether acquires capture their stacks, by the mode {@link LeakStacks}. In mode SUSPECTS, a leak without a
 * stack begins an hour in which acquires capture stacks. After {@value #ENOUGH} leaks with a stack, acquires capture
 * none for the rest of the hour. Thread-safe.
 */
final class StackCapture {

    static final int ENOUGH = 10;
    static final Duration WINDOW = Duration.ofHours(1);

    private final LeaseSteps steps;

    /** RACE: not volatile, because a late reader only captures one stack too many or too few. */
    private boolean on;

    private boolean opened; // Guarded by this
    private long openedNanos; // Guarded by this
    private int carried; // Guarded by this

    StackCapture(LeakStacks mode, LeaseSteps steps) {
        this.steps = steps;
        capture(mode == LeakStacks.ALL);
    }

    boolean isOn() {
        return on;
    }

    /** Captures the stack of the caller, which has just acquired the slot. */
    static void capture(Slot<?> slot) {
        try {
            slot.acquiredAt(new Throwable());
        } catch (VirtualMachineError e) {
            // a lack of memory for the stack must not fail the acquire
        }
    }

    /** Records a reported leak. */
    synchronized void leaked(boolean withStack, LeakStacks mode, long now) {
        if (withStack) {
            carried++;
        } else if (!isOpen(now)) {
            opened = true;
            openedNanos = now;
            carried = 0;
        }
        review(mode, now);
    }

    /** Decides again whether acquires capture stacks. Called at intervals, and after a change of the mode. */
    synchronized void review(LeakStacks mode, long now) {
        capture(
                switch (mode) {
                    case OFF -> false;
                    case SUSPECTS -> isOpen(now) && carried < ENOUGH;
                    case ALL -> true;
                });
    }

    private void capture(boolean now) {
        on = now;
        steps.set(LeaseSteps.LeaseStep.STACKS, now);
    }

    private synchronized boolean isOpen(long now) {
        return opened && now - openedNanos < WINDOW.toNanos();
    }
}
