package dev.sluice.batch.distributed;

import dev.sluice.time.SpanText;
import java.time.Duration;

/**
 * How often those who work on distributed batches look around.
 *
 * @param poll how long one who found nothing to do waits before it looks again, and one who watches a batch
 * @param heartbeat how often each says that it lives; whoever has missed {@value #MISSED} of them in turn is taken for
 *     dead, and what it had begun is given to others
 */
public record Timing(Duration poll, Duration heartbeat) {

    /** The fewest that db-scheduler allows. */
    static final int MISSED = 4;

    /** Looks every second; the dead are found within a minute. */
    public static final Timing DEFAULT = new Timing(Duration.ofSeconds(1), Duration.ofSeconds(10));

    /** Checks both; the message names the one that makes no sense. */
    public Timing {
        positive("poll", poll);
        positive("heartbeat", heartbeat);
    }

    private static void positive(String name, Duration value) {
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException(name + " must be at least a millisecond: " + SpanText.exact(value));
        }
    }
}
