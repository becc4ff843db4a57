package dev.sluice.audit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The open file that gets the lines of one kind, with the lock of its process. Used by one thread. */
final class ChainFile {

    private final AuditFiles files;
    private final DiskSync disk;
    private final FileChannel lock;
    private FileChannel channel;
    private @Nullable Object key;
    private long firstNumber;
    private long oldest;
    private ChainLink last;

    private ChainFile(AuditFiles files, DiskSync disk, FileChannel lock, FileChannel channel, AuditEnd end)
            throws IOException {
        this.files = files;
        this.disk = disk;
        this.lock = lock;
        this.channel = channel;
        this.key = key(files.current());
        this.firstNumber = end.firstNumber();
        this.oldest = end.oldest();
        this.last = end.last();
    }

    static ChainFile of(AuditFiles files, AuditHead written, AuditListener listener, DiskSync disk) throws IOException {
        FileChannel lock = locked(files.lock());
        FileChannel channel = null;
        try {
            AuditEnd end = AuditEnd.of(files).after(written, files);
            if (end.damage() != null) {
                listener.damaged(end.damage());
            }
            channel = writing(files.current());
            channel.truncate(end.bytes()); // removes a line that a dying process did not finish
            ChainFile file = new ChainFile(files, disk, lock, channel, end);
            if (end.last().equals(ChainLink.START) && Files.notExists(files.head())) {
                file.writeHead(end.last()); // so that a missing head always means that files were removed
            }
            return file;
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                closeQuietly(channel);
            }
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
                path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), AuditFiles.forOwner("rw-------"));
    }

    ChainLink last() {
        return last;
    }

    AuditHead head() {
        return new AuditHead(last, oldest);
    }

    /**
     * Returns whether the open file is still the one of its name. Lines in a file that was moved or removed would be
     * lost.
     */
    boolean isInPlace() {
        try {
            return Objects.equals(key, key(files.current()));
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the identity of a file; null where the file system has none. */
    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
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
            disk.force(channel);
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
        Path fresh = files.head().resolveSibling(files.headName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, AuditFiles.forOwner("rw-------"));
        Files.writeString(fresh, new AuditHead(link, oldest).text());
        Files.move(fresh, files.head(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void rotate(int keep) throws IOException {
        Files.move(files.current(), files.full(firstNumber), StandardCopyOption.ATOMIC_MOVE);
        channel.close();
        channel = writing(files.current());
        key = key(files.current());
        firstNumber = last.number() + 1;
        List<Path> full = files.full();
        if (full.size() > keep) {
            delete(full.subList(0, full.size() - keep), full.get(full.size() - keep));
        }
        forceNames();
    }

    /** Deletes files after the head tells the oldest line that is left, so that the deletion is no damage. */
    private void delete(List<Path> surplus, Path left) throws IOException {
        oldest = Math.max(oldest, files.firstNumberOf(left));
        writeHead(last);
        for (Path file : surplus) {
            Files.delete(file);
        }
    }

    /** Forces the head and the new names of files to the disk, so that a crash of the machine leaves no gap. */
    private void forceNames() throws IOException {
        try (FileChannel head = FileChannel.open(files.head(), StandardOpenOption.WRITE)) {
            disk.force(head);
        }
        if (AuditFiles.forOwner("rwx------").length > 0) { // elsewhere, directories cannot be opened
            try (FileChannel directory = FileChannel.open(files.directory(), StandardOpenOption.READ)) {
                disk.force(directory);
            }
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
