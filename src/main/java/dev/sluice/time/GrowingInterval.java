package dev.sluice.time;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets the first of many equal messages pass at once, and later ones at growing intervals: after 1 s, 5 s, 15 s, 1 min,
 * then every 5 min. Other messages are counted. After a minute without any message, the sequence starts again.
 * Thread-safe.
 */
public final class GrowingInterval {

    /** The result of {@link #pass} for a message that does not pass. */
    public static final long HELD_BACK = -1;

    private static final Duration QUIET = Duration.ofMinutes(1);
    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5));

    private @Nullable Instant passed; // Guarded by this
    private @Nullable Instant last; // Guarded by this
    private int step; // Guarded by this
    private long heldBack; // Guarded by this

    /**
     * Returns the number of messages held back since the last one that passed, or {@link #HELD_BACK} if this one does
     * not pass.
     */
    public synchronized long pass(Instant at) {
        Instant before = passed;
        Instant latest = last;
        last = at;
        // a clock that was set back must not suppress messages until the former time
        boolean first = before == null
                || latest == null
                || at.isBefore(before)
                || (!at.isBefore(latest.plus(QUIET)) && !at.isBefore(before.plus(QUIET)));
        if (before != null && !first && at.isBefore(before.plus(STEPS.get(step)))) {
            heldBack++;
            return HELD_BACK;
        }
        step = first ? 0 : Math.min(step + 1, STEPS.size() - 1);
        passed = at;
        long unsaid = heldBack;
        heldBack = 0;
        return unsaid;
    }

    /** Starts the sequence again: the next message passes at once. */
    public synchronized void startAfresh() {
        passed = null;
        last = null;
        step = 0;
        heldBack = 0;
    }
}
