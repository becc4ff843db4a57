package dev.sluice.tcp;

import dev.sluice.time.Timer;
import dev.sluice.time.Timer.Scheduled;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what a socket has no timeout for: closes it when the time is over, which ends the call that blocks. Thread-safe.
 */
final class CallLimit {

    private final AtomicBoolean ended = new AtomicBoolean();
    private @Nullable Scheduled watch; // the caller's own

    private CallLimit() {}

    /** Closes after that time, unless {@link #end} comes first; zero is no limit. */
    static CallLimit on(ConnectedSocket.Closing closing, Duration time, Timer timer) {
        CallLimit limit = new CallLimit();
        if (!time.isZero()) {
            limit.watch = timer.once(time, () -> limit.over(closing));
        }
        return limit;
    }

    private void over(ConnectedSocket.Closing closing) {
        // RACE: the call may have come back just now; whichever of the two is first to say so is right.
        if (ended.compareAndSet(false, true)) {
            ConnectedSocket.quietly(closing);
        }
    }

    /** Ends the limit when the call has returned; returns false if the limit was over before. */
    boolean end() {
        boolean inTime = ended.compareAndSet(false, true);
        if (watch != null) {
            watch.cancel();
        }
        return inTime;
    }
}
