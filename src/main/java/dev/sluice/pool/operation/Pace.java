package dev.sluice.pool.operation;

import dev.sluice.value.ValueType;
import dev.sluice.value.Values;

/**
 * The pace of a replacement of resources.
 *
 * @param atOnce maximum number of replacements at the same time
 * @param perSecond maximum number of replacements begun in a second; zero for no limit
 * @param mostFailures number of failed creations after which the operation stops; resources that were not replaced
 *     stay in use
 */
public record Pace(int atOnce, double perSecond, int mostFailures) {

    private static final int MOST = 1000;

    /** The bounds of {@link #atOnce}. */
    public static final ValueType<Integer> AT_ONCE = Values.integer(1, MOST);

    /** The bounds of {@link #perSecond}. */
    public static final ValueType<Double> PER_SECOND = Values.decimal(0, MOST);

    /** The bounds of {@link #mostFailures}. */
    public static final ValueType<Integer> MOST_FAILURES = Values.integer(0, MOST);

    /** Replaces one resource after the other, and stops at the first failure. */
    public static final Pace ONE_BY_ONE = new Pace(1, 0, 0);

    /** Checks the values. */
    public Pace {
        AT_ONCE.check("atOnce", atOnce);
        PER_SECOND.check("perSecond", perSecond);
        MOST_FAILURES.check("mostFailures", mostFailures);
    }

    /** Returns the interval between the starts of two replacements. */
    public long intervalNanos() {
        return perSecond == 0 ? 0 : (long) (1e9 / perSecond);
    }
}
