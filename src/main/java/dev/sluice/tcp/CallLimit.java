package dev.sluice.tcp;

import dev.sluice.time.Timer;
import dev.sluice.time.Timer.Scheduled;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Bounds a blocking call for which a socket has no timeout. Closes the socket when the time is over, which ends the
 * call. Thread-safe.
 */
final class CallLimit {

    private final AtomicBoolean ended = new AtomicBoolean();
    private @Nullable Scheduled watch; // used by the caller's thread only

    private CallLimit() {}

    /** Closes after the given time, unless {@link #end} is called before; zero for no limit. */
    static CallLimit on(ConnectedSocket.Closing closing, Duration time, Timer timer) {
        CallLimit limit = new CallLimit();
        if (!time.isZero()) {
            limit.watch = timer.once(time, () -> limit.over(closing));
        }
        return limit;
    }

    private void over(ConnectedSocket.Closing closing) {
        // RACE: the call may have returned at this moment; the first of both threads to set the flag decides.
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
