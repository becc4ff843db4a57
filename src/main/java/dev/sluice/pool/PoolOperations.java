package dev.sluice.pool;

import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.ReleaseRefused;
import dev.sluice.pool.failure.Unsupported;
import dev.sluice.pool.failure.WrongState;
import dev.sluice.pool.fault.FaultRule;
import dev.sluice.pool.operation.LeaseSelector;
import dev.sluice.pool.operation.LoadPlan;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.operation.Selector;
import dev.sluice.pool.store.Target;
import dev.sluice.time.Deadline;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The operations on a pool, for operators and the tools that order them. {@link ManagedPool} is the only
 * implementation; applications seldom need more than its own methods.
 *
 * <p>Operations run on the caller's thread, one at a time, while the pool serves. Each returns a report. Most throw
 * {@link PoolClosed} if the pool is closed, and {@link OperationInProgress} if another operation runs.
 *
 * @param <R> the resource
 */
public abstract class PoolOperations<R> {

    final PoolParts<R> parts;
    final Housekeeper<R> housekeeper;
    final Shutdown<R> shutdown;
    final Observation<R> observation;
    private final Operations<R> operations;
    private final Reclaim<R> reclaim;
    private final SteeringOperations<R> steering;
    private final Relocations<R> relocations;
    private final LoadTests<R> loadTests;
    private final FaultOrders<R> faults;
    private final Demonstrations<R> demonstrations;

    PoolOperations(PoolParts<R> parts) {
        this.parts = parts;
        housekeeper = new Housekeeper<>(parts);
        shutdown = new Shutdown<>(parts, housekeeper);
        observation = new Observation<>(parts);
        operations = new Operations<>(parts);
        reclaim = new Reclaim<>(parts.core, operations);
        steering = new SteeringOperations<>(parts, operations, housekeeper);
        relocations = new Relocations<>(parts, operations, steering);
        loadTests = new LoadTests<>(parts.core, operations, request -> lease(request, null));
        faults = new FaultOrders<>(parts.core, operations);
        demonstrations = new Demonstrations<>(parts.core, operations, request -> lease(request, null));
    }

    /** Leases a resource until the deadline or, without one, for the timeout of the request. */
    abstract Lease<R> lease(AcquireRequest request, @Nullable Deadline deadline) throws InterruptedException;

    /** Returns the current settings. */
    public PoolConfig config() {
        return parts.core.config;
    }

    /**
     * Starts the pool as an operation. If the first resource cannot be created, the report is incomplete, and the pool
     * has not been started. If other creations fail, they are tried again later, as after {@link ManagedPool#start()}.
     */
    public OperationReport launch(OperationContext context) {
        OperationReport report = operations.launch(context);
        if (report.complete() && !report.dryRun()) {
            housekeeper.takeOver();
        }
        return report;
    }

    /**
     * Runs an operation now on this thread or, while another operation runs, later on a worker after that one has
     * ended. For callers that need no result and must not be refused.
     *
     * @param kind the kind of the operation; at most one of each kind waits, and a second request joins it
     * @param operation an action that calls this pool, and throws {@link OperationInProgress} only
     */
    public void whenFree(String kind, Runnable operation) {
        operations.whenFree(kind, operation);
    }

    /**
     * Begins a new generation. Idle resources are closed now. Leased resources are closed at their release or, with
     * {@code force}, now and under their holders. Then the pool is refilled to its minimum.
     *
     * @throws PoolClosed if the pool is closed
     * @throws OperationInProgress if another operation runs
     */
    public OperationReport reset(boolean force, OperationContext context) {
        return operations.reset(force, context);
    }

    /** Resets as {@link #reset(boolean, OperationContext)} does, without a follower. */
    public OperationReport reset(boolean force) {
        return reset(force, OperationContext.plain());
    }

    /** Retires the selected resources, idle ones now, leased ones at their release. Then refills to the minimum. */
    public OperationReport expire(Selector selector, OperationContext context) {
        return operations.expire(selector, context);
    }

    /** Expires as {@link #expire(Selector, OperationContext)} does, without a follower. */
    public OperationReport expire(Selector selector) {
        return expire(selector, OperationContext.plain());
    }

    /** Replaces all resources at a pace. Creates each new resource before it closes the old one where there is room. */
    public OperationReport renew(Pace pace, OperationContext context) {
        return operations.renew(pace, context);
    }

    /** Replaces all resources, one after the other. */
    public OperationReport renew() {
        return renew(Pace.ONE_BY_ONE, OperationContext.plain());
    }

    /** Creates resources until {@code target} of them exist, at most up to the maximum. */
    public OperationReport fill(int target, OperationContext context) {
        return operations.fill(target, context);
    }

    /** Fills as {@link #fill(int, OperationContext)} does, without a follower. */
    public OperationReport fill(int target) {
        return fill(target, OperationContext.plain());
    }

    /** Fills as {@link #fill} does, with at most {@code atOnce} creations at the same time. */
    public OperationReport warmUp(int target, int atOnce, OperationContext context) {
        return operations.warmUp(target, atOnce, context);
    }

    /** Validates all idle resources now, retires the dead ones, and refills to the minimum. */
    public OperationReport validate(OperationContext context) {
        return operations.validate(context);
    }

    /**
     * Breaks the lease of a resource. The resource is closed under its holder, whose own release then has no effect.
     *
     * @param connection name of the resource
     * @throws ReleaseRefused if the name is missing, unknown, or the resource is not leased
     */
    public OperationReport reclaim(@Nullable String connection, OperationContext context) {
        return reclaim(LeaseSelector.of(connection), context);
    }

    /**
     * Breaks every lease that meets all conditions of the selector. Each selected lease ends exactly once: by its
     * holder, or by this call. A dry run lists the leases, and changes nothing.
     *
     * @throws ReleaseRefused if the selector has no condition, or names a resource that is unknown or not leased
     */
    public OperationReport reclaim(LeaseSelector selector, OperationContext context) {
        return reclaim.release(selector, context);
    }

    /** Reclaims as {@link #reclaim(String, OperationContext)} does, without a follower. */
    public OperationReport reclaim(@Nullable String connection) {
        return reclaim(connection, OperationContext.plain());
    }

    /** Breaks the leases beyond their leak threshold. */
    public OperationReport reclaimLeaks(OperationContext context) {
        return reclaim.leaks(context);
    }

    /**
     * Lets callers wait until the pool is resumed, see {@link #pause()}.
     *
     * @throws WrongState if the pool is disabled
     */
    public OperationReport pause(OperationContext context) {
        return steering.pause(context);
    }

    /**
     * Admits callers again, see {@link #resume()}.
     *
     * @throws WrongState if the pool is disabled
     */
    public OperationReport resume(OperationContext context) {
        return steering.resume(context);
    }

    /** Lets callers wait, with their deadlines, until {@link #resume()}. Leases continue, and no resource is closed. */
    public void pause() {
        steering.pause();
    }

    /** Admits callers again. */
    public void resume() {
        steering.resume();
    }

    /** Refuses callers and waiters until the pool is enabled. Leases continue. */
    public OperationReport disable(OperationContext context) {
        return steering.disable(context);
    }

    /** Admits callers again, and refills a pool that was drained. */
    public OperationReport enable(OperationContext context) {
        return steering.enable(context);
    }

    /**
     * Refuses callers, closes idle resources, and waits for leases, at most for {@code patience}; the report names the
     * holders that remain. Afterwards the pool is disabled, and stays empty until it is enabled.
     */
    public OperationReport drain(Duration patience, OperationContext context) {
        return steering.drain(patience, context);
    }

    /**
     * Changes the sizes at once, both or none. Null leaves a size unchanged. Then creates resources up to a larger
     * minimum. The report has the number of failed creations, which are tried again later.
     *
     * @throws IllegalArgumentException if the sizes are invalid; the old sizes stay
     */
    public OperationReport resize(@Nullable Integer min, @Nullable Integer max, OperationContext context) {
        return steering.resize(min, max, context);
    }

    /** Restarts the counters and the metrics at zero. */
    public OperationReport resetStatistics(OperationContext context) {
        return operations.run(OperationName.RESET_STATISTICS, context, work -> {
            if (!work.isDryRun()) {
                observation.resetCounters();
            }
        });
    }

    /**
     * Sets the statements that a load test may name. Without them, a plan with a statement is refused.
     */
    public void loadStatements(LoadStatements<R> statements) {
        loadTests.use(statements);
    }

    /**
     * Acquires, holds and releases as the callers of the plan, and measures the waits. The leases are taken from the
     * other callers of the pool. Other operations may run meanwhile. Afterwards the test has no lease.
     *
     * @throws OperationInProgress if another load test runs in this process, on any pool
     * @throws WrongState if the pool is paused, disabled or draining
     * @throws dev.sluice.value.BadValue if the pool has no statement of the plan's name
     */
    public OperationReport loadTest(LoadPlan plan, OperationContext context) {
        return loadTests.run(plan, context);
    }

    /**
     * Permits {@link #demonstrate} while the condition is true. Never for a pool of an application.
     *
     * @param statements has the slow statement of the traffic as its first; null for none
     */
    public void permitDemonstration(BooleanSupplier condition, @Nullable LoadStatements<R> statements) {
        demonstrations.permit(condition, statements);
    }

    /**
     * Runs the traffic of the demonstration for the given time: callers in all lanes, a slow statement, a leak and short outages. Other
     * operations may run meanwhile. Afterwards the traffic has no lease.
     *
     * @throws Unsupported if the pool is not in the demonstration mode
     * @throws OperationInProgress if such traffic runs on this pool
     */
    public OperationReport demonstrate(Duration time, OperationContext context) {
        return demonstrations.run(time, context);
    }

    /** Permits {@link #injectFault} from now on. Never for a pool in production. */
    public void permitFaults() {
        parts.core.faults.permit();
    }

    /**
     * Injects a fault, which ends by itself at its time to live. While faults are injected, statistics and events say
     * so. Other operations may run meanwhile.
     *
     * @throws Unsupported if faults are not permitted, or this kind of pool does not support the fault
     * @throws WrongState if the pool has the maximum of rules
     */
    public OperationReport injectFault(FaultRule rule, OperationContext context) {
        return faults.inject(rule, context);
    }

    /** Ends all injected faults, or the one of this name. */
    public OperationReport clearFaults(@Nullable String rule, OperationContext context) {
        return faults.clear(rule, context);
    }

    /**
     * Closes the pool as {@link ManagedPool#close(CloseMode, Duration)} does, even while another operation runs.
     */
    public OperationReport close(CloseMode mode, Duration patience, OperationContext context) {
        Values.DURATION.check("patience", patience);
        context.begun();
        return operations.report(OperationName.CLOSE, context, work -> {
            work.noteHolders(slot -> true);
            work.foreseeAll(mode == CloseMode.FORCE);
            if (!work.isDryRun()) {
                work.mayStillRun(shutdown.close(mode, patience));
            }
        });
    }

    /**
     * Checks that a request from outside may move this pool to the target. The application's own code need not check.
     * Attempts no connection, and resolves no name.
     *
     * @throws Unsupported if this kind of pool has no endpoint
     * @throws IllegalArgumentException if only a configuration may name such a target, or if stored credentials would
     *     be sent to a place that the configuration does not name for them
     */
    public void admit(Target target) {
        relocations.admit(target);
    }

    /**
     * Moves the pool to another endpoint: tries it, pauses, waits for leases up to {@code patience}, switches, fills
     * and resumes. After any failure the old endpoint is in force.
     *
     * @throws Unsupported if this kind of pool has no endpoint
     * @throws IllegalArgumentException if the target is invalid
     */
    public OperationReport switchEndpoint(Target target, Duration patience, OperationContext context) {
        return relocations.switchEndpoint(target, patience, context);
    }

    /**
     * Changes the credentials. Tries the new ones, uses them for new resources, and replaces the old resources at a
     * pace. Then waits up to {@code patience} for the release of old resources. If the replacement stops early, the
     * old credentials are restored.
     *
     * @throws Unsupported if this kind of pool has no credentials
     */
    public OperationReport rotateCredentials(Target target, Pace pace, Duration patience, OperationContext context) {
        return relocations.rotateCredentials(target, pace, patience, context);
    }
}
