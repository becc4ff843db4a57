package dev.sluice.access;

import dev.sluice.access.AuditEvent.ChangeOutcome;
import dev.sluice.time.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An audit trail that limits denials, so that a flood of them cannot push the changes out of the log. Requesters without
 * an identity have one failed login and one other denial in a second on each surface, all together, so that denials
 * hide no failed login, and HTTP hides nothing of JMX. Each identity has {@value #BURST} at once, and then one in a
 * second; at most {@value #MOST} identities have an allowance of their own, and the oldest is forgotten. The next
 * denial that passes has the number of those that were left out, as the parameter {@value AuditEvent#LEFT_OUT}. All other events
 * pass. Thread-safe.
 */
public final class LimitedDenials implements AuditTrail {

    /** The number of denials of an identity that pass at once. */
    static final int BURST = 1000;

    /** The number of identities with an allowance of their own. */
    static final int MOST = 1000;

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final AuditTrail trail;
    private final Ticker ticker;
    private final Map<String, Allowance> known = new LinkedHashMap<>(); // Guarded by this
    private final Map<Stranger, Allowance> strangers = new HashMap<>(); // Guarded by this
    private long forgotten; // Guarded by this; denials that were left out, of identities that are forgotten

    /** The requesters without an identity that share an allowance. */
    private record Stranger(Surface surface, boolean isLogin) {}

    /** The denials that may still pass. Guarded by the trail. */
    private static final class Allowance {

        private final int most;
        private long left;
        private long since;
        private long leftOut;

        Allowance(int most, long now) {
            this.most = most;
            this.left = most;
            this.since = now;
        }

        /** Takes one of the allowance; returns false if none is left. */
        boolean take(long now) {
            long seconds = (now - since) / SECOND;
            since += seconds * SECOND;
            left = Math.min(most, left + seconds);
            if (left == 0) {
                leftOut++;
                return false;
            }
            if (left == most) {
                since = now;
            }
            left--;
            return true;
        }
    }

    /**
     * @param trail gets the events that pass
     */
    public LimitedDenials(AuditTrail trail, Ticker ticker) {
        this.trail = trail;
        this.ticker = ticker;
    }

    @Override
    public void write(AuditEvent event) {
        AuditEvent passed = event.outcome() == ChangeOutcome.DENIED ? limited(event) : event;
        if (passed != null) {
            trail.write(passed);
        }
    }

    private synchronized @Nullable AuditEvent limited(AuditEvent event) {
        long now = ticker.nanos();
        Allowance allowance = allowance(event, now);
        if (!allowance.take(now)) {
            return null;
        }
        long leftOut = allowance.leftOut + forgotten;
        allowance.leftOut = 0;
        forgotten = 0;
        return event.leavingOut(leftOut);
    }

    private Allowance allowance(AuditEvent event, long now) {
        Principal principal = event.requester().principal();
        if (principal == null) {
            boolean isLogin = event.operation().equals(Guard.LOGIN);
            return strangers.computeIfAbsent(
                    new Stranger(event.requester().surface(), isLogin), of -> new Allowance(1, now));
        }
        String key = principal.by() + " " + principal.name();
        Allowance before = known.remove(key); // added again as the latest
        Allowance own = before == null ? new Allowance(BURST, now) : before;
        known.put(key, own);
        if (known.size() > MOST) {
            String oldest = known.keySet().iterator().next();
            forgotten += Objects.requireNonNull(known.remove(oldest)).leftOut;
        }
        return own;
    }
}
