package dev.sluice.pool;

import dev.sluice.pool.store.FailureKind;
import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the rate of attempts against a database that refuses connections, or may soon. From the moment at which a
 * resource was found dead until a success, one attempt is made at a time. After each failure the next attempt waits.
 * The wait grows with each failure up to a cap, with jitter, so that pools that failed together do not retry together.
 * Thread-safe.
 *
 * <p>The waits are at least 218, 437 and then 656 ms. So for any random numbers, from the ninth attempt on, attempt n
 * is made after n ÷ 2 seconds at the earliest. An outage of four seconds or more never has more than two attempts a
 * second. The longest wait is 750 ms. So a recovered database is found within a second, if it accepts the connection
 * within 250 ms.
 *
 * <p>Two kinds of failures do not pass by themselves. After {@value LastFailure#FREE_ATTEMPTS} failures of a kind the
 * waits are longer, and each further failure doubles them. Attempts that were under way together count once. A server
 * that rejects the user or the password may lock the account: these waits are 30 s up to 5 min, and each of the first
 * rejections counts. A failed set-up of a connected resource locks nothing, but each attempt is work for the server:
 * these waits are 5 s up to 1 min.
 *
 * <p>A server without a free session needs fewer attempts, not none: these waits are 1 s up to 10 s, after the same
 * number of failures.
 */
final class CreationBackoff {

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration CAP = Duration.ofMillis(750);
    private static final double JITTER = 0.125;

    private static final Waits AFTER_REJECTIONS = new Waits(Duration.ofSeconds(30), Duration.ofMinutes(5));
    private static final Waits WHILE_FULL = new Waits(Duration.ofSeconds(1), Duration.ofSeconds(10));
    private static final Waits AFTER_SETUPS = new Waits(Duration.ofSeconds(5), Duration.ofMinutes(1));

    /** Waits that double from the first to the longest. */
    private record Waits(Duration first, Duration longest) {

        long nanos(int doublings) {
            return Math.min(longest.toNanos(), first.toNanos() << Math.min(doublings, 10));
        }
    }

    /** The failures, since the last success, of a kind that does not pass by itself. Guarded by the backoff. */
    private static final class Series {

        private final Waits waits;
        private final int free;
        private final boolean locksAccounts;
        private int times;
        private int together;
        private long countedNanos;
        private boolean isWaiting;
        private long waitSinceNanos;
        private long waitEndNanos;

        Series(Waits waits, boolean locksAccounts) {
            this.waits = waits;
            this.free = LastFailure.FREE_ATTEMPTS;
            this.locksAccounts = locksAccounts;
        }

        /**
         * Counts a failure, unless its attempt was under way when the last counted one failed. Without that rule, as
         * many attempts as are made together would use up the free ones in a moment.
         */
        void count(long begun, long now) {
            if (locksAccounts || times == 0 || begun - countedNanos >= 0) {
                times++;
                countedNanos = now;
            }
        }

        /** Returns whether an attempt that has failed now was under way before the present wait began. */
        boolean isTogether(long begun) {
            return isWaiting && begun - waitSinceNanos < 0;
        }

        void end() {
            times = 0;
            together = 0;
            isWaiting = false;
        }
    }

    /** Maximum age of a proof that dates the start of an outage. An idle pool may have no proof for hours. */
    private static final Duration RECENT = Duration.ofMinutes(1);

    private final DoubleSupplier random;
    private boolean careful; // Guarded by this
    private int failures; // Guarded by this
    private final Series rejections = new Series(AFTER_REJECTIONS, true); // Guarded by this
    private final Series failedSetups = new Series(AFTER_SETUPS, false); // Guarded by this
    private final Series full = new Series(WHILE_FULL, false); // Guarded by this
    private long nextNanos; // Guarded by this
    private long sinceNanos; // Guarded by this
    private @Nullable Long suspectedNanos; // Guarded by this
    private volatile @Nullable LastFailure last; // Written under this

    CreationBackoff(DoubleSupplier random) {
        this.random = random;
    }

    /** Returns whether another attempt may be made while {@code inFlight} are under way. */
    synchronized boolean allows(long now, int inFlight) {
        return !careful || (inFlight == 0 && (failures == 0 || now - nextNanos >= 0));
    }

    /**
     * Returns the number of failed attempts since the last success.
     */
    synchronized int failures() {
        return failures;
    }

    /**
     * Records another sign that attempts may fail. The next attempts are made one at a time.
     *
     * @param since start of the call that gave the sign
     */
    synchronized void suspect(long since) {
        suspectedNanos = suspectedNanos == null ? Long.valueOf(since) : suspectedNanos;
        careful = true;
    }

    /**
     * Returns the start of the outage whose first failure is that of an attempt. This is the last proof that a resource
     * works, if that is recent. Otherwise it is the first sign: the start of the attempt, or an earlier suspicion.
     *
     * @param begun start of the attempt
     * @param proven time of the last proof that a resource works, or null
     */
    synchronized long startOfOutage(long begun, @Nullable Long proven) {
        Long suspected = suspectedNanos;
        long sign = suspected == null || suspected - begun > 0 ? begun : suspected;
        return proven == null || sign - proven > RECENT.toNanos() ? sign : proven;
    }

    /** Records a failure at {@code now}, and returns the wait before the next attempt. */
    synchronized Duration failed(Throwable cause, long now) {
        return failed(cause, FailureKind.OTHER, now, now);
    }

    /** Records a failure as {@link #record} does, and returns the wait before the next attempt. */
    synchronized Duration failed(Throwable cause, FailureKind kind, long now, long since) {
        return Duration.ofNanos(record(cause, kind, now, since).nextNanos() - now);
    }

    /**
     * Records a failure at {@code now}.
     *
     * @param since start of the outage, if this is its first failure; otherwise start of the attempt
     */
    synchronized LastFailure record(Throwable cause, FailureKind kind, long now, long since) {
        sinceNanos = failures == 0 ? since : sinceNanos;
        Series series = count(kind, since, now);
        boolean begins = false;
        if (series == null || series.times < series.free) {
            nextNanos = now + afterFailures();
        } else if (series.isTogether(since)) {
            series.together += series.locksAccounts ? 1 : 0;
            nextNanos = series.waitEndNanos;
        } else {
            begins = true;
            nextNanos = now + afterLasting(series);
            series.isWaiting = true;
            series.waitSinceNanos = now;
            series.waitEndNanos = nextNanos;
        }
        failures++;
        careful = true;
        LastFailure failure = new LastFailure(cause, kind, series == null ? 0 : series.times, nextNanos, begins);
        last = failure;
        return failure;
    }

    /** Counts a failure of a kind that does not pass by itself. A failed set-up proves that the login was accepted. */
    private @Nullable Series count(FailureKind kind, long begun, long now) {
        Series series = switch (kind) {
            case PASSWORD_REJECTED -> rejections;
            case SETUP_FAILED -> failedSetups;
            case SERVER_FULL -> full;
            case NO_ANSWER, REFUSED, OTHER -> null;
        };
        if (kind == FailureKind.SETUP_FAILED) {
            rejections.end();
        }
        if (series != null) {
            series.count(begun, now);
        }
        return series;
    }

    private long afterFailures() {
        long base = Math.min(CAP.toNanos(), FIRST.toNanos() << Math.min(failures, 10));
        return (long) (base * (1 - JITTER * random.getAsDouble()));
    }

    private long afterLasting(Series series) {
        int doublings = series.times - series.together - series.free;
        return (long) (series.waits.nanos(doublings) * (1 + JITTER * random.getAsDouble()));
    }

    /** Returns whether attempts are held back at {@code now} after failures that do not pass by themselves. */
    boolean isHeldBack(long now) {
        LastFailure failure = last;
        return failure != null && failure.holdsBack(now);
    }

    /** A finished outage: its failed attempts, and the time from its start to the success. */
    record FinishedOutage(int attempts, Duration length) {}

    /** Records a success at {@code now}; returns the outage that it ended, or null if nothing had failed. */
    synchronized @Nullable FinishedOutage succeeded(long now) {
        FinishedOutage over = failures == 0 ? null : new FinishedOutage(failures, Duration.ofNanos(now - sinceNanos));
        succeeded();
        return over;
    }

    /** Records a success. */
    synchronized void succeeded() {
        failures = 0;
        rejections.end();
        failedSetups.end();
        full.end();
        careful = false;
        suspectedNanos = null;
        last = null;
    }

    /** Forgets the last failure. While attempts are held back, does nothing. */
    synchronized void forget(long now) {
        if (!isHeldBack(now)) {
            failures = 0;
            careful = false;
            suspectedNanos = null;
            last = null;
        }
    }

    /** Returns the failure of the last attempt, or null if it succeeded. */
    @Nullable
    LastFailure last() {
        return last;
    }
}
