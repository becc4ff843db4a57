package dev.sluice.time;

import java.time.Instant;

/**
 * Converts a moment of the monotonic clock to wall time, so that an event needs only one clock. The two clocks are
 * compared again with every {@link #adjust()}; earlier results stay comparable unless the machine's clock is set.
 * Thread-safe.
 */
public final class WallClock {

    private final Ticker ticker;
    private volatile Anchor anchor;

    private record Anchor(long nanos, Instant at) {}

    /** Creates the clock, and compares both clocks now. */
    public WallClock(Ticker ticker) {
        this.ticker = ticker;
        this.anchor = look();
    }

    private Anchor look() {
        return new Anchor(ticker.nanos(), ticker.instant());
    }

    /** Compares the clocks again: wall time drifts, and is set. */
    public void adjust() {
        anchor = look();
    }

    /** Returns the wall time at {@code nanos} of the ticker. */
    public Instant at(long nanos) {
        Anchor current = anchor;
        return current.at().plusNanos(nanos - current.nanos());
    }
}
