package dev.sluice.pool.operation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operation did. Immutable.
 *
 * @param operation its name: reset, expire, renew, fill
 * @param pool the pool's name
 * @param startedAt when it began
 * @param durationMillis how long it took
 * @param before resources in the pool when it began
 * @param after resources in the pool when it ended
 * @param retired names of the resources closed
 * @param retireOnRelease names of those in use, which will be closed when they are released
 * @param broken names of the leases that were broken by force
 * @param wanted how many were to be created
 * @param created how many were
 * @param failed how many could not be
 * @param complete whether everything was done
 * @param message what there is to say: why it is not complete, or that there was nothing to do; or null
 */
public record OperationReport(
        String operation,
        String pool,
        Instant startedAt,
        double durationMillis,
        int before,
        int after,
        List<String> retired,
        List<String> retireOnRelease,
        List<String> broken,
        int wanted,
        int created,
        int failed,
        boolean complete,
        @Nullable String message) {

    /** Copies the lists. */
    public OperationReport {
        retired = List.copyOf(retired);
        retireOnRelease = List.copyOf(retireOnRelease);
        broken = List.copyOf(broken);
    }
}
