package dev.sluice.adapter.logging;

import dev.sluice.audit.AuditListener;
import dev.sluice.time.GrowingInterval;
import dev.sluice.time.Ticker;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Logs each line of the audit log unchanged, at INFO under the category {@code dev.sluice.audit}, for a copy on another
 * machine. Damage, and an audit log that cannot be written, have warnings under the category of this class.
 * Thread-safe.
 */
public final class AuditLines implements AuditListener {

    /** The category of the lines. */
    static final String CATEGORY = "dev.sluice.audit";

    private final Logger copy = Logger.getLogger(CATEGORY);
    private final AuditMessages log =
            Logger.getMessageLogger(MethodHandles.lookup(), AuditMessages.class, AuditLines.class.getName());
    private final GrowingInterval failures = new GrowingInterval();
    private final GrowingInterval losses = new GrowingInterval();
    private final AtomicBoolean isBroken = new AtomicBoolean();
    private final Ticker ticker;

    /**
     * @param ticker the clock by which repeated warnings are left out
     */
    public AuditLines(Ticker ticker) {
        this.ticker = ticker;
    }

    @Override
    public void written(String line) {
        copy.info(line);
    }

    @Override
    public void damaged(String description) {
        log.damaged(description);
    }

    @Override
    public void lost(@Nullable String why) {
        if (losses.pass(ticker.instant()) != GrowingInterval.HELD_BACK) {
            log.lost(String.valueOf(why));
        }
    }

    /** Warns at once, then at growing intervals, that changes are refused. */
    public void unavailable(@Nullable String why, String key) {
        isBroken.set(true);
        if (failures.pass(ticker.instant()) != GrowingInterval.HELD_BACK) {
            log.unavailable(String.valueOf(why), key);
        }
    }

    /** Ends the warnings after a line was written. */
    public void available() {
        if (isBroken.compareAndSet(true, false)) {
            failures.startAfresh();
            log.available();
        }
    }
}
