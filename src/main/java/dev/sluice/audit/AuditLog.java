package dev.sluice.audit;

import dev.sluice.access.AuditEvent;
import dev.sluice.access.AuditTrail;
import dev.sluice.access.AuditUnavailable;
import dev.sluice.time.Ticker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An audit log in a directory of its own, which one process at a time can write. Each line is on the disk when
 * {@link #write} returns. A line that cannot be written leaves nothing behind, and the next write tries again.
 *
 * <p>The chain of hashes shows that a line in the middle was changed or removed, and the head file shows that lines at
 * the end were removed. A user who can write the directory can compute a new chain, so that certainty needs a copy of the
 * lines on another machine: the listener gets each line for this purpose. Thread-safe.
 */
public final class AuditLog implements AuditTrail, AutoCloseable {

    /** Longest wait for another thread that writes: a disk that hangs must not hold every thread of the service. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final Path directory;
    private final AuditFiles files;
    private final AuditLimits limits;
    private final Ticker ticker;
    private final Listener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable OpenFile open; // Guarded by lock
    private ChainLink last = ChainLink.START; // Guarded by lock
    private volatile boolean closed;

    /**
     * @param directory the directory, which is created if it is missing
     * @param listener gets each line after it is on the disk
     */
    public AuditLog(Path directory, AuditLimits limits, Ticker ticker, Listener listener) {
        this.directory = directory.toAbsolutePath();
        this.files = new AuditFiles(this.directory);
        this.limits = limits;
        this.ticker = ticker;
        this.listener = listener;
    }

    /** Returns the absolute path of the directory. */
    public Path directory() {
        return directory;
    }

    /**
     * Opens the files, and continues the chain. If lines at the end are missing or changed, the listener gets the
     * damage, and the new lines continue the lost ones, so that {@link AuditCheck} shows the gap from then on.
     *
     * @throws AuditUnavailable if the directory cannot be written, or another process writes it
     */
    public void open() {
        whileLocked(this::opened);
    }

    /**
     * Writes an event. Waits at most two seconds for another thread that writes.
     *
     * @throws AuditUnavailable if the line cannot be written, or the disk does not answer another thread
     */
    @Override
    public void write(AuditEvent event) {
        whileLocked(() -> {
            OpenFile file = opened();
            ChainLink.Sealed line = file.last.seal(AuditLine.fields(event, ticker.instant()));
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
        OpenFile on() throws IOException;
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
        OpenFile broken = open;
        open = null;
        if (broken != null) {
            broken.close();
        }
    }

    private OpenFile opened() throws IOException {
        OpenFile known = open;
        if (known != null) {
            return known;
        }
        if (closed) {
            throw new IOException("it is closed");
        }
        files.prepare();
        OpenFile fresh = OpenFile.of(files, last, listener);
        open = fresh;
        return fresh;
    }

    private void rotate(OpenFile file) {
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

    /** Closes the files. Later writes are refused. */
    @Override
    public void close() {
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

    /** Gets the lines of a log, and its damage. Called under the lock of the log; must neither block nor throw. */
    public interface Listener {

        /** A line is on the disk. */
        void written(String line);

        /** The files are not what the log wrote last. */
        void damaged(String description);
    }

    /** The file that gets the lines, with its lock. Used under the lock of the log. */
    private static final class OpenFile {

        private final AuditFiles files;
        private final FileChannel lock;
        private FileChannel channel;
        private long firstNumber;
        private ChainLink last;

        private OpenFile(AuditFiles files, FileChannel lock, FileChannel channel, long firstNumber, ChainLink last) {
            this.files = files;
            this.lock = lock;
            this.channel = channel;
            this.firstNumber = firstNumber;
            this.last = last;
        }

        static OpenFile of(AuditFiles files, ChainLink written, Listener listener) throws IOException {
            FileChannel lock = locked(files.lock());
            try {
                AuditEnd end = AuditEnd.of(files).after(written);
                if (end.damage() != null) {
                    listener.damaged(end.damage());
                }
                FileChannel channel = writing(files.current());
                channel.truncate(end.bytes()); // removes a line that a dying process did not finish
                return new OpenFile(files, lock, channel, end.firstNumber(), end.last());
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        }

        private static FileChannel locked(Path path) throws IOException {
            FileChannel lock = writing(path);
            try {
                if (lock.tryLock() == null) {
                    lock.close();
                    throw new IOException("another process writes it");
                }
                return lock;
            } catch (OverlappingFileLockException e) {
                lock.close();
                throw new IOException("another service of this process writes it", e);
            }
        }

        private static FileChannel writing(Path path) throws IOException {
            return FileChannel.open(
                    path,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                    AuditFiles.forOwner("rw-------"));
        }

        long size() throws IOException {
            return channel.size();
        }

        void append(ChainLink.Sealed line) throws IOException {
            long before = channel.size();
            try {
                ByteBuffer bytes = ByteBuffer.wrap((line.text() + "\n").getBytes(StandardCharsets.UTF_8));
                channel.position(before);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(false);
                writeHead(line.link());
            } catch (IOException e) {
                removeFrom(before, e);
                throw e;
            }
            last = line.link();
        }

        private void removeFrom(long before, IOException why) {
            try {
                channel.truncate(before);
            } catch (IOException e) {
                why.addSuppressed(e);
            }
        }

        private void writeHead(ChainLink link) throws IOException {
            Path fresh = files.head().resolveSibling("audit.head.new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, AuditFiles.forOwner("rw-------"));
            Files.writeString(fresh, link.head());
            Files.move(fresh, files.head(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }

        void rotate(int keep) throws IOException {
            Files.move(files.current(), files.full(firstNumber), StandardCopyOption.ATOMIC_MOVE);
            channel.close();
            channel = writing(files.current());
            firstNumber = last.number() + 1;
            List<Path> full = files.full();
            for (Path oldest : full.subList(0, Math.max(0, full.size() - keep))) {
                Files.delete(oldest);
            }
        }

        void close() {
            closeQuietly(channel);
            closeQuietly(lock);
        }

        private static void closeQuietly(FileChannel channel) {
            try {
                channel.close();
            } catch (IOException e) {
                // every line is on the disk already
            }
        }
    }
}
