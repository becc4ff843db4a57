package dev.sluice.batch;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The chunks that were read and wait for a worker. The queue holds at most a given number of jobs, or one chunk if that
 * has more. Its end interrupts no thread, because an interrupt would affect a job under way. Thread-safe.
 */
final class JobQueue<T> {

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition hasRoom = lock.newCondition();
    private final Condition hasWork = lock.newCondition();
    private final Queue<Chunk<T>> chunks = new ArrayDeque<>();
    private int jobs;
    private boolean complete;
    private boolean abandoned;
    private boolean held;

    JobQueue(int capacity) {
        this.capacity = capacity;
    }

    /** Adds a chunk. Blocks until there is room; returns false if the queue was ended. */
    boolean put(Chunk<T> chunk) {
        lock.lock();
        try {
            while (!abandoned && !chunks.isEmpty() && jobs + chunk.size() > capacity) {
                hasRoom.awaitUninterruptibly();
            }
            if (abandoned) {
                return false;
            }
            chunks.add(chunk);
            jobs += chunk.size();
            hasWork.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a chunk. Returns null if no further chunk will follow. */
    @Nullable
    Chunk<T> take() {
        lock.lock();
        try {
            while (!abandoned && (held || (chunks.isEmpty() && !complete))) {
                hasWork.awaitUninterruptibly();
            }
            if (abandoned) {
                return null;
            }
            Chunk<T> chunk = chunks.poll();
            if (chunk != null) {
                jobs -= chunk.size();
                hasRoom.signal();
            }
            return chunk;
        } finally {
            lock.unlock();
        }
    }

    /** Closes the queue after the last chunk. */
    void complete() {
        change(() -> complete = true);
    }

    /** Discards the waiting chunks; further puts and takes have no effect. */
    void abandon() {
        change(() -> {
            abandoned = true;
            chunks.clear();
            jobs = 0;
        });
    }

    /** Pauses or resumes the queue; workers receive no chunk during a pause. */
    void hold(boolean on) {
        change(() -> held = on);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            hasWork.signalAll();
            hasRoom.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
