package dev.sluice.admission;

import dev.sluice.time.SpanText;
import java.time.Duration;

/**
 * The refusal of waiters under standing overload: controlled delay, after Nichols and Jacobson, RFC 8289. Refusals
 * begin after an interval in which each wait was longer than the target. At first one waiter beyond the target is
 * refused, then further waiters in shorter and shorter steps, until waits are short again. A burst that drains by
 * itself causes no refusal. The most urgent lane is exempt.
 *
 * @param target a wait that is acceptable all the time
 * @param interval the time for which waits may be longer
 */
public record Shedding(Duration target, Duration interval) {

    /** Checks the values. */
    public Shedding {
        PolicyChecks.requireTime("shedding.target", target);
        PolicyChecks.requireTime("shedding.interval", interval);
        PolicyChecks.require(
                target.compareTo(interval) < 0,
                "shedding.target",
                "must be below the interval " + SpanText.exact(interval),
                target);
    }
}
