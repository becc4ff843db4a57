package dev.sluice.admission;

import dev.sluice.admission.Admission.Outcome;
import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * The counters of a gate. Counters never decrease. Each is exact by itself, but two reads may belong to different
 * moments. Thread-safe.
 */
public final class WaitCounters {

    private final LongAdder waits = new LongAdder();
    private final LongAdder timeouts = new LongAdder();
    private final LongAdder saturations = new LongAdder();
    private final LongAdder overCaps = new LongAdder();
    private final LongAdder hopeless = new LongAdder();
    private final LongAdder shed = new LongAdder();
    private final LongAdder overtakings = new LongAdder();
    private final LongAdder waitedNanos = new LongAdder();
    private final LongAccumulator longestNanos = new LongAccumulator(Math::max, 0);

    WaitCounters() {}

    void queued() {
        waits.increment();
    }

    void saturated() {
        saturations.increment();
    }

    void overCap() {
        overCaps.increment();
    }

    void hopeless() {
        hopeless.increment();
    }

    void shed() {
        shed.increment();
    }

    void overtook() {
        overtakings.increment();
    }

    void waited(Admission<?> outcome) {
        waitedNanos.add(outcome.waitedNanos());
        longestNanos.accumulate(outcome.waitedNanos());
        if (outcome.outcome() == Outcome.TIMED_OUT) {
            timeouts.increment();
        }
    }

    /** Callers that were queued, however their wait ended. */
    public long waits() {
        return waits.sum();
    }

    /** Waits that ended at their deadline or by an interrupt. */
    public long timeouts() {
        return timeouts.sum();
    }

    /** Callers refused because the lanes were full. */
    public long saturations() {
        return saturations.sum();
    }

    /** Callers that were queued although the caps, which are only observed, would have refused them. */
    public long overCaps() {
        return overCaps.sum();
    }

    /** Callers refused because they would not have been served in time. */
    public long hopelessRefusals() {
        return hopeless.sum();
    }

    /** Waiters refused because the pool was overloaded for too long. */
    public long sheddings() {
        return shed.sum();
    }

    /** Returns the number of running callers that went before waiters of their lane. */
    public long overtakings() {
        return overtakings.sum();
    }

    /** The sum of all ended waits. */
    public Duration totalWaited() {
        return Duration.ofNanos(waitedNanos.sum());
    }

    /** The longest from now on. */
    public void forgetLongest() {
        longestNanos.reset();
    }

    /** The longest wait that has ended. */
    public Duration longestWait() {
        return Duration.ofNanos(longestNanos.get());
    }
}
