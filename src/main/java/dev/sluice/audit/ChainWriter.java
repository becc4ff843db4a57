package dev.sluice.audit;

import dev.sluice.access.AuditEvent;
import dev.sluice.access.AuditEvent.ChangeOutcome;
import dev.sluice.access.AuditUnavailable;
import dev.sluice.time.Deadline;
import dev.sluice.time.Ticker;
import dev.sluice.time.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The writer of one kind of lines. One thread of its own does all work on the files, so that a disk that hangs holds this
 * thread only. A file that fails, or was moved away, is closed, and the next write opens it again. Thread-safe.
 */
final class ChainWriter {

    /** Longest wait of a caller for its line. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    /** Maximum lines that wait for the thread. */
    static final int MOST_WAITING = 1000;

    private final Path directory;
    private final AuditFiles files;
    private final AuditLimits limits;
    private final Ticker ticker;
    private final AuditListener listener;
    private final DiskSync disk;
    private final ExecutorService thread;
    private final AtomicLong lost = new AtomicLong();
    private volatile boolean isStuck; // a caller has given up, and the thread has finished no work since
    private volatile boolean closed;
    private @Nullable ChainFile open; // Used by the thread, and after its end by close
    private AuditHead last = AuditHead.NONE; // Used by the thread only

    ChainWriter(AuditFiles files, AuditLimits limits, Ticker ticker, AuditListener listener, DiskSync disk) {
        this.directory = files.directory();
        this.files = files;
        this.limits = limits;
        this.ticker = ticker;
        this.listener = listener;
        this.disk = disk;
        this.thread = Workers.bounded("sluice-" + files.kind().stem(), 1, MOST_WAITING);
    }

    /** Opens the file. */
    void open() {
        await(write -> opened(), LONGEST_WAIT);
    }

    /**
     * Writes an event, and waits for it. A change that has not begun in time has no line, or the line after it says that
     * the change was not made. Any other event is written when the disk answers; while the disk holds an earlier line
     * beyond its time, no caller waits for such an event, so that the ends of many changes do not wait one after the other.
     */
    void write(AuditEvent event) {
        Instant time = ticker.instant();
        boolean begins = event.outcome() == ChangeOutcome.BEGUN;
        await(
                write -> {
                    if (begins && write.isGivenUp()) {
                        return;
                    }
                    append(event, time);
                    if (!write.done() && begins) {
                        append(notDone(event), ticker.instant());
                    }
                },
                isStuck && !begins ? Duration.ZERO : LONGEST_WAIT);
    }

    private static AuditEvent notDone(AuditEvent begun) {
        return begun.ended(
                ChangeOutcome.FAILED,
                Map.of(),
                Map.of(),
                "not done: the disk of the audit log has not answered within " + LONGEST_WAIT.toSeconds() + " s");
    }

    /** Hands an event over. The caller does not wait; the next line has the number of events that were lost. */
    void hand(AuditEvent event) {
        Instant time = ticker.instant();
        try {
            thread.execute(() -> writeHanded(event, time));
        } catch (RejectedExecutionException e) {
            lose(event, 0, new IOException(refusal()));
        }
    }

    private void writeHanded(AuditEvent event, Instant time) {
        long before = lost.getAndSet(0);
        try {
            append(event.leavingOut(before), time);
        } catch (IOException | RuntimeException | Error e) {
            release();
            lose(event, before, e);
        }
    }

    private void lose(AuditEvent event, long before, Throwable why) {
        lost.addAndGet(before + event.leftOut() + 1);
        listener.lost(unavailable(why).getMessage());
    }

    /** Work on the files. */
    @FunctionalInterface
    private interface FileWork {
        void on(AwaitedWrite write) throws IOException;
    }

    private void await(FileWork work, Duration limit) {
        AwaitedWrite write = new AwaitedWrite(Deadline.in(limit, ticker), ticker);
        try {
            thread.execute(() -> run(work, write));
        } catch (RejectedExecutionException e) {
            throw unavailable(new IOException(refusal(), e));
        }
        if (!write.await()) {
            isStuck = true; // RACE: if the thread has finished meanwhile, one more event is not waited for
            throw unavailable(new IOException("the disk has not answered for " + LONGEST_WAIT.toSeconds() + " s"));
        }
        Throwable failure = write.failure();
        if (failure != null) {
            throw unavailable(failure);
        }
    }

    private void run(FileWork work, AwaitedWrite write) {
        try {
            work.on(write);
            write.done();
        } catch (IOException | RuntimeException | Error e) {
            release();
            write.failed(e);
        } finally {
            isStuck = false;
        }
    }

    private String refusal() {
        return thread.isShutdown() ? "it is closed" : MOST_WAITING + " lines wait for the disk";
    }

    private void append(AuditEvent event, Instant time) throws IOException {
        ChainFile file = opened();
        ChainLink.Sealed line = file.last().seal(AuditLine.fields(event, time));
        file.append(line);
        last = file.head();
        listener.written(line.text());
        rotate(file);
    }

    private ChainFile opened() throws IOException {
        ChainFile known = open;
        if (known != null && known.isInPlace()) {
            return known;
        }
        release();
        if (closed) {
            throw new IOException("it is closed"); // a line that the disk has held beyond the end
        }
        files.prepare();
        ChainFile fresh = ChainFile.of(files, last, listener, disk);
        open = fresh;
        return fresh;
    }

    private void release() {
        ChainFile broken = open;
        open = null;
        if (broken != null) {
            broken.close();
        }
    }

    private void rotate(ChainFile file) {
        try {
            if (file.size() >= limits.fileBytes()) {
                file.rotate(limits.files());
            }
        } catch (IOException e) {
            release(); // the line is written; the file grows until a later write can rotate it
        }
        last = file.head();
    }

    private AuditUnavailable unavailable(Throwable why) {
        return new AuditUnavailable("the audit log in " + directory + " cannot be written: " + reason(why), why);
    }

    private static String reason(Throwable why) {
        return why.getMessage() == null || why.getClass() != IOException.class
                ? why.getClass().getSimpleName()
                : why.getMessage();
    }

    /**
     * Closes the file after the waiting lines, for which it waits at most two seconds, so that a disk that does not answer
     * does not hold the end of the process. Later writes are refused.
     */
    void close() {
        thread.shutdown(); // the waiting lines are written
        boolean isInterrupted = Thread.interrupted();
        try {
            if (thread.awaitTermination(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS)) {
                release();
            }
        } catch (InterruptedException e) {
            isInterrupted = true;
        }
        closed = true;
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
