package dev.sluice.bench;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A process that ends with this JVM at the latest, together with the processes that it has started. When this JVM is
 * being ended, no further process starts. Thread-safe.
 */
final class ChildProcess implements AutoCloseable {

    private static final long GRACE_SECONDS = 60;
    private static final Set<ChildProcess> RUNNING = new HashSet<>(); // also the lock of isEnding
    private static boolean isEnding;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ChildProcess::endAll));
    }

    private final Process process;

    private ChildProcess(Process process) {
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @throws IOException if the system cannot start it
     * @throws IllegalStateException if this JVM is being ended
     */
    static ChildProcess start(ProcessBuilder builder) throws IOException {
        // RACE: a process that started while the hook runs would survive this JVM, so both hold the lock
        synchronized (RUNNING) {
            if (isEnding) {
                throw new IllegalStateException("the run is being ended");
            }
            ChildProcess child = new ChildProcess(builder.start());
            RUNNING.add(child);
            return child;
        }
    }

    private static void endAll() {
        synchronized (RUNNING) {
            isEnding = true;
            RUNNING.forEach(ChildProcess::kill);
        }
    }

    Process process() {
        return process;
    }

    /** Returns the exit code. Throws IllegalStateException if the process still runs at the limit. */
    int await(String name, long limitMinutes) throws InterruptedException {
        if (!process.waitFor(limitMinutes, TimeUnit.MINUTES)) {
            throw new IllegalStateException(name + " did not end in " + limitMinutes + " minutes");
        }
        return process.exitValue();
    }

    /** Lets the process end by itself, for a minute, and then kills it. */
    void end() throws InterruptedException {
        process.destroy();
        process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
        close();
    }

    private void kill() {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    /** Kills the process if it runs. */
    @Override
    public void close() {
        kill();
        synchronized (RUNNING) {
            RUNNING.remove(this);
        }
    }
}
