package dev.sluice.batch.control;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/**
 * A directory for the files of batches, which only this user may read. While in use, the directory has a locked file.
 * The system releases the lock when the process ends, so that {@link #sweep} recognizes directories of killed
 * processes.
 */
public final class WorkDirectory implements AutoCloseable {

    private static final String PREFIX = "sluice-batches";
    private static final String LOCK = "lock";

    /** The age by which the owner has locked a directory. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    private final Path path;
    private final FileChannel lock;

    private WorkDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** Creates a work directory in {@code parent}, which must exist. */
    public static WorkDirectory create(Path parent) throws IOException {
        Path path = Files.createTempDirectory(parent, PREFIX);
        FileChannel lock =
                FileChannel.open(path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            lock.lock();
            return new WorkDirectory(path, lock);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Returns the path of the directory. */
    public Path path() {
        return path;
    }

    /**
     * Deletes the directories of processes that have ended, and returns how many were deleted. Directories that cannot
     * be deleted stay.
     */
    public static int sweep(Path parent, Instant now) {
        int swept = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path each : all) {
                swept += isLeft(each, now) ? 1 : 0;
            }
        } catch (IOException | RuntimeException e) {
            return swept; // the directory does not exist, or this process may not read it
        }
        return swept;
    }

    private static boolean isLeft(Path directory, Instant now) {
        Path file = directory.resolve(LOCK);
        try {
            if (Files.isSymbolicLink(directory)
                    || !Files.isRegularFile(file)
                    || Files.getLastModifiedTime(file).toInstant().isAfter(now.minus(YOUNG))) {
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
        delete(path);
    }
}
