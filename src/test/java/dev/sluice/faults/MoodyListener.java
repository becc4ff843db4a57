package dev.sluice.faults;

import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolListener;
import java.util.concurrent.atomic.AtomicInteger;

/** A listener that throws whatever it is told, while it is in that mood. */
final class MoodyListener implements PoolListener {

    private final AtomicInteger outbursts = new AtomicInteger();
    private volatile boolean moody;

    void loseTemper() {
        moody = true;
    }

    void calmDown() {
        moody = false;
    }

    int outbursts() {
        return outbursts.get();
    }

    @Override
    public boolean wantsLeases() {
        mayThrow();
        return true;
    }

    @Override
    public void on(PoolEvent event) {
        mayThrow();
    }

    private void mayThrow() {
        if (moody) {
            int number = outbursts.incrementAndGet();
            if (number % 2 == 0) {
                throw new AssertionError("a bad day");
            }
            throw new IllegalStateException("a bad day");
        }
    }
}
