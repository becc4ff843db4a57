package dev.sluice.audit;

import dev.sluice.access.AuditEvent;
import dev.sluice.access.AuditUnavailable;
import dev.sluice.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The writer of one kind of lines. A file that fails is closed, and the next write opens it again. Thread-safe.
 */
final class ChainWriter {

    /** Longest wait for another thread that writes: a disk that hangs must not hold every thread of the service. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final Path directory;
    private final AuditFiles files;
    private final AuditLimits limits;
    private final Ticker ticker;
    private final AuditListener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable ChainFile open; // Guarded by lock
    private ChainLink last = ChainLink.START; // Guarded by lock
    private volatile boolean closed;

    ChainWriter(Path directory, AuditKind kind, AuditLimits limits, Ticker ticker, AuditListener listener) {
        this.directory = directory;
        this.files = new AuditFiles(directory, kind);
        this.limits = limits;
        this.ticker = ticker;
        this.listener = listener;
    }

    /** Opens the file. */
    void open() {
        whileLocked(this::opened);
    }

    /** Writes an event. Waits at most two seconds for another thread that writes. */
    void write(AuditEvent event) {
        whileLocked(() -> {
            ChainFile file = opened();
            ChainLink.Sealed line = file.last().seal(AuditLine.fields(event, ticker.instant()));
            file.append(line);
            last = line.link();
            listener.written(line.text());
            rotate(file);
            return file;
        });
    }

    /** Work on the files. */
    @FunctionalInterface
    private interface FileWork {
        ChainFile on() throws IOException;
    }

    /**
     * Does the work under the lock. An interrupt is kept for the caller, because it would close the file in the middle of
     * a line.
     */
    private void whileLocked(FileWork work) {
        boolean isInterrupted = Thread.interrupted();
        try {
            lock();
            try {
                work.on();
            } catch (IOException e) {
                release();
                throw unavailable(e);
            } finally {
                lock.unlock();
            }
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void lock() {
        try {
            if (!lock.tryLock(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
                throw unavailable(new IOException("the disk has not answered for " + LONGEST_WAIT.toSeconds() + " s"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(new IOException("the thread was interrupted", e));
        }
    }

    private void release() {
        ChainFile broken = open;
        open = null;
        if (broken != null) {
            broken.close();
        }
    }

    private ChainFile opened() throws IOException {
        ChainFile known = open;
        if (known != null) {
            return known;
        }
        if (closed) {
            throw new IOException("it is closed");
        }
        files.prepare();
        ChainFile fresh = ChainFile.of(files, last, listener);
        open = fresh;
        return fresh;
    }

    private void rotate(ChainFile file) {
        try {
            if (file.size() >= limits.fileBytes()) {
                file.rotate(limits.files());
            }
        } catch (IOException e) {
            release(); // the line is written; the file grows until a later write can rotate it
        }
    }

    private AuditUnavailable unavailable(IOException why) {
        return new AuditUnavailable("the audit log in " + directory + " cannot be written: " + reason(why), why);
    }

    private static String reason(IOException why) {
        return why.getMessage() == null || why.getClass() != IOException.class
                ? why.getClass().getSimpleName()
                : why.getMessage();
    }

    /** Closes the file. Later writes are refused. */
    void close() {
        closed = true;
        try {
            lock();
        } catch (AuditUnavailable e) {
            return; // a disk that does not answer must not hold the end of the process
        }
        try {
            release();
        } finally {
            lock.unlock();
        }
    }
}
