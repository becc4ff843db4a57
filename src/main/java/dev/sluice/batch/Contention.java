package dev.sluice.batch;

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
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition hasRoom = lock.newCondition();
    private int limit; // Guarded by lock, like all below
    private int underWay;
    private int goneWell;
    private int doublings;
    private long cuts;
    private boolean stopped;

    Contention(int workers) {
        this.workers = workers;
        limit = workers;
    }

    /** Waits until the calling worker may begin a chunk, or the run is stopped; returns what {@link #leave} wants. */
    long enter() {
        lock.lock();
        try {
            while (underWay >= limit && !stopped) {
                hasRoom.awaitUninterruptibly();
            }
            underWay++;
            return cuts;
        } finally {
            lock.unlock();
        }
    }

    /** The chunk was done. */
    void done() {
        lock.lock();
        try {
            if (limit == workers) {
                return;
            }
            goneWell++;
            if (goneWell >= (CHUNKS_FOR_EACH * limit) << doublings) {
                limit++;
                goneWell = 0;
                doublings = limit == workers ? 0 : doublings;
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
                cuts++;
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
        lock.lock();
        try {
            underWay--;
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
        lock.lock();
        try {
            return limit;
        } finally {
            lock.unlock();
        }
    }
}
