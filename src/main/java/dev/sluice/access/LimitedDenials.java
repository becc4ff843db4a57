package dev.sluice.access;

import dev.sluice.access.AuditEvent.ChangeOutcome;
import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An audit trail that passes at most one denial without an identity in a second, so that a stranger cannot fill the log.
 * The next of them has the number of those that were left out, as the parameter {@value #LEFT_OUT}. All other events
 * pass. Thread-safe.
 */
public final class LimitedDenials implements AuditTrail {

    /** The parameter with the number of denials that were left out since the last line. */
    public static final String LEFT_OUT = "leftOut";

    private static final long BETWEEN_NANOS = Duration.ofSeconds(1).toNanos();

    private final AuditTrail trail;
    private final Ticker ticker;
    private boolean isFirst = true; // Guarded by this, like the two below
    private long lastNanos;
    private long leftOut;

    /**
     * @param trail gets the events that pass
     */
    public LimitedDenials(AuditTrail trail, Ticker ticker) {
        this.trail = trail;
        this.ticker = ticker;
    }

    @Override
    public void write(AuditEvent event) {
        AuditEvent passed = isLimited(event) ? limited(event) : event;
        if (passed != null) {
            trail.write(passed);
        }
    }

    private static boolean isLimited(AuditEvent event) {
        return event.outcome() == ChangeOutcome.DENIED && event.requester().principal() == null;
    }

    private synchronized @Nullable AuditEvent limited(AuditEvent event) {
        long now = ticker.nanos();
        if (!isFirst && now - lastNanos < BETWEEN_NANOS) {
            leftOut++;
            return null;
        }
        isFirst = false;
        lastNanos = now;
        Map<String, String> parameters = new LinkedHashMap<>(event.parameters());
        if (leftOut > 0) {
            parameters.put(LEFT_OUT, String.valueOf(leftOut));
        }
        leftOut = 0;
        return event.with(parameters);
    }
}
