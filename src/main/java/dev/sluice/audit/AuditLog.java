package dev.sluice.audit;

import dev.sluice.access.AuditEvent;
import dev.sluice.access.AuditTrail;
import dev.sluice.access.AuditUnavailable;
import dev.sluice.time.Ticker;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * An audit log in a directory of its own, which one process at a time can write. Changes and denials have files of their
 * own, each with a chain, bounds and a thread of its own. A line of a change is on the disk when {@link #write} returns;
 * a denial is handed over to its thread. A line that cannot be written leaves nothing behind, and the next write tries
 * again.
 *
 * <p>The chain of hashes shows that a line in the middle was changed or removed, and the head file shows that lines at
 * the end were removed. A user who can write the directory can compute a new chain, so that certainty needs a copy of the
 * lines on another machine: the listener gets each line for this purpose. Thread-safe.
 */
public final class AuditLog implements AuditTrail, AutoCloseable {

    private final Path directory;
    private final AuditListener listener;
    private final Map<AuditKind, ChainWriter> writers = new EnumMap<>(AuditKind.class);

    /**
     * @param directory the directory, which is created if it is missing
     * @param limits the bounds of each kind of lines
     * @param listener gets each line after it is on the disk
     */
    public AuditLog(Path directory, AuditLimits limits, Ticker ticker, AuditListener listener) {
        this(directory, limits, ticker, listener, channel -> channel.force(false));
    }

    AuditLog(Path directory, AuditLimits limits, Ticker ticker, AuditListener listener, DiskSync disk) {
        this.directory = directory.toAbsolutePath();
        this.listener = listener;
        for (AuditKind kind : AuditKind.values()) {
            AuditFiles files = new AuditFiles(this.directory, kind);
            writers.put(kind, new ChainWriter(files, limits, ticker, listener, disk));
        }
    }

    /** Returns the absolute path of the directory. */
    public Path directory() {
        return directory;
    }

    /**
     * Opens the files of both kinds. The listener gets the reason if those of denials cannot be opened, because changes
     * need them not.
     *
     * @throws AuditUnavailable if the files of changes cannot be written, or another process writes them
     */
    public void open() {
        try {
            writer(AuditKind.DENIAL).open();
        } catch (AuditUnavailable e) {
            listener.lost(e.getMessage());
        }
        writer(AuditKind.CHANGE).open();
    }

    private ChainWriter writer(AuditKind kind) {
        return Objects.requireNonNull(writers.get(kind));
    }

    /**
     * Writes an event of a change, and waits at most two seconds for it. A line that the disk accepts later has a line
     * behind it that says that the change was not made. An interrupt does not end the wait. A denial is handed over
     * without a wait, and never refused: a later denial has the number of those without a line.
     *
     * @throws AuditUnavailable if the line of a change cannot be written, or the disk does not answer
     */
    @Override
    public void write(AuditEvent event) {
        AuditKind kind = AuditKind.of(event);
        ChainWriter writer = writer(kind);
        if (kind == AuditKind.DENIAL) {
            writer.hand(event);
        } else {
            writer.write(event);
        }
    }

    /** Closes the files after the waiting lines, within two seconds for each kind. Later writes are refused. */
    @Override
    public void close() {
        writers.values().forEach(ChainWriter::close);
    }
}
