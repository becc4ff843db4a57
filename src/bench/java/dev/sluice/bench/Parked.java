package dev.sluice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** Virtual threads that only park, with a timeout as callers of a pool do. */
final class Parked {

    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean ended;

    /** Returns when all run. */
    Parked(int count) throws InterruptedException {
        CountDownLatch running = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            threads.add(Threads.VIRTUAL.start(() -> park(running)));
        }
        running.await();
    }

    private void park(CountDownLatch running) {
        running.countDown();
        long deadline = System.nanoTime() + PeerSettings.TIMEOUT.toNanos();
        while (!ended) {
            LockSupport.parkNanos(this, deadline - System.nanoTime());
        }
    }

    void end() throws InterruptedException {
        ended = true;
        threads.forEach(LockSupport::unpark);
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
