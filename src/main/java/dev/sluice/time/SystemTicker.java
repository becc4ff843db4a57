package dev.sluice.time;

import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** The clocks of this machine. */
final class SystemTicker implements Ticker {

    static final SystemTicker INSTANCE = new SystemTicker();

    private final CoarseClock coarse = new CoarseClock();

    private SystemTicker() {}

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public long coarseNanos() {
        return coarse.nanos();
    }

    @Override
    public Instant instant() {
        return Instant.now();
    }

    @Override
    public void park(Object blocker, long nanos) {
        LockSupport.parkNanos(blocker, nanos);
    }
}
