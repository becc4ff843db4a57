package dev.sluice.time;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The moment at which a wait ends. Thread-safe. A deadline never moves to a later moment. Code that cancels a wait from
 * outside can end the deadline with {@link #cutShort}.
 *
 * <p>A deadline is created once, for a request, and passed to all calls for that request. Each wait uses the remaining
 * time, so several successive waits cannot exceed the requested time.
 */
public final class Deadline {

    /** The longest limited wait, about 146 years. A longer wait has no limit. */
    private static final long FOREVER_NANOS = Long.MAX_VALUE / 2;

    private final Ticker ticker;
    private final long start;
    private final long lengthNanos;
    private final @Nullable String origin;
    private volatile boolean cutShort;
    private volatile @Nullable String cutReason;

    private Deadline(Ticker ticker, long start, long lengthNanos, @Nullable String origin) {
        this.origin = origin;
        this.ticker = ticker;
        this.start = start;
        this.lengthNanos = lengthNanos;
    }

    /** Returns a deadline {@code length} from now; with zero or less, the deadline has passed already. */
    public static Deadline in(Duration length, Ticker ticker) {
        return new Deadline(ticker, ticker.nanos(), nanosOf(length), null);
    }

    /**
     * Returns a deadline as {@link #in(Duration, Ticker)} does.
     *
     * @param origin the limit that it comes from, in words, for messages
     */
    public static Deadline in(Duration length, Ticker ticker, String origin) {
        return new Deadline(ticker, ticker.nanos(), nanosOf(length), origin);
    }

    /** Returns a deadline without limit. */
    public static Deadline never(Ticker ticker) {
        return new Deadline(ticker, 0, Long.MAX_VALUE, null);
    }

    /** Returns a second deadline at the same moment. {@link #cutShort} of one does not affect the other. */
    public Deadline again() {
        return new Deadline(ticker, start, lengthNanos, origin);
    }

    /**
     * Ends the deadline now. The caller must wake waiting threads with {@link Ticker#unpark}. A deadline that has
     * passed does not change.
     */
    public void cutShort() {
        cutShort = true;
    }

    /**
     * Ends the deadline now, as {@link #cutShort()} does.
     *
     * @param why the reason in words, for messages: "as the transaction was rolled back"
     */
    public void cutShort(String why) {
        cutReason = why;
        cutShort = true;
    }

    /** Returns the reason why the deadline was cut short, or null without one. */
    public @Nullable String cutReason() {
        return cutReason;
    }

    /** Returns whether the deadline was cut short. */
    public boolean isCutShort() {
        return cutShort;
    }

    /** Returns the remaining nanoseconds: zero after the deadline, {@link Long#MAX_VALUE} without limit. */
    public long remainingNanos() {
        return remainingNanos(isNever() ? 0 : ticker.nanos());
    }

    /** Returns {@link #remainingNanos()} for a {@link Ticker#nanos()} that the caller has read already. */
    public long remainingNanos(long now) {
        if (cutShort) {
            return 0;
        }
        return isNever() ? Long.MAX_VALUE : Math.max(0, lengthNanos - (now - start));
    }

    /** Returns the remaining time, at most about 292 years. */
    public Duration remaining() {
        return Duration.ofNanos(remainingNanos());
    }

    /** Returns whether the moment has passed. */
    public boolean isExpired() {
        return remainingNanos() == 0;
    }

    /** Returns the whole length as given, zero for a negative length. */
    public Duration length() {
        return Duration.ofNanos(lengthNanos);
    }

    /** Returns the limit that the deadline comes from, in words; null if the caller's own. */
    public @Nullable String origin() {
        return origin;
    }

    /** Returns whether this deadline has no limit. */
    public boolean isNever() {
        return lengthNanos == Long.MAX_VALUE;
    }

    private static long nanosOf(Duration length) {
        if (length.compareTo(Duration.ofNanos(FOREVER_NANOS)) > 0) {
            return FOREVER_NANOS;
        }
        return length.isNegative() ? 0 : length.toNanos();
    }

    @Override
    public String toString() {
        return isNever() ? "Deadline[never]" : "Deadline[" + remaining() + " left of " + length() + "]";
    }
}
