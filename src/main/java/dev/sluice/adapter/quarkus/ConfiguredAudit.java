package dev.sluice.adapter.quarkus;

import dev.sluice.access.AuditEvent;
import dev.sluice.access.AuditEvent.ChangeOutcome;
import dev.sluice.access.AuditTrail;
import dev.sluice.access.AuditUnavailable;
import dev.sluice.access.LimitedDenials;
import dev.sluice.adapter.logging.AuditLines;
import dev.sluice.audit.AuditLimits;
import dev.sluice.audit.AuditLog;
import dev.sluice.audit.AuditReading;
import dev.sluice.time.Ticker;
import io.quarkus.arc.Unremovable;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The audit log of the configuration. A log that cannot be written does not keep the application from its start: each
 * change is refused until the log can be written again. Thread-safe.
 */
@Singleton
public class ConfiguredAudit {

    static final String DIRECTORY = "sluice.audit.directory";

    private static final int BEFORE_POOLS = 50;
    private static final int AFTER_POOLS = 10_100; // Lifecycle closes the pools at 10000

    private final @Nullable AuditLog log;
    private final AuditLines lines;

    @Inject
    ConfiguredAudit(SluiceConfig config) {
        this(config.audit(), Ticker.system());
    }

    ConfiguredAudit(AuditMapping settings, Ticker ticker) {
        this.lines = new AuditLines(ticker);
        Path directory = settings.enabled() ? settings.directory().orElse(null) : null;
        this.log = directory == null ? null : new AuditLog(directory, limits(settings), ticker, lines);
    }

    private static AuditLimits limits(AuditMapping settings) {
        try {
            return new AuditLimits(settings.fileBytes(), settings.keptFiles());
        } catch (IllegalArgumentException e) {
            throw new BadConfiguration("sluice.audit.file-bytes, sluice.audit.kept-files: " + e.getMessage());
        }
    }

    /** Opens the files, so that damage and a directory that cannot be written are reported at the start. */
    void open(@Observes @Priority(BEFORE_POOLS) StartupEvent event) {
        AuditLog known = log;
        if (known != null) {
            try {
                known.open();
            } catch (AuditUnavailable e) {
                lines.unavailable(e.getMessage(), DIRECTORY);
            }
        }
    }

    void close(@Observes @Priority(AFTER_POOLS) ShutdownEvent event) {
        if (log != null) {
            log.close();
        }
    }

    /**
     * Produces the audit log, or {@link AuditTrail#NONE} if no directory is set. It is a proxy, because filters of HTTP
     * get it before there is a configuration.
     */
    @Produces
    @ApplicationScoped
    @Unremovable
    AuditTrail trail() {
        AuditLog known = log;
        return known == null ? AuditTrail.NONE : new LimitedDenials(event -> write(known, event), Ticker.system());
    }

    private void write(AuditLog known, AuditEvent event) {
        try {
            known.write(event);
        } catch (AuditUnavailable e) {
            lines.unavailable(e.getMessage(), DIRECTORY);
            // without the path, because callers receive this message
            throw new AuditUnavailable(
                    "the audit log cannot be written, so no change is made; its directory is the value of " + DIRECTORY,
                    e);
        }
        if (event.outcome() != ChangeOutcome.DENIED) {
            lines.available(); // the line of a denial is not written yet
        }
    }

    /** Produces the reader of the audit log; empty if no directory is set. */
    @Produces
    @Singleton
    Optional<AuditReading> reading() {
        return Optional.ofNullable(log).map(known -> new AuditReading(known.directory()));
    }
}
