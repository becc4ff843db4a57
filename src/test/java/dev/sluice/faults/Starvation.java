package dev.sluice.faults;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how long threads of this process were ready to run and did not run, as Linux reports for each thread. Of
 * each short period, the longest delayed thread counts: the thread may hold a resource that all others wait for.
 * Threads of the compiler and the collector do not count. On systems other than Linux nothing is known.
 */
final class Starvation implements AutoCloseable {

    private static final Path TASKS = Path.of("/proc/self/task");
    private static final long PERIOD = TimeUnit.MILLISECONDS.toNanos(40);
    private static final long KEPT = TimeUnit.SECONDS.toNanos(40);

    /** The time that the longest delayed thread missed between two moments. */
    private record Sample(long from, long to, long missed) {}

    private final Deque<Sample> samples = new ArrayDeque<>(); // Guarded by itself
    private final Thread watcher = new Thread(this::watch, "starvation");
    private Map<Path, Long> before = Map.of(); // By the watcher only
    private volatile long recorded = System.nanoTime();
    private volatile boolean closed;

    Starvation() {
        watcher.setDaemon(true);
        watcher.start();
    }

    private void watch() {
        long last = System.nanoTime();
        missed();
        while (!closed) {
            LockSupport.parkNanos(this, PERIOD);
            long missed = missed();
            long now = System.nanoTime();
            synchronized (samples) {
                samples.addLast(new Sample(last, now, Math.min(missed, now - last)));
                while (now - samples.getFirst().to() > KEPT) {
                    samples.removeFirst();
                }
            }
            recorded = now;
            last = now;
        }
    }

    /** Returns the moment up to which delays are recorded. */
    long recorded() {
        return recorded;
    }

    /** The longest delay of any thread since the last call. */
    private long missed() {
        Map<Path, Long> now = new HashMap<>();
        long most = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                Long delay = delayOf(task);
                if (delay != null) {
                    now.put(task, delay);
                    most = Math.max(most, delay - before.getOrDefault(task, delay));
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return 0;
        }
        before = now;
        return most;
    }

    /** Null if the thread has ended, or is one of the machine's own. */
    private static Long delayOf(Path task) {
        try {
            String name = Files.readString(task.resolve("comm"));
            return name.startsWith("C1 ") || name.startsWith("C2 ") || name.startsWith("G1 ") || name.startsWith("GC ")
                    ? null
                    : Long.valueOf(Files.readString(task.resolve("schedstat")).split(" ")[1]);
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    /** Returns the missed part of the time between two moments. */
    long between(long from, long to) {
        long sum = 0;
        synchronized (samples) {
            for (Sample sample : samples) {
                if (sample.to() - from > 0 && to - sample.from() > 0) {
                    sum += sample.missed();
                }
            }
        }
        return Math.min(sum, Math.max(0, to - from));
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(watcher);
    }
}
