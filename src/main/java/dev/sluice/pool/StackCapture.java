package dev.sluice.pool;

import dev.sluice.pool.leak.LeakStacks;
import dev.sluice.pool.store.Slot;
import java.time.Duration;

/**
 * Decides whether acquires capture their stacks, as {@link LeakStacks} says. For suspects, a leak without a stack
 * begins an hour in which they do, until {@value #ENOUGH} leaks have carried one; then it is quiet for the rest of the
 * hour. Thread-safe.
 */
final class StackCapture {

    static final int ENOUGH = 10;
    static final Duration WINDOW = Duration.ofHours(1);

    /** Read by every acquire, plainly: one that sees a change late has a stack too many, or too few. */
    private boolean on;

    private boolean opened; // Guarded by this
    private long openedNanos; // Guarded by this
    private int carried; // Guarded by this

    StackCapture(LeakStacks mode) {
        on = mode == LeakStacks.ALL;
    }

    boolean isOn() {
        return on;
    }

    /** Notes where the caller is, who has just acquired the slot. */
    static void capture(Slot<?> slot) {
        try {
            slot.acquiredAt(new Throwable());
        } catch (VirtualMachineError e) {
            // no room for a stack: that must not cost the lease
        }
    }

    /** Notes a reported leak. */
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

    /** Reviews whether stacks are captured; called in intervals, and after a change of the mode. */
    synchronized void review(LeakStacks mode, long now) {
        on = switch (mode) {
            case OFF -> false;
            case SUSPECTS -> isOpen(now) && carried < ENOUGH;
            case ALL -> true;
        };
    }

    private synchronized boolean isOpen(long now) {
        return opened && now - openedNanos < WINDOW.toNanos();
    }
}
