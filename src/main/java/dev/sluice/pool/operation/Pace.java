package dev.sluice.pool.operation;

/**
 * How fast resources are replaced.
 *
 * @param atOnce how many are on their way at the same time
 * @param perSecond how many are begun in a second at most; zero for as many as it takes
 * @param mostFailures after so many failed creations the operation stops by itself; what was not replaced stays in use
 */
public record Pace(int atOnce, double perSecond, int mostFailures) {

    /** One after the other, stopping at the first failure. */
    public static final Pace ONE_BY_ONE = new Pace(1, 0, 0);

    private static final int MOST = 1000;

    /** Checks the values. */
    public Pace {
        if (atOnce < 1 || atOnce > MOST) {
            throw new IllegalArgumentException("atOnce must be from 1 to " + MOST + ": " + atOnce);
        }
        if (!(perSecond >= 0 && perSecond <= MOST)) {
            throw new IllegalArgumentException("perSecond must be from 0 to " + MOST + ": " + perSecond);
        }
        if (mostFailures < 0 || mostFailures > MOST) {
            throw new IllegalArgumentException("mostFailures must be from 0 to " + MOST + ": " + mostFailures);
        }
    }

    /** How long to wait between the beginnings of two. */
    public long intervalNanos() {
        return perSecond == 0 ? 0 : (long) (1e9 / perSecond);
    }
}
