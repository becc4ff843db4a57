package dev.sluice.pool.policy;

import dev.sluice.value.Plural;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the size with the highest throughput by trials: measures the throughput at a size, tries a larger and a smaller
 * one, keeps the better one, and ends when neither is better. A larger size must bring a gain, and a smaller one must
 * lose almost nothing, so of equal sizes the smallest is kept. Measurements of a pool whose connections were not in use
 * are ignored, because their throughput is that of the callers. Not thread-safe.
 */
public final class SizeSearch {

    /** Part of the size from which on the use shows the throughput of the size. */
    public static final double FULL_USE = 0.9;

    private static final double GAIN = 0.02;
    private static final double LOSS = 0.02;
    private static final double OTHER_THROUGHPUT = 0.15;
    private static final double OTHER_HOLD = 0.3;

    /** Part of the size by which the first trial differs. */
    private static final int FIRST_STEP = 3;

    /** Part of the size by which the last trials differ. */
    private static final int LAST_STEP = 20;

    /** Number of measurements after which a found size is tried again: its neighbours may have become better. */
    private static final int MEASUREMENTS_AT_REST = 60;

    /** Number of measurements in a row that end a trial without use, and that confirm another load. */
    private static final int CONFIRMED = 2;

    private final int least;
    private final int most;
    private int bound; // the largest size of this search

    private @Nullable SizeMeasurement best; // null before the first measurement
    private double peak; // the highest throughput of this search
    private boolean resting;
    private int direction = 1;
    private int step;
    private boolean isNarrowing; // a trial of this search was worse
    private int rejected; // number of directions in which this step brought nothing
    private int measurementsAtRest;
    private int odd; // number of measurements in a row that differ from the expected

    /**
     * A measurement of a pool.
     *
     * @param size maximum number of connections meanwhile
     * @param throughput ended leases per second
     * @param holdSeconds mean time of these leases
     */
    public record SizeMeasurement(int size, double throughput, double holdSeconds) {

        /** Returns the mean number of leases at the same time, by Little's law. */
        double used() {
            return throughput * holdSeconds;
        }

        boolean isFullyUsed() {
            return used() >= FULL_USE * size;
        }
    }

    /**
     * The next size.
     *
     * @param size the size, which may be the present one
     * @param reason the reason in words
     */
    public record SizeStep(int size, String reason) {}

    /** Creates a search between two sizes. */
    public SizeSearch(int least, int most) {
        this.least = least;
        this.most = most;
        this.bound = most;
    }

    /**
     * Puts a lower bound in force until the search begins again, because the database has no more connections.
     *
     * @param largest the largest size that the database permits
     * @param refused the step beyond it
     * @param reason the limit of the database in words
     * @return the step instead
     */
    public SizeStep within(int largest, SizeStep refused, String reason) {
        bound = Math.max(least, Math.min(most, largest));
        SizeMeasurement known = best;
        return known == null ? new SizeStep(Math.min(refused.size(), bound), reason) : trial(known, reason);
    }

    /** Returns the next size after a measurement, or null to stay at the present one without news. */
    public @Nullable SizeStep next(SizeMeasurement now) {
        if (!now.isFullyUsed()) {
            return unused(now);
        }
        SizeMeasurement known = best;
        if (known == null) {
            return begin(now, "all connections are in use at " + rate(now));
        }
        if (now.size() == known.size()) {
            return resting ? rest(known, now) : again(now);
        }
        odd = 0;
        return isBetter(known, now) ? accept(known, now) : reject(known, now);
    }

    /** Ends a trial whose size the callers do not use, or that the pool does not reach. */
    private @Nullable SizeStep unused(SizeMeasurement now) {
        SizeMeasurement known = best;
        if (known == null || now.size() == known.size() || ++odd < CONFIRMED) {
            return null;
        }
        return settle(
                known,
                "only " + Math.round(now.used()) + " of " + Plural.of(now.size(), "connection is", "connections are")
                        + " in use");
    }

    private SizeStep begin(SizeMeasurement now, String reason) {
        best = now;
        peak = now.throughput();
        resting = false;
        step = Math.max(smallest(now.size()), now.size() / FIRST_STEP);
        bound = most;
        direction = now.size() >= most ? -1 : 1;
        rejected = 0;
        isNarrowing = false;
        odd = 0;
        return trial(now, reason);
    }

    /** Takes another measurement at the best size, to which an unused trial has led back. */
    private SizeStep again(SizeMeasurement now) {
        best = now;
        return trial(now, "all connections are in use at " + rate(now));
    }

    private boolean isBetter(SizeMeasurement known, SizeMeasurement now) {
        return now.size() > known.size()
                ? now.throughput() > known.throughput() * (1 + GAIN)
                : now.throughput() > peak * (1 - LOSS);
    }

    private SizeStep accept(SizeMeasurement known, SizeMeasurement now) {
        String reason = "with " + now.size() + " instead of " + known.size() + ", throughput " + change(known, now)
                + ", to " + rate(now);
        best = now;
        peak = Math.max(peak, now.throughput());
        rejected = 1; // the size from which this trial came
        if (!isNarrowing) {
            step = Math.max(step, now.size() / FIRST_STEP);
        }
        return trial(now, reason);
    }

    private SizeStep reject(SizeMeasurement known, SizeMeasurement now) {
        String reason = (now.size() > known.size() ? "beyond " : "below ") + known.size() + ", throughput "
                + change(known, now);
        isNarrowing = true;
        turn(known);
        return trial(known, reason);
    }

    private void turn(SizeMeasurement known) {
        direction = -direction;
        if (++rejected > 1) {
            rejected = 0;
            step = step <= smallest(known.size()) ? 0 : Math.max(smallest(known.size()), step / 2);
        }
    }

    /** Returns the next trial around the best size, or the best size if no trial is left. */
    private SizeStep trial(SizeMeasurement around, String reason) {
        while (step > 0) {
            int size = Math.max(least, Math.min(bound, around.size() + direction * step));
            if (size != around.size()) {
                return new SizeStep(size, reason);
            }
            turn(around); // the bound is no worse size, but there is none beyond it
        }
        return settle(around, reason);
    }

    private SizeStep settle(SizeMeasurement at, String reason) {
        resting = true;
        measurementsAtRest = 0;
        odd = 0;
        return new SizeStep(at.size(), reason);
    }

    private @Nullable SizeStep rest(SizeMeasurement known, SizeMeasurement now) {
        if (measurementsAtRest++ == 0) {
            best = now; // the size in force for a whole measurement, after the trials around it
            return null;
        }
        boolean other = differs(known.throughput(), now.throughput(), OTHER_THROUGHPUT)
                || differs(known.holdSeconds(), now.holdSeconds(), OTHER_HOLD);
        odd = other ? odd + 1 : 0;
        if (odd >= CONFIRMED) {
            return begin(now, "the load has changed: " + rate(now) + " instead of " + rate(known));
        }
        if (measurementsAtRest > MEASUREMENTS_AT_REST) {
            begin(now, "");
            step = smallest(now.size());
            isNarrowing = true;
            return trial(now, "the sizes near " + now.size() + " are measured again");
        }
        return null;
    }

    private static boolean differs(double before, double now, double limit) {
        return Math.abs(now - before) > limit * before;
    }

    private static int smallest(int size) {
        return Math.max(1, size / LAST_STEP);
    }

    private static String change(SizeMeasurement before, SizeMeasurement now) {
        long percent = Math.round(100 * (now.throughput() / before.throughput() - 1));
        if (percent == 0) {
            return "stayed the same";
        }
        return (percent > 0 ? "rose " : "fell ") + Math.abs(percent) + " %";
    }

    private static String rate(SizeMeasurement now) {
        return String.format(Locale.ROOT, now.throughput() < 10 ? "%.1f" : "%.0f", now.throughput()) + " leases/s";
    }

    /** Returns whether the best size is found, as far as is known. */
    public boolean isResting() {
        return resting;
    }

    /** Returns the best size so far; null before the first measurement. */
    public @Nullable Integer bestSize() {
        SizeMeasurement known = best;
        return known == null ? null : known.size();
    }
}
