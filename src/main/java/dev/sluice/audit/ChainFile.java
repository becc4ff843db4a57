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
import java.util.List;
import java.util.Set;

/** The open file that gets the lines of one kind, with the lock of its process. Used by one thread. */
final class ChainFile {

    private final AuditFiles files;
    private final DiskSync disk;
    private final FileChannel lock;
    private FileChannel channel;
    private long firstNumber;
    private ChainLink last;

    private ChainFile(AuditFiles files, DiskSync disk, FileChannel lock, FileChannel channel, AuditEnd end) {
        this.files = files;
        this.disk = disk;
        this.lock = lock;
        this.channel = channel;
        this.firstNumber = end.firstNumber();
        this.last = end.last();
    }

    static ChainFile of(AuditFiles files, ChainLink written, AuditListener listener, DiskSync disk) throws IOException {
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
        forceNames();
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
