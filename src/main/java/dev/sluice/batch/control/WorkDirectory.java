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
 * A directory that only this user may look into, for the files of batches. As long as it is used it has a file that is locked;
 * the system ends the lock with the process, so that {@link #sweep} tells what killed processes have left.
 */
public final class WorkDirectory implements AutoCloseable {

    private static final String PREFIX = "sluice-batches";
    private static final String LOCK = "lock";

    /** A directory is locked by then. */
    private static final Duration YOUNG = Duration.ofMinutes(1);

    private final Path path;
    private final FileChannel lock;

    private WorkDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** A new one in that directory, which has to be there. */
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

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Deletes those of processes that do not run any more; what cannot be deleted stays. Returns how many were deleted. */
    public static int sweep(Path parent, Instant now) {
        int swept = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path each : all) {
                swept += isLeft(each, now) ? 1 : 0;
            }
        } catch (IOException | RuntimeException e) {
            return swept; // there is no such directory, or it is none of ours to look into
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
        } catch (IOException | OverlappingFileLockException e) { // another user's, or one of this process
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
