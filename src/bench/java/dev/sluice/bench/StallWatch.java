package dev.sluice.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds callers that wait although they need not: for at least a second, during which connections were free most of the
 * time. It looks a thousand times a second how many connections are held. Where no hold is longer than a millisecond, it
 * is not the load that makes a caller wait that long.
 */
final class StallWatch implements AutoCloseable {

    private static final long STALL = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_MICROS = 1_000;

    private final int size;
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger stalls = new AtomicInteger();
    private final AtomicLong longest = new AtomicLong();
    private final Thread watcher;
    private volatile long looks; // Written by the watcher
    private volatile long free; // Written by the watcher: looks that saw a free connection
    private volatile boolean closed;

    /** Of a pool of that size. */
    StallWatch(int size) {
        this.size = size;
        watcher = Threads.PLATFORM.start(this::watch);
    }

    private void watch() {
        long seen = 0;
        long seenFree = 0;
        while (!closed) {
            Caller.parkMicros(LOOK_MICROS);
            seenFree += held.get() < size ? 1 : 0;
            free = seenFree;
            looks = ++seen;
        }
    }

    /** Acquires, holds for so long, and gives back. */
    void cycle(Peer peer, long holdNanos) throws Exception {
        long looksBefore = looks;
        long freeBefore = free;
        long start = System.nanoTime();
        AutoCloseable connection = peer.acquire();
        long waited = System.nanoTime() - start;
        held.incrementAndGet();
        try {
            longest.accumulateAndGet(waited, Math::max);
            if (waited >= STALL && 2 * (free - freeBefore) >= looks - looksBefore) {
                stalls.incrementAndGet();
            }
            LockSupport.parkNanos(holdNanos);
        } finally {
            held.decrementAndGet();
            connection.close();
        }
    }

    /** Waits that were stalls. */
    int stalls() {
        return stalls.get();
    }

    /** The longest wait, whatever its cause. */
    double longestMillis() {
        return longest.get() / 1e6;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watcher);
    }
}
