package dev.sluice.pool.history;

import dev.sluice.admission.Priority;
import java.util.Map;

/**
 * The numbers of a pool at one moment. Counters are those since the start of the pool, which no operation resets.
 *
 * @param atMillis the time, in milliseconds since the epoch
 * @param total connections that exist
 * @param leased leased connections
 * @param creating connections being created
 * @param waiting waiters by lane
 * @param acquired leases that were given out
 * @param created connections that were created
 * @param creationFailures creations that failed
 * @param timeouts callers that ended at their deadlines
 * @param refused callers that ended without a lease for any other reason
 */
public record HistoryReading(
        long atMillis,
        int total,
        int leased,
        int creating,
        Map<Priority, Integer> waiting,
        long acquired,
        long created,
        long creationFailures,
        long timeouts,
        long refused) {}
