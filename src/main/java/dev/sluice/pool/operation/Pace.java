package dev.sluice.pool.operation;

import dev.sluice.value.BadValue;

/**
 * The pace of a replacement of resources.
 *
 * @param atOnce maximum number of replacements at the same time
 * @param perSecond maximum number of replacements begun in a second; zero for no limit
 * @param mostFailures number of failed creations after which the operation stops; resources that were not replaced
 *     stay in use
 */
public record Pace(int atOnce, double perSecond, int mostFailures) {

    /** Replaces one resource after the other, and stops at the first failure. */
    public static final Pace ONE_BY_ONE = new Pace(1, 0, 0);

    private static final int MOST = 1000;

    /** Checks the values. */
    public Pace {
        if (atOnce < 1 || atOnce > MOST) {
            throw BadValue.of("atOnce", "must be from 1 to " + MOST, atOnce);
        }
        if (!(perSecond >= 0 && perSecond <= MOST)) {
            throw BadValue.of("perSecond", "must be from 0 to " + MOST, perSecond);
        }
        if (mostFailures < 0 || mostFailures > MOST) {
            throw BadValue.of("mostFailures", "must be from 0 to " + MOST, mostFailures);
        }
    }

    /** Returns the interval between the starts of two replacements. */
    public long intervalNanos() {
        return perSecond == 0 ? 0 : (long) (1e9 / perSecond);
    }
}
