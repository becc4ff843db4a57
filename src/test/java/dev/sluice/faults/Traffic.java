package dev.sluice.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Clients that take their turns again and again; all of them can be brought to rest. */
final class Traffic implements AutoCloseable {

    static final int CLIENTS = 6;

    private static final long BETWEEN_TURNS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Held for reading in a turn, for writing at rest; fair, so that the rest comes when the turns are over. */
    private final ReentrantReadWriteLock turns = new ReentrantReadWriteLock(true);

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong taken = new AtomicLong();
    private final AtomicLong served = new AtomicLong();
    private final Findings findings;
    private volatile boolean over;

    Traffic(Findings findings) {
        this.findings = findings;
    }

    void add(String name, Client client) {
        Thread thread = new Thread(() -> live(client), name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void live(Client client) {
        while (!over) {
            turns.readLock().lock();
            try {
                if (client.turn()) {
                    served.incrementAndGet();
                }
            } catch (Throwable e) {
                findings.violation("a client met " + e);
            } finally {
                turns.readLock().unlock();
                taken.incrementAndGet();
                Thread.interrupted(); // it has been interrupted by a fault; the next turn is another matter
            }
            LockSupport.parkNanos(this, BETWEEN_TURNS);
        }
    }

    /** Waits for so many more turns, or for the time: so a fault lasts until it was felt, and no longer. */
    void feel(int moreTurns, Duration atMost) {
        await(taken, taken.get() + moreTurns, atMost);
    }

    /** Waits until so many more were served; false if they were not in time. */
    boolean awaitServed(int more, Duration atMost) {
        return await(served, served.get() + more, atMost);
    }

    private static boolean await(AtomicLong count, long goal, Duration atMost) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (count.get() < goal && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(BETWEEN_TURNS);
        }
        return count.get() >= goal;
    }

    /** Brings all to rest; false if a turn does not end. By one thread, which lets them go on, too. */
    boolean rest(Duration atMost) throws InterruptedException {
        return turns.writeLock().tryLock(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    void goOn() {
        if (turns.isWriteLockedByCurrentThread()) {
            turns.writeLock().unlock();
        }
    }

    /** Interrupts one of them, wherever it is. */
    void interruptOne(Random random) {
        threads.get(random.nextInt(threads.size())).interrupt();
    }

    /** Where they are, for those who find one that does not come back. */
    String whereabouts() {
        StringBuilder text = new StringBuilder();
        for (Thread thread : threads) {
            text.append(thread.getName()).append(' ').append(thread.getState());
            for (StackTraceElement frame : thread.getStackTrace()) {
                text.append("\n      at ").append(frame);
            }
            text.append('\n');
        }
        return text.toString();
    }

    @Override
    public void close() {
        over = true;
        goOn();
    }
}
