package dev.sluice.admission;

import dev.sluice.time.Threads;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock of a gate. A platform thread takes the lock at the latest {@value #PATIENCE_MILLIS} ms after it has become
 * free, even if the lock was left to a thread that does not run.
 *
 * <p>A {@link ReentrantLock} wakes only the first thread of its queue. If that is a virtual thread and all carrier
 * threads compute, it does not run for as long as they do, while the lock is free. An operator that pauses the pool, or
 * asks for its waiters, would wait behind it. Therefore a platform thread leaves the queue from time to time, and tries
 * again. A virtual thread waits without a limit: it needs a carrier thread itself, and a limit would cost it a timer.
 */
final class GateLock extends ReentrantLock {

    private static final long PATIENCE_MILLIS = 10;
    private static final long serialVersionUID = 1L;

    @Override
    public void lock() {
        if (tryLock()) {
            return;
        }
        if (Threads.isVirtual(Thread.currentThread())) {
            super.lock();
        } else {
            lockPatiently();
        }
    }

    private void lockPatiently() {
        boolean interrupted = false;
        boolean taken = false;
        while (!taken) {
            try {
                taken = tryLock(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
