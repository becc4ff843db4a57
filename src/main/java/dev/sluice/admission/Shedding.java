package dev.sluice.admission;

import dev.sluice.time.SpanText;
import java.time.Duration;

/**
 * When to refuse waiters because the pool has been overloaded for too long: controlled delay, after Nichols and
 * Jacobson, RFC 8289. Once every wait of a whole interval was longer than the target, waiters that have waited
 * longer are refused, one at first, then in shorter and shorter steps, until waits are short again. A burst that
 * drains by itself is left alone. The most urgent lane is exempt.
 *
 * @param target a wait that is acceptable all the time
 * @param interval how long waits may be longer
 */
public record Shedding(Duration target, Duration interval) {

    /** Checks the values. */
    public Shedding {
        PolicyChecks.require(positive(target), "shedding.target", "must be positive", target);
        PolicyChecks.require(positive(interval), "shedding.interval", "must be positive", interval);
        PolicyChecks.require(
                target.compareTo(interval) < 0,
                "shedding.target",
                "must be below the interval " + SpanText.exact(interval),
                target);
    }

    private static boolean positive(Duration duration) {
        return !duration.isNegative() && !duration.isZero() && duration.compareTo(PolicyChecks.LONGEST) <= 0;
    }
}
