package dev.sluice.tcp;

import dev.sluice.time.SpanText;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * Waits after consecutive failures: {@code min}, doubled for each further failure, at most {@code max}. Jitter keeps
 * connections that broke together from being dialled together.
 *
 * @param jitter share by which a wait may be longer or shorter, 0 to below 1
 * @param random supplies numbers in [0, 1)
 */
record RetryDelays(Duration min, Duration max, double jitter, DoubleSupplier random) {

    private static final int MOST_DOUBLINGS = 30;

    RetryDelays {
        positive("retry min", min);
        positive("retry max", max);
        if (max.compareTo(min) < 0) {
            throw new IllegalArgumentException("cannot create Conn with retry max (%d) less than retry min (%d)"
                    .formatted(max.toMillis(), min.toMillis()));
        }
        Values.fraction().check("retry jitter", jitter);
    }

    private static void positive(String key, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(
                    "cannot create Conn with " + key + " of 0 or less: " + SpanText.exact(value));
        }
    }

    /** Returns the wait after the given number of consecutive failures, at least 1. */
    Duration after(int failures) {
        long doubled = min.toNanos();
        for (int i = 1; i < Math.min(failures, MOST_DOUBLINGS) && doubled < max.toNanos(); i++) {
            doubled *= 2;
        }
        double factor = 1 + jitter * (2 * random.getAsDouble() - 1);
        return Duration.ofNanos((long) (Math.min(doubled, max.toNanos()) * factor));
    }
}
