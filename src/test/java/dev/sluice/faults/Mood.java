package dev.sluice.faults;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The behaviour of the {@link MoodyDriver} of one site. Thread-safe. */
final class Mood implements AutoCloseable {

    /** The driver property that names the mood of a session. */
    static final String PROPERTY = "mood";

    private static final Map<String, Mood> ALL = new ConcurrentHashMap<>();

    private final String name = "mood-" + System.identityHashCode(this);
    private volatile @Nullable Throwable atClose;
    private volatile CountDownLatch checks = new CountDownLatch(0);

    Mood() {
        ALL.put(name, this);
    }

    static Mood named(String name) {
        Mood mood = ALL.get(name);
        if (mood == null) {
            throw new IllegalArgumentException("no mood " + name);
        }
        return mood;
    }

    String name() {
        return name;
    }

    /** From now on each close of a session ends it, and throws that. */
    void closesThrow(Throwable what) {
        atClose = what;
    }

    /** From now on no check of a session returns, whoever interrupts it. */
    void checksHang() {
        checks = new CountDownLatch(1);
    }

    /** All is as it should be again. */
    void calmDown() {
        atClose = null;
        checks.countDown();
    }

    @Nullable
    Throwable atClose() {
        return atClose;
    }

    /** To be called by a check. */
    void awaitCheck() {
        CountDownLatch mine = checks;
        boolean interrupted = false;
        boolean open = false;
        while (!open) {
            try {
                mine.await();
                open = true;
            } catch (InterruptedException e) {
                interrupted = true; // what never returns does not listen either
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        calmDown();
        ALL.remove(name);
    }
}
