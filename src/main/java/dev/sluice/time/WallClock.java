package dev.sluice.time;

import java.time.Instant;

/**
 * Converts monotonic time to wall time, so that an event needs one clock only. Each {@link #adjust()} compares the two
 * clocks again. Results before and after stay comparable unless the machine's clock is set. Thread-safe.
 */
public final class WallClock {

    private final Ticker ticker;
    private volatile Anchor anchor;

    private record Anchor(long nanos, Instant at) {}

    /** Creates the clock, and compares both clocks now. */
    public WallClock(Ticker ticker) {
        this.ticker = ticker;
        this.anchor = compared();
    }

    private Anchor compared() {
        return new Anchor(ticker.nanos(), ticker.instant());
    }

    /** Compares the clocks again, because wall time drifts, and may be set. */
    public void adjust() {
        anchor = compared();
    }

    /** Returns the wall time at {@code nanos} of the ticker. */
    public Instant at(long nanos) {
        Anchor current = anchor;
        return current.at().plusNanos(nanos - current.nanos());
    }
}
