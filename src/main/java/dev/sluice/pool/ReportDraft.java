package dev.sluice.pool;

import dev.sluice.pool.operation.BrokenLease;
import dev.sluice.pool.operation.LoadResult;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The report of an operation, filled step by step while the operation runs. Used by one thread. */
final class ReportDraft {

    private final PoolCore<?> core;
    private final OperationName operation;
    private final OperationContext context;
    private final Instant startedAt;
    private final long startNanos;
    private final int before;
    private final List<String> retired = new ArrayList<>();
    private final List<String> retireOnRelease = new ArrayList<>();
    private final List<String> holders = new ArrayList<>();
    private int wanted;
    private int created;
    private int failed;
    private int missing;
    private @Nullable String error;
    private @Nullable String message;
    private @Nullable LoadResult load;

    ReportDraft(PoolCore<?> core, OperationName operation, OperationContext context) {
        this.core = core;
        this.operation = operation;
        this.context = context;
        this.startedAt = core.ticker.instant();
        this.startNanos = core.ticker.nanos();
        this.before = core.slots.size();
    }

    /** Sets the message, whatever was said before. */
    void say(@Nullable String words) {
        message = words;
    }

    /** Puts words before the message or, without one, before the error. */
    void sayFirst(String words) {
        String rest = error == null ? message : error;
        message = rest == null ? words : words + "; " + rest;
    }

    /** Sets the message if the operation has neither a message nor an error. */
    void sayIfSilent(String words) {
        if (message == null && error == null) {
            message = words;
        }
    }

    @Nullable
    String message() {
        return message;
    }

    /** Sets the reason why the operation is incomplete; null if it is complete after all. */
    void fail(@Nullable String why) {
        error = why;
    }

    @Nullable
    String error() {
        return error;
    }

    /** Sets the number of resources to be created. */
    void want(int count) {
        wanted = count;
    }

    int wanted() {
        return wanted;
    }

    void addCreated() {
        created++;
    }

    int created() {
        return created;
    }

    void addFailed() {
        failed++;
    }

    int failed() {
        return failed;
    }

    /** Sets the number of resources that are missing to the minimum at the end. */
    void missing(int count) {
        missing = count;
    }

    /** Adds a resource that is closed, or would be. */
    void retired(String name) {
        retired.add(name);
    }

    /** Adds resources that are being closed, or would be. */
    void retired(List<String> names) {
        retired.addAll(names);
    }

    /** Adds a leased resource that would be closed on release. */
    void retiredOnRelease(Slot<?> slot) {
        retireOnRelease.add(slot.name());
    }

    /** Adds a resource that is closed when its owner has finished, unless it is gone already. */
    void retiredLater(Slot<?> slot) {
        SlotState state = slot.state();
        if (state != SlotState.CLOSING && state != SlotState.CLOSED) {
            retireOnRelease.add(slot.name());
        }
    }

    /** Adds a holder that the operation waited for. */
    void holder(String words) {
        holders.add(words);
    }

    /** Sets the result of a load test. */
    void load(LoadResult result) {
        load = result;
    }

    /**
     * Returns the report as of now.
     *
     * @param broken the leases that were broken
     * @param state the state of the pool
     */
    OperationReport report(List<BrokenLease> broken, String state) {
        int running = (int) broken.stream().filter(BrokenLease::mayStillRun).count();
        int after = core.slots.size();
        Shortfall shortfall = new Shortfall(running, broken.size(), missing, core.config.minSize());
        return OperationReport.of(context.id(), operation.text(), core.name)
                .dryRun(context.isDryRun())
                .times(startedAt, (core.ticker.nanos() - startNanos) / 1e6)
                .state(state)
                .sizes(before, after)
                .retired(retired, retireOnRelease)
                .broken(broken)
                .creations(wanted, created, failed)
                .holders(holders)
                .complete(error == null && shortfall.isNone())
                .message(shortfall.after(messageWithError()))
                .load(load)
                .build();
    }

    /** Returns the message, followed by the error unless the message contains it. */
    private @Nullable String messageWithError() {
        if (error == null || message == null) {
            return message == null ? error : message;
        }
        return message.contains(error) ? message : message + "; " + error;
    }
}
