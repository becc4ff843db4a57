package dev.sluice.pool.operation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of an operation, or of its dry run. Immutable.
 *
 * @param id id of the operation
 * @param operation its name: reset, expire, renew, fill, …
 * @param pool name of the pool
 * @param dryRun whether nothing was changed: the report has the expected effect
 * @param startedAt time of the start
 * @param durationMillis duration in milliseconds
 * @param state state of the pool at the end
 * @param before number of resources at the start
 * @param after number of resources at the end
 * @param retired names of the closed resources
 * @param retireOnRelease names of leased resources, which will be closed when they are released
 * @param broken names of the leases that were broken by force
 * @param mayStillRun names of the broken leases whose work on the far side was not seen to end within its limit; their
 *     last statement may still be running there
 * @param brokenLeases the same leases as {@code broken}, each with its holder
 * @param wanted number of resources to be created
 * @param created number of created resources
 * @param failed number of failed creations
 * @param holders holders of resources at the end, where the operation waited for them
 * @param complete whether every step was done
 * @param message reason of an incomplete operation, or a note that there was nothing to do; or null
 */
public record OperationReport(
        String id,
        String operation,
        String pool,
        boolean dryRun,
        Instant startedAt,
        double durationMillis,
        String state,
        int before,
        int after,
        List<String> retired,
        List<String> retireOnRelease,
        List<String> broken,
        List<String> mayStillRun,
        List<BrokenLease> brokenLeases,
        int wanted,
        int created,
        int failed,
        List<String> holders,
        boolean complete,
        @Nullable String message) {

    /** The same, as of another operation, which consisted of this one. */
    public OperationReport of(String whole) {
        return with(whole, state, message);
    }

    /** The same, with something to say. */
    public OperationReport saying(String words) {
        return with(operation, state, message == null ? words : message + "; " + words);
    }

    /** The same, with the state to which it has led. */
    public OperationReport inState(String newState) {
        return with(operation, newState, message);
    }

    /** Returns the same report with another message. */
    public OperationReport withMessage(@Nullable String newMessage) {
        return with(operation, state, newMessage);
    }

    private OperationReport with(String newOperation, String newState, @Nullable String newMessage) {
        return new OperationReport(
                id,
                newOperation,
                pool,
                dryRun,
                startedAt,
                durationMillis,
                newState,
                before,
                after,
                retired,
                retireOnRelease,
                broken,
                mayStillRun,
                brokenLeases,
                wanted,
                created,
                failed,
                holders,
                complete,
                newMessage);
    }

    /** Copies the lists. */
    public OperationReport {
        retired = List.copyOf(retired);
        retireOnRelease = List.copyOf(retireOnRelease);
        broken = List.copyOf(broken);
        mayStillRun = List.copyOf(mayStillRun);
        brokenLeases = List.copyOf(brokenLeases);
        holders = List.copyOf(holders);
    }
}
