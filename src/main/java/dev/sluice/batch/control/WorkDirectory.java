package dev.sluice.batch.control;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory for the files of batches, which only this user may read. While in use, the directory has a locked file.
 * The system releases the lock when the process ends, so that {@link #sweep} recognizes directories of killed
 * processes.
 */
public final class WorkDirectory implements AutoCloseable {

    private static final String PREFIX = "sluice-batches";
    private static final String LOCK = "lock";

    /** Maximum attempts to create a directory; each but the last was swept by another process before it was locked. */
    private static final int MOST_ATTEMPTS = 10;

    /**
     * The directories in use by this process. Its own lock files must not be opened: on POSIX systems, closing such a
     * channel would release the lock.
     */
    private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;

    private WorkDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Creates a work directory in {@code parent}, which must exist. */
    public static WorkDirectory create(Path parent) throws IOException {
        for (int attempt = 1; attempt < MOST_ATTEMPTS; attempt++) {
            WorkDirectory made = tryCreate(parent);
            if (made != null) {
                return made;
            }
        }
        throw new IOException("each new directory in " + parent + " is deleted by other processes");
    }

    private static @Nullable WorkDirectory tryCreate(Path parent) throws IOException {
        Path path = Files.createTempDirectory(parent, PREFIX);
        OWN.add(path.toAbsolutePath());
        Path file = path.resolve(LOCK);
        FileChannel lock = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            lock.lock();
            // RACE: a sweep may have locked the file before, and has deleted the directory then
            locked = Files.exists(file);
        } finally {
            if (!locked) {
                lock.close();
                OWN.remove(path.toAbsolutePath());
            }
        }
        return locked ? new WorkDirectory(path, lock) : null;
    }

    /** Returns the path of the directory. */
    public Path path() {
        return path;
    }

    /**
     * Deletes the directories of processes that have ended, and returns how many were deleted. Directories that cannot
     * be deleted stay.
     */
    public static int sweep(Path parent) {
        int swept = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path each : all) {
                swept += sweepIfLeft(each) ? 1 : 0;
            }
        } catch (IOException | RuntimeException e) {
            return swept; // the directory does not exist, or this process may not read it
        }
        return swept;
    }

    private static boolean sweepIfLeft(Path directory) {
        Path file = directory.resolve(LOCK);
        try {
            if (Files.isSymbolicLink(directory)
                    || !Files.isRegularFile(file)
                    || OWN.contains(directory.toAbsolutePath())) {
                return false;
            }
            try (FileChannel lock = FileChannel.open(file, StandardOpenOption.WRITE)) {
                if (lock.tryLock() == null) {
                    return false;
                }
                delete(directory);
                return true;
            }
        } catch (IOException | OverlappingFileLockException e) { // owned by another user, or in use by this process
            return false;
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }

    @Override
    public void close() throws IOException {
        lock.close();
        OWN.remove(path.toAbsolutePath());
        delete(path);
    }
}
