package dev.sluice.time;

import java.time.Instant;

/**
 * Tells the wall time of a moment on the monotonic clock, so that only one clock has to be read when
 * something happens. The two are compared again with every {@link #adjust()}; what was told before stays
 * comparable as long as nobody sets the machine's clock. Thread-safe.
 */
public final class WallClock {

    private final Ticker ticker;
    private volatile Anchor anchor;

    private record Anchor(long nanos, Instant at) {}

    /** Both clocks are compared now. */
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

    /** The wall time at {@code nanos} of the ticker. */
    public Instant at(long nanos) {
        Anchor current = anchor;
        return current.at().plusNanos(nanos - current.nanos());
    }
}
