package dev.sluice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Virtual threads that queue for a full pool. Where the pool tells how many wait, each queues when the one before it
 * does, and it is known who came first.
 */
final class Queue {

    private static final long PATIENCE_SECONDS = 50;

    private final Peer peer;
    private final int count;
    private final int[] served;
    private final AtomicInteger servedCount = new AtomicInteger();
    private final AtomicInteger arrived = new AtomicInteger();
    private final CountDownLatch left;
    private final List<Thread> threads = new ArrayList<>();

    Queue(Peer peer, int count) {
        this.peer = peer;
        this.count = count;
        served = new int[count];
        left = new CountDownLatch(count);
    }

    boolean isOrderKnown() {
        return peer instanceof SluicePeer;
    }

    /** Returns when all wait. */
    void fill() throws InterruptedException {
        for (int i = 0; i < count; i++) {
            int number = i;
            threads.add(Threads.VIRTUAL.start(() -> call(number)));
            if (peer instanceof SluicePeer sluice) {
                while (sluice.pool().stats().waiting() <= number) {
                    Thread.yield();
                }
            }
        }
        while (arrived.get() < count) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        TimeUnit.MILLISECONDS.sleep(300); // the last of them are on their way from there to their wait
    }

    private void call(int number) {
        arrived.incrementAndGet();
        try {
            AutoCloseable held = peer.acquire();
            served[servedCount.getAndIncrement()] = number;
            held.close();
            left.countDown();
        } catch (Exception e) {
            e.printStackTrace();
        }
    }

    void awaitServed() throws InterruptedException {
        if (!left.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(left.getCount() + " of " + count + " callers were not served");
        }
    }

    /** Callers that were served before one that had queued before them. Of one connection this is exact. */
    int disorder() {
        int overtakers = 0;
        int earliestToCome = count;
        for (int i = count - 1; i >= 0; i--) {
            overtakers += served[i] > earliestToCome ? 1 : 0;
            earliestToCome = Math.min(earliestToCome, served[i]);
        }
        return overtakers;
    }
}
