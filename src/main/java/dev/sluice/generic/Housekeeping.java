package dev.sluice.generic;

import dev.sluice.pool.AcquireRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The interval of maintenance, short enough for all tasks of a pool; none if the pool has no task.
 *
 * @param interval time between two runs, {@link AcquireRequest#FOREVER} for none
 * @param checkAfter idle time after which a run validates a resource, zero for no validation
 */
record Housekeeping(Duration interval, Duration checkAfter) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /**
     * @param cleanup between two looks as it was configured, zero for none, null for as often as the limits need it
     * @param check after which time at most each idle resource is to be checked, zero for never
     * @param limits times after which something is to be done, zero for never
     */
    static Housekeeping of(@Nullable Duration cleanup, Duration check, List<Duration> limits) {
        Duration own = cleanup == null ? half(limits) : orForever(cleanup);
        Duration interval = Collections.min(List.of(own, orForever(check)));
        return new Housekeeping(interval, check.isZero() ? Duration.ZERO : checkAfter(check, interval));
    }

    /** Of the shortest: nothing is late by more than half of its time. */
    private static Duration half(List<Duration> limits) {
        return limits.stream()
                .filter(limit -> !limit.isZero())
                .min(Duration::compareTo)
                .map(limit -> clamp(limit.dividedBy(2)))
                .orElse(AcquireRequest.FOREVER);
    }

    private static Duration clamp(Duration interval) {
        if (interval.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return interval.compareTo(LONGEST) > 0 ? LONGEST : interval;
    }

    private static Duration orForever(Duration duration) {
        return duration.isZero() ? AcquireRequest.FOREVER : duration;
    }

    /** So that the look after the next one would be too late. */
    private static Duration checkAfter(Duration check, Duration interval) {
        Duration slack = check.minus(interval);
        return slack.isZero() ? Duration.ofNanos(1) : slack;
    }
}
