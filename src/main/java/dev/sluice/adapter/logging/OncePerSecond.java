package dev.sluice.adapter.logging;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Lets one thing pass each second and counts the others. Thread-safe. */
final class OncePerSecond {

    /** What {@link #pass} returns for what does not pass. */
    static final long HELD_BACK = -1;

    private @Nullable Instant last; // Guarded by this
    private long heldBack; // Guarded by this

    /** How many were held back since the last one that passed, or {@link #HELD_BACK}. */
    synchronized long pass(Instant at) {
        Instant before = last;
        // a clock that was set back must not silence anything until it has caught up
        if (before != null && !at.isBefore(before) && at.isBefore(before.plus(Duration.ofSeconds(1)))) {
            heldBack++;
            return HELD_BACK;
        }
        long unsaid = heldBack;
        last = at;
        heldBack = 0;
        return unsaid;
    }
}
