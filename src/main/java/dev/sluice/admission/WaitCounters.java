package dev.sluice.admission;

import dev.sluice.admission.Admission.Outcome;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
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
    private final Map<Priority, WaitHistogram> byLane = new EnumMap<>(Priority.class);
    private final LongAccumulator longestNanos = new LongAccumulator(Math::max, 0);

    WaitCounters() {
        for (Priority lane : Priority.values()) {
            byLane.put(lane, new WaitHistogram());
        }
    }

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

    /** Counts a wait that an interrupt or a refusal of its listener ended before the deadline. */
    void brokenOff(Priority lane, Admission<?> outcome) {
        waits(lane).record(outcome.waitedNanos());
        waitedNanos.add(outcome.waitedNanos());
        longestNanos.accumulate(outcome.waitedNanos());
    }

    void waited(Priority lane, Admission<?> outcome) {
        brokenOff(lane, outcome);
        if (outcome.outcome() == Outcome.TIMED_OUT) {
            timeouts.increment();
        }
    }

    /** Returns the number of callers that were queued. */
    public long waits() {
        return waits.sum();
    }

    /** Returns the distribution of the ended waits of a lane, with or without a permit. It is never restarted. */
    public WaitHistogram waits(Priority lane) {
        return Objects.requireNonNull(byLane.get(lane));
    }

    /** Returns the number of waits that ended at their deadline. */
    public long timeouts() {
        return timeouts.sum();
    }

    /** Returns the number of callers refused because the lanes were full. */
    public long saturations() {
        return saturations.sum();
    }

    /** Returns the number of callers that were queued beyond caps that are only observed. */
    public long overCaps() {
        return overCaps.sum();
    }

    /** Returns the number of callers refused because their estimated wait was too long. */
    public long hopelessRefusals() {
        return hopeless.sum();
    }

    /** Returns the number of waiters refused because of a standing overload. */
    public long sheddings() {
        return shed.sum();
    }

    /** Returns the number of running callers that overtook waiters of their lane. */
    public long overtakings() {
        return overtakings.sum();
    }

    /** Returns the sum of all ended waits. */
    public Duration totalWaited() {
        return Duration.ofNanos(waitedNanos.sum());
    }

    /** Restarts the longest wait. */
    public void forgetLongest() {
        longestNanos.reset();
    }

    /** Returns the longest wait that has ended. */
    public Duration longestWait() {
        return Duration.ofNanos(longestNanos.get());
    }
}
