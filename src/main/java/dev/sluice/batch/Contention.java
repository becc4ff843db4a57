package dev.sluice.batch;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds the number of workers that have a chunk under way at the same time. A conflict halves the bound; enough chunks
 * without a conflict raise it by one. Each further conflict doubles the number of chunks needed. Thread-safe.
 */
final class Contention {

    private static final int CHUNKS_FOR_EACH = 10;
    private static final int MOST_DOUBLINGS = 4;

    private final int workers;
    private final AtomicInteger underWay = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition hasRoom = lock.newCondition();
    private volatile int limit; // Written under lock, as is cuts
    private volatile long cuts;
    private int goneWell; // Guarded by lock, as are all fields below
    private int doublings;
    private boolean stopped;

    Contention(int workers) {
        this.workers = workers;
        limit = workers;
    }

    /**
     * Blocks until the calling worker may begin a chunk or the run is stopped; returns the argument for {@link #met}.
     */
    long enter() {
        if (limit == workers) { // the usual case; the next chunk obeys a cut made at this moment
            underWay.incrementAndGet();
            return cuts;
        }
        lock.lock();
        try {
            while (underWay.get() >= limit && !stopped) {
                hasRoom.awaitUninterruptibly();
            }
            underWay.incrementAndGet();
            return cuts;
        } finally {
            lock.unlock();
        }
    }

    /** Records that the chunk was done. */
    void done() {
        if (limit == workers) {
            return;
        }
        lock.lock();
        try {
            goneWell++;
            int now = limit;
            if (now < workers && goneWell >= (CHUNKS_FOR_EACH * now) << doublings) {
                limit = now + 1;
                goneWell = 0;
                doublings = now + 1 == workers ? 0 : doublings;
                hasRoom.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Records a conflict of the chunk. Conflicts of chunks that were under way together count once. */
    void met(long entered) {
        lock.lock();
        try {
            if (entered == cuts) {
                cuts = entered + 1;
                doublings = Math.min(doublings + 1, MOST_DOUBLINGS);
                limit = Math.max(1, limit / 2);
                goneWell = 0;
            }
        } finally {
            lock.unlock();
        }
    }

    /** Records that the chunk has ended, with success or not. */
    void leave() {
        underWay.decrementAndGet();
        // RACE: this thread reads the limit after it has left, and a waiter reads the count after the cut. So one of
        // them sees the change of the other.
        if (limit == workers) {
            return;
        }
        lock.lock();
        try {
            hasRoom.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Wakes all waiters; later calls of {@link #enter} do not block. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            hasRoom.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the present maximum of chunks under way. */
    int limit() {
        return limit;
    }
}
