package dev.sluice.admission;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The waiters of one lane and tenant, in the order of arrival. The waiters are linked to each other, so that a waiter
 * leaves from the middle in constant time: ten thousand waiters may time out together. Guarded by the gate's lock.
 */
final class Fifo<P> {

    private @Nullable QueuedWaiter<P> head;
    private @Nullable QueuedWaiter<P> tail;

    @Nullable
    QueuedWaiter<P> head() {
        return head;
    }

    void add(QueuedWaiter<P> waiter) {
        QueuedWaiter<P> last = tail;
        waiter.before = last;
        if (last == null) {
            head = waiter;
        } else {
            last.behind = waiter;
        }
        tail = waiter;
    }

    /** Removes a waiter that is in this queue. */
    void remove(QueuedWaiter<P> waiter) {
        QueuedWaiter<P> before = waiter.before;
        QueuedWaiter<P> behind = waiter.behind;
        if (before == null) {
            head = behind;
        } else {
            before.behind = behind;
        }
        if (behind == null) {
            tail = before;
        } else {
            behind.before = before;
        }
        waiter.before = null;
        waiter.behind = null;
    }

    void forEach(Consumer<QueuedWaiter<P>> action) {
        for (QueuedWaiter<P> waiter = head; waiter != null; waiter = waiter.behind) {
            action.accept(waiter);
        }
    }
}
