package dev.sluice.generic;

import dev.sluice.pool.AcquireRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The interval of maintenance, short enough for all tasks of a pool. A pool without tasks has no maintenance.
 *
 * @param interval time between two runs, {@link AcquireRequest#FOREVER} for none
 * @param checkAfter idle time after which a run validates a resource, zero for no validation
 */
record Housekeeping(Duration interval, Duration checkAfter) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /**
     * Returns the interval for the configured limits.
     *
     * @param cleanup the configured interval, zero for no maintenance, null for an interval that suits the limits
     * @param check maximum time between two checks of an idle resource, zero for no checks
     * @param limits times after which a resource is closed or reported, zero for never
     */
    static Housekeeping of(@Nullable Duration cleanup, Duration check, List<Duration> limits) {
        Duration own = cleanup == null ? half(limits) : orForever(cleanup);
        Duration interval = Collections.min(List.of(own, orForever(check)));
        return new Housekeeping(interval, check.isZero() ? Duration.ZERO : checkAfter(check, interval));
    }

    /** Returns half of the shortest limit, so that a task is late by at most half of its time. */
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

    /** Returns the idle time after which a run checks a resource. The following run would be too late. */
    private static Duration checkAfter(Duration check, Duration interval) {
        Duration slack = check.minus(interval);
        return slack.isZero() ? Duration.ofNanos(1) : slack;
    }
}
