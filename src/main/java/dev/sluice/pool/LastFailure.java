package dev.sluice.pool;

import dev.sluice.pool.store.ConnectedFirst;
import dev.sluice.pool.store.FailureKind;
import dev.sluice.time.SpanText;
import java.time.Duration;

/**
 * The last failed attempt to create a resource. Its kind, its text and the wait after it all come from this record, so
 * that they never contradict each other.
 *
 * @param times the number of failures of this kind, if the kind does not pass by itself; otherwise zero
 * @param nextNanos the earliest time of the next attempt
 * @param beginsWait whether a longer wait begins with this failure; not for attempts that were under way already
 */
record LastFailure(Throwable cause, FailureKind kind, int times, long nextNanos, boolean beginsWait) {

    /** Number of failures, of a kind that does not pass by itself, from which the long waits apply. */
    static final int FREE_ATTEMPTS = 3;

    /** Returns whether the number of failures of this kind has reached the limit from which the long waits apply. */
    boolean isLasting() {
        return times >= FREE_ATTEMPTS && kind != FailureKind.SERVER_FULL;
    }

    /** Returns whether attempts are held back at {@code now}, because this failure does not pass by itself. */
    boolean holdsBack(long now) {
        return isLasting() && now - nextNanos < 0;
    }

    /** Returns the time until the next attempt, as text. */
    String untilNext(long now) {
        return SpanText.of(Duration.ofNanos(Math.max(0, nextNanos - now)));
    }

    /** Returns this failure as the reason why the pool does not serve, without secrets. */
    ServingFailure toServingFailure(long now) {
        String text = text(cause);
        if (!isLasting()) {
            return new ServingFailure(kind, text);
        }
        String attempts = times + " attempts, next in " + untilNext(now);
        return new ServingFailure(
                kind,
                kind == FailureKind.PASSWORD_REJECTED
                        ? kind + " by the server, " + attempts + ", rotate-credentials takes others at once; " + text
                        : text + "; " + attempts);
    }

    /** Returns the text of a failed attempt, which says whether the attempt had connected. */
    static String text(Throwable failure) {
        return (failure instanceof ConnectedFirst ? "" : ServingFailure.CANNOT_CONNECT) + FailureText.of(failure);
    }
}
