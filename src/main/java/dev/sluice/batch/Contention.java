package dev.sluice.batch;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bounds how many workers have a chunk under way at the same time: half as many when chunks meet each other, and one more
 * after enough were done without; each time that chunks meet again, twice as many have to be. Thread-safe.
 */
final class Contention {

    private static final int CHUNKS_FOR_EACH = 10;
    private static final int MOST_DOUBLINGS = 4;

    private final int workers;
    private final AtomicInteger underWay = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition hasRoom = lock.newCondition();
    private volatile int limit; // Written under lock, like the next one
    private volatile long cuts;
    private int goneWell; // Guarded by lock, like all below
    private int doublings;
    private boolean stopped;

    Contention(int workers) {
        this.workers = workers;
        limit = workers;
    }

    /** Waits until the calling worker may begin a chunk, or the run is stopped; returns what {@link #met} wants. */
    long enter() {
        if (limit == workers) { // as nearly always; a cut that comes just now is obeyed by the next chunk
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

    /** The chunk was done. */
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

    /** The chunk met others. Those that were under way together count once. */
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

    /** The chunk has ended, whatever came of it. */
    void leave() {
        underWay.decrementAndGet();
        // RACE: this looks after it has left, and who waits looks after the cut, so one of them sees the other
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

    /** Nobody waits any more. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            hasRoom.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How many there may be now. */
    int limit() {
        return limit;
    }
}
