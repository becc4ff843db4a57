package dev.sluice.pool.operation;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The result of an operation, or of its dry run. Immutable. {@link #of(String, String, String)} returns a builder.
 *
 * @param id id of the operation
 * @param operation name of the operation: reset, expire, renew, fill, …
 * @param pool name of the pool
 * @param dryRun whether nothing was changed: the report has the expected effect
 * @param startedAt time of the start
 * @param durationMillis duration in milliseconds
 * @param state state of the pool at the end
 * @param before number of resources at the start
 * @param after number of resources at the end
 * @param retired names of the closed resources
 * @param retireOnRelease names of leased resources, which will be closed at their release
 * @param broken names of the leases that were broken by force
 * @param mayStillRun names of the broken leases whose end of work on the far side was not confirmed within its limit;
 *     their last statement may still run there
 * @param brokenLeases the same leases as {@code broken}, each with its holder
 * @param wanted number of resources to be created
 * @param created number of created resources
 * @param failed number of failed creations
 * @param holders holders of resources at the end, where the operation waited for them
 * @param complete whether every step was done
 * @param message reason of an incomplete operation, or a note that there was nothing to do; or null
 * @param load result of a load test, or null
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
        @Nullable String message,
        @Nullable LoadResult load) {

    /** Copies the lists. */
    public OperationReport {
        retired = List.copyOf(retired);
        retireOnRelease = List.copyOf(retireOnRelease);
        broken = List.copyOf(broken);
        mayStillRun = List.copyOf(mayStillRun);
        brokenLeases = List.copyOf(brokenLeases);
        holders = List.copyOf(holders);
    }

    /**
     * Returns a builder for a report. At first the report is complete, of a real run, and without changes.
     *
     * @param id id of the operation
     * @param operation name of the operation
     * @param pool name of the pool
     */
    public static Builder of(String id, String operation, String pool) {
        return new Builder(id, operation, pool);
    }

    /** Returns the same report under the name of the operation that this one was part of. */
    public OperationReport of(String whole) {
        return new Builder(this).operation(whole).build();
    }

    /** Returns the same report with this text after its message. */
    public OperationReport saying(String words) {
        return withMessage(message == null ? words : message + "; " + words);
    }

    /** Returns the same report with a later state of the pool. */
    public OperationReport inState(String newState) {
        return new Builder(this).state(newState).build();
    }

    /** Returns the same report with another message. */
    public OperationReport withMessage(@Nullable String newMessage) {
        return new Builder(this).message(newMessage).build();
    }

    /** Builds a report. Used by one thread. */
    public static final class Builder {

        private final String id;
        private final String pool;
        private String operation;
        private boolean dryRun;
        private Instant startedAt = Instant.EPOCH;
        private double durationMillis;
        private String state = "";
        private int before;
        private int after;
        private List<String> retired = List.of();
        private List<String> retireOnRelease = List.of();
        private List<BrokenLease> broken = List.of();
        private int wanted;
        private int created;
        private int failed;
        private List<String> holders = List.of();
        private boolean complete = true;
        private @Nullable String message;
        private @Nullable LoadResult load;

        private Builder(String id, String operation, String pool) {
            this.id = id;
            this.operation = operation;
            this.pool = pool;
        }

        private Builder(OperationReport report) {
            this(report.id, report.operation, report.pool);
            dryRun = report.dryRun;
            startedAt = report.startedAt;
            durationMillis = report.durationMillis;
            state = report.state;
            before = report.before;
            after = report.after;
            retired = report.retired;
            retireOnRelease = report.retireOnRelease;
            broken = report.brokenLeases;
            wanted = report.wanted;
            created = report.created;
            failed = report.failed;
            holders = report.holders;
            complete = report.complete;
            message = report.message;
            load = report.load;
        }

        private Builder operation(String name) {
            operation = name;
            return this;
        }

        /** Sets whether nothing was changed (default false). */
        public Builder dryRun(boolean isDryRun) {
            dryRun = isDryRun;
            return this;
        }

        /** Sets the time of the start, and the duration in milliseconds. */
        public Builder times(Instant start, double millis) {
            startedAt = start;
            durationMillis = millis;
            return this;
        }

        /** Sets the state of the pool at the end. */
        public Builder state(String name) {
            state = name;
            return this;
        }

        /** Sets the numbers of resources at the start and at the end. */
        public Builder sizes(int atStart, int atEnd) {
            before = atStart;
            after = atEnd;
            return this;
        }

        /** Sets the names of the closed resources, and of the resources that will be closed at their release. */
        public Builder retired(List<String> closed, List<String> onRelease) {
            retired = closed;
            retireOnRelease = onRelease;
            return this;
        }

        /** Sets the broken leases. */
        public Builder broken(List<BrokenLease> leases) {
            broken = leases;
            return this;
        }

        /** Sets the numbers of resources that were to be created, were created, and could not be created. */
        public Builder creations(int toCreate, int successes, int failures) {
            wanted = toCreate;
            created = successes;
            failed = failures;
            return this;
        }

        /** Sets the holders at the end. */
        public Builder holders(List<String> names) {
            holders = names;
            return this;
        }

        /** Sets whether every step was done (default true). */
        public Builder complete(boolean isComplete) {
            complete = isComplete;
            return this;
        }

        /** Sets the reason of an incomplete operation, or a note; null for neither. */
        public Builder message(@Nullable String words) {
            message = words;
            return this;
        }

        /** Sets the result of a load test; null for another operation. */
        public Builder load(@Nullable LoadResult result) {
            load = result;
            return this;
        }

        /** Returns the report. */
        public OperationReport build() {
            return new OperationReport(
                    id,
                    operation,
                    pool,
                    dryRun,
                    startedAt,
                    durationMillis,
                    state,
                    before,
                    after,
                    retired,
                    retireOnRelease,
                    names(lease -> true),
                    names(BrokenLease::mayStillRun),
                    broken,
                    wanted,
                    created,
                    failed,
                    holders,
                    complete,
                    message,
                    load);
        }

        private List<String> names(Predicate<BrokenLease> which) {
            return broken.stream().filter(which).map(BrokenLease::connection).toList();
        }
    }
}
