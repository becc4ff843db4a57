package dev.sluice.batch.distributed;

import dev.sluice.value.BadValue;
import java.time.Duration;

/**
 * The intervals of workers on distributed batches.
 *
 * @param poll wait of an idle worker, or of a watcher, between two reads
 * @param heartbeat interval of the sign of life of a worker; after {@value #MISSED} missed signs in turn other workers
 *     take over its work
 */
public record Timing(Duration poll, Duration heartbeat) {

    /** The minimum that db-scheduler allows. */
    static final int MISSED = 4;

    /** The default: a poll every second; dead workers are detected within a minute. */
    public static final Timing DEFAULT = new Timing(Duration.ofSeconds(1), Duration.ofSeconds(10));

    /** Checks both values; the message names the invalid one. */
    public Timing {
        positive("poll", poll);
        positive("heartbeat", heartbeat);
    }

    private static void positive(String name, Duration value) {
        if (value.toMillis() < 1) {
            throw BadValue.of(name, "must be at least a millisecond", value);
        }
    }
}
