package dev.sluice.adapter.identity;

import dev.sluice.access.SecretFile;
import dev.sluice.time.Ticker;
import dev.sluice.value.BadValue;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Credentials in a file, which are read again after a change. A change is noticed by the next {@link #refresh}, at most
 * one second after it. One thread at a time reads, so that a disk that does not answer holds one thread only. A faulty
 * file keeps the credentials of before, is read again at each interval, because its permissions may be mended without a
 * change of its text, and is logged when the fault is another one. Thread-safe.
 */
final class WatchedFile {

    private static final Logger LOG = Logger.getLogger(WatchedFile.class);
    private static final long INTERVAL = Duration.ofSeconds(1).toNanos();

    private final String key;
    private final SecretFile file;
    private final Function<String, Credentials> reader;
    private final Ticker ticker;
    private final AtomicBoolean isReading = new AtomicBoolean();
    private volatile long checked;
    private SecretFile.Version version; // Guarded by this
    private String fault = ""; // Guarded by this
    private volatile Credentials latest;

    /**
     * Reads the file.
     *
     * @param key the setting that names the file
     * @param file the file
     * @param reader reads the text, and refuses it with a {@link BadValue}
     * @throws BadValue if the file or its text is refused
     */
    WatchedFile(String key, SecretFile file, Function<String, Credentials> reader, Ticker ticker) {
        this.key = key;
        this.file = file;
        this.reader = reader;
        this.ticker = ticker;
        checked = ticker.nanos();
        version = file.version(); // RACE: before the text, so that a change in between is read again
        latest = read();
    }

    /** Returns the latest valid credentials of the file. Reads nothing, so that each thread may ask. */
    Credentials latest() {
        return latest;
    }

    /** Reads the file if the check of it {@link #isDue}. Blocks as long as the disk does. */
    void refresh() {
        if (isDue() && isReading.compareAndSet(false, true)) {
            try {
                check();
                checked = ticker.nanos();
            } finally {
                isReading.set(false);
            }
        }
    }

    /** Returns whether the file must be checked for a change, which no other thread does now. */
    boolean isDue() {
        return !isReading.get() && ticker.nanos() - checked >= INTERVAL;
    }

    private synchronized void check() {
        SecretFile.Version found = file.version();
        if (found.equals(version)) {
            fault = "";
            return;
        }
        try {
            latest = read();
            version = found;
            fault = "";
            LOG.infof("%s %s has changed: its credentials are read again", key, file.path());
        } catch (BadValue e) {
            String reason = String.valueOf(e.getMessage());
            if (!reason.equals(fault)) {
                fault = reason;
                LOG.errorf("the credentials of before stay valid: %s", reason);
            }
        }
    }

    private Credentials read() {
        try {
            return reader.apply(file.read());
        } catch (SecretFile.Refused e) {
            throw BadValue.of(key, file.path() + " " + e.getMessage());
        } catch (BadValue e) {
            throw BadValue.of(key, file.path() + ": " + e.getMessage());
        }
    }
}
