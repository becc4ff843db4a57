package dev.sluice.pool.operation;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operation did, or would do. Immutable.
 *
 * @param id by which it is known
 * @param operation its name: reset, expire, renew, fill, …
 * @param pool the pool's name
 * @param dryRun whether nothing was done: the report tells what would have been
 * @param startedAt when it began
 * @param durationMillis how long it took
 * @param state of the pool when it ended
 * @param before resources in the pool when it began
 * @param after resources in the pool when it ended
 * @param retired names of the resources closed
 * @param retireOnRelease names of those in use, which will be closed when they are released
 * @param broken names of the leases that were broken by force
 * @param mayStillRun names of the broken leases whose work on the far side was not seen to end within its limit; their
 *     last statement may still be running there
 * @param brokenLeases the same leases as {@code broken}, each with its holder
 * @param wanted how many were to be created
 * @param created how many were
 * @param failed how many could not be
 * @param holders who still had which resource at the end, where that was waited for
 * @param complete whether everything was done
 * @param message what there is to say: why it is not complete, or that there was nothing to do; or null
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
