package dev.sluice.pool;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.failure.ReleaseRefused;
import dev.sluice.pool.failure.ReleaseRefused.Reason;
import dev.sluice.pool.failure.Unsupported;
import dev.sluice.pool.failure.WrongState;
import dev.sluice.pool.leak.LeakSuspect;
import dev.sluice.pool.operation.LeaseSelector;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.operation.Selector;
import dev.sluice.pool.store.FailureKind;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.Store;
import dev.sluice.pool.store.Target;
import dev.sluice.time.Deadline;
import dev.sluice.time.SpanText;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A pool that can be operated: leases resources through a priority gate, keeps their number and health, and
 * is watched and steered while it serves.
 *
 * <p><b>Guarantees.</b> Never more than {@link PoolConfig#maxSize()} resources exist, those being created or
 * closed included (a pool that was made smaller gets there as leases end). A resource has one owner at a
 * time. A caller waits no longer than its deadline, whatever the database does. Operations never break a
 * lease unless they are forced. No foreign code runs under a lock.
 *
 * <p>Thread-safe.
 *
 * @param <R> the resource
 */
public final class ManagedPool<R> implements AutoCloseable {

    /** How long {@link #close()} waits for leases. */
    public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(10);

    private final PoolCore<R> core;
    private final PoolParts<R> parts;
    private final Housekeeper<R> housekeeper;
    private final Operations<R> operations;
    private final Reclaim<R> reclaim;
    private final SteeringOperations<R> steering;
    private final Relocations<R> relocations;
    private final Shutdown<R> shutdown;
    private final Observation<R> observation;
    private final AcquireWait<R> acquireWait;
    private final Release<R> release;
    private final StackCapture stacks;
    private volatile boolean verbose;

    /** A pool over the store. It has no resources until {@link #start()}. */
    public ManagedPool(String name, PoolConfig config, Store<R> store, PoolRuntime runtime) {
        parts = new PoolParts<>(name, config, store, runtime);
        core = parts.core;
        housekeeper = new Housekeeper<>(parts);
        operations = new Operations<>(parts);
        reclaim = new Reclaim<>(core, operations);
        steering = new SteeringOperations<>(parts, operations, housekeeper);
        relocations = new Relocations<>(parts, operations, steering);
        shutdown = new Shutdown<>(core, parts.retirement, housekeeper);
        observation = new Observation<>(parts);
        acquireWait = new AcquireWait<>(parts);
        release = new Release<>(parts, shutdown);
        stacks = parts.leaks.capture();
    }

    /**
     * Creates the minimum of resources and begins housekeeping. The pool serves from the first moment;
     * resources that cannot be created are tried again later.
     *
     * @return completes when each has been tried once, never exceptionally
     */
    public CompletableFuture<Void> start() {
        return housekeeper.start();
    }

    /**
     * Starts as an operation: the report tells whether resources can be created at all. If not even the first one can,
     * the report is not complete, and the pool has not been started. If some of the others cannot, they are tried again
     * later, as they are after {@link #start()}.
     */
    public OperationReport launch(OperationContext context) {
        OperationReport report = operations.launch(context);
        if (report.complete() && !report.dryRun()) {
            housekeeper.takeOver();
        }
        return report;
    }

    /** The pool's name. */
    public String name() {
        return core.name;
    }

    /** Its state. */
    public PoolState state() {
        return parts.condition.state();
    }

    /** Its settings, as they are now. */
    public PoolConfig config() {
        return core.config;
    }

    /** Whether every lease given out and taken back is worth a line in the log. Off at first. */
    public boolean isVerbose() {
        return verbose;
    }

    /** Switches the lines for single connections on or off. */
    public void setVerbose(boolean on) {
        verbose = on;
        core.events.askListeners();
    }

    /** Adds a listener, which hears of everything from now on. */
    public void addListener(PoolListener listener) {
        core.events.add(listener);
    }

    /** Leases a resource with {@link AcquireRequest#DEFAULT}. See {@link #acquire(AcquireRequest)}. */
    public Lease<R> acquire() throws InterruptedException {
        return acquire(AcquireRequest.DEFAULT);
    }

    /**
     * Leases a resource, waiting in the request's lane until its deadline if need be.
     *
     * @throws AcquireTimeout if none became free in time
     * @throws PoolSaturated if too many wait already, or the pool is full and the time is too short to wait
     * @throws CreationFailed if there was room for another one but none could be created in time
     * @throws PoolClosed if the pool is closed, or is closed during the wait
     * @throws InterruptedException if the thread is interrupted while it waits; it has no lease then
     */
    public Lease<R> acquire(AcquireRequest request) throws InterruptedException {
        return lease(request, null);
    }

    /**
     * As {@link #acquire(AcquireRequest)}, but waits until a deadline that the caller has made already, whatever the
     * request says: where this is one wait of several, or may be called off by {@link Deadline#cutShort}, which ends it
     * like the passing of time.
     */
    public Lease<R> acquire(AcquireRequest request, Deadline deadline) throws InterruptedException {
        return lease(request, deadline);
    }

    private Lease<R> lease(AcquireRequest request, @Nullable Deadline deadline) throws InterruptedException {
        Thread thread = Thread.currentThread();
        Slot<R> slot = core.gate.tryEnter(request.priority(), thread, request);
        if (slot == null) {
            slot = acquireWait.enter(request, deadline, thread);
        } else if (core.events.tellsLeases()) {
            core.events.lent(slot, request);
        }
        if (stacks.isOn()) {
            StackCapture.capture(slot);
        }
        return new Lease<>(release, slot, request, thread);
    }

    /**
     * Gives a lease back, like {@link Lease#close()}, but insists that it is one.
     *
     * @throws ReleaseRefused if it is null, of another pool or no longer in this one, or was given back
     */
    public void release(@Nullable Lease<R> lease) {
        insist(ours(lease));
    }

    /**
     * Gives a lease back whose resource is not to be used again, as {@link #release} does.
     *
     * @throws ReleaseRefused as for that
     */
    public void discard(@Nullable Lease<R> lease) {
        Lease<R> ours = ours(lease);
        ours.invalidate();
        insist(ours);
    }

    private Lease<R> ours(@Nullable Lease<R> lease) {
        if (lease == null) {
            throw ReleaseRefused.nothingGiven(core.name);
        }
        if (!lease.isOf(release) || !core.slots.contains(lease.slot())) {
            throw ReleaseRefused.of(core.name, Reason.UNKNOWN, lease.name());
        }
        return lease;
    }

    private void insist(Lease<R> lease) {
        if (!lease.end()) {
            throw ReleaseRefused.of(core.name, Reason.NOT_IN_USE, lease.name());
        }
    }

    /**
     * Something proved that resources of this pool may be dead: every idle one is validated now, by workers,
     * and none is handed out before it was.
     */
    public void suspectIdle() {
        parts.checks.suspectIdle();
    }

    /**
     * Detects a dead database even while the pool is unused. Unless a resource was shown to work within
     * {@link PoolConfig#probeAfter()}, a worker validates an idle one. Never blocks.
     */
    public void probe() {
        parts.probes.probe();
    }

    /**
     * Probes as {@link #probe()} does, and blocks until the answer arrives, at most until
     * {@link PoolConfig#probeWait()} after the start of the validation.
     */
    public void awaitProbe() {
        parts.probes.awaitProbe();
    }

    /** What the pool looks like now. */
    public PoolStats stats() {
        return observation.stats();
    }

    /** The last events, oldest first, at most {@code limit} and never more than 1000. */
    public List<PoolEvent> recentEvents(int limit) {
        return core.events.recent(limit);
    }

    /**
     * The message of the last attempt to create a resource, if it failed, or why none of them is of use; null while all
     * is well.
     */
    public @Nullable String lastCreationFailure() {
        LastFailure failure = parts.failures.last();
        return failure == null ? core.reports.trouble() : Secrets.words(failure.cause());
    }

    /** Returns the kind of the failure that keeps the pool from serving, or null without one. */
    public @Nullable FailureKind trouble() {
        ServingFailure trouble = parts.condition.trouble();
        return trouble == null ? null : trouble.kind();
    }

    /**
     * Runs an operation now on this thread or, while another operation runs, later on a worker after that one has
     * ended. For callers that need no result and must not be refused.
     *
     * @param kind the kind of the operation; at most one of each kind waits, and a second request joins it
     * @param operation an action that calls this pool, and throws nothing but {@link OperationInProgress}
     */
    public void whenFree(String kind, Runnable operation) {
        operations.whenFree(kind, operation);
    }

    /**
     * Starts a new generation: idle resources are closed now, leased ones when they are released — or now,
     * if {@code force} is given, under whoever uses them — and the pool is refilled to its minimum.
     *
     * <p>Like all operations it runs on the caller's thread and alone.
     *
     * @throws PoolClosed if the pool is closed
     * @throws OperationInProgress if another operation runs
     */
    public OperationReport reset(boolean force, OperationContext context) {
        return operations.reset(force, context);
    }

    /** As {@link #reset(boolean, OperationContext)}, followed by nobody. */
    public OperationReport reset(boolean force) {
        return reset(force, OperationContext.plain());
    }

    /** Retires what the selector matches, idle ones now, leased ones on release, and refills to the minimum. */
    public OperationReport expire(Selector selector, OperationContext context) {
        return operations.expire(selector, context);
    }

    /** As {@link #expire(Selector, OperationContext)}, followed by nobody. */
    public OperationReport expire(Selector selector) {
        return expire(selector, OperationContext.plain());
    }

    /** Replaces every resource by a new one, at a pace, new before old where there is room. */
    public OperationReport renew(Pace pace, OperationContext context) {
        return operations.renew(pace, context);
    }

    /** Replaces every resource, one after the other. */
    public OperationReport renew() {
        return renew(Pace.ONE_BY_ONE, OperationContext.plain());
    }

    /** Creates resources until there are {@code target}, at most the maximum. */
    public OperationReport fill(int target, OperationContext context) {
        return operations.fill(target, context);
    }

    /** As {@link #fill(int, OperationContext)}, followed by nobody. */
    public OperationReport fill(int target) {
        return fill(target, OperationContext.plain());
    }

    /** As {@link #fill}, but no more than {@code atOnce} at the same time. */
    public OperationReport warmUp(int target, int atOnce, OperationContext context) {
        return operations.warmUp(target, atOnce, context);
    }

    /** Validates all that is idle, now, takes out the dead, and refills to the minimum. */
    public OperationReport validate(OperationContext context) {
        return operations.validate(context);
    }

    /**
     * Takes a resource away from whoever holds it: it is closed under the holder, whose own release is harmless
     * then.
     *
     * @param connection its name
     * @throws ReleaseRefused if the name is missing, unknown, or the resource is not leased
     */
    public OperationReport reclaim(@Nullable String connection, OperationContext context) {
        return reclaim(LeaseSelector.of(connection), context);
    }

    /**
     * Breaks every lease that meets all conditions of the selector. Each selected lease ends exactly once: by its holder,
     * or by this call. A dry run lists the leases, and changes nothing.
     *
     * @throws ReleaseRefused if the selector has no condition, or names a resource that is unknown or not leased
     */
    public OperationReport reclaim(LeaseSelector selector, OperationContext context) {
        return reclaim.release(selector, context);
    }

    /** As {@link #reclaim(String, OperationContext)}, followed by nobody. */
    public OperationReport reclaim(@Nullable String connection) {
        return reclaim(connection, OperationContext.plain());
    }

    /**
     * Lets nobody in until the pool is resumed, see {@link #pause()}.
     *
     * @throws WrongState if the pool is disabled
     */
    public OperationReport pause(OperationContext context) {
        return steering.pause(context);
    }

    /**
     * Lets callers in again, see {@link #resume()}.
     *
     * @throws WrongState if the pool is disabled
     */
    public OperationReport resume(OperationContext context) {
        return steering.resume(context);
    }

    /** Refuses callers, those who wait included, until the pool is enabled. Leases go on. */
    public OperationReport disable(OperationContext context) {
        return steering.disable(context);
    }

    /** Lets callers in again, and refills a pool that was drained. */
    public OperationReport enable(OperationContext context) {
        return steering.enable(context);
    }

    /**
     * Refuses callers, closes what is idle, and waits for leases, but no longer than {@code patience}; the report
     * names those who still hold one. Afterwards the pool is disabled, and stays empty until it is enabled.
     */
    public OperationReport drain(Duration patience, OperationContext context) {
        return steering.drain(patience, context);
    }

    /**
     * Changes the sizes at once, both or none; null leaves one as it is. Then creates resources up to a larger minimum;
     * the report says how many could not be created, which are tried again later.
     *
     * @throws IllegalArgumentException if they make no sense; the old ones stay
     */
    public OperationReport resize(@Nullable Integer min, @Nullable Integer max, OperationContext context) {
        return steering.resize(min, max, context);
    }

    /** Counts anew from here; what metrics tell begins at zero again. */
    public OperationReport resetStatistics(OperationContext context) {
        return operations.run(OperationName.RESET_STATISTICS, context, work -> {
            if (!work.isDryRun()) {
                observation.resetCounters();
            }
        });
    }

    /** Breaks the leases that are out for longer than the leak threshold. */
    public OperationReport reclaimLeaks(OperationContext context) {
        return reclaim.leaks(context);
    }

    /** As {@link #close(CloseMode, Duration)}, also while another operation runs; that one breaks off. */
    public OperationReport close(CloseMode mode, Duration patience, OperationContext context) {
        if (patience.isNegative()) {
            throw new IllegalArgumentException("patience must not be negative: " + SpanText.exact(patience));
        }
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
     * Checks that a request from outside may move this pool to the target; the application's own code need not check.
     * No connection is attempted, and no name resolved.
     *
     * @throws Unsupported if this kind of pool has no endpoint
     * @throws IllegalArgumentException if only a configuration may name such a target, or if stored credentials would
     *     go to a place that the configuration does not name for them
     */
    public void admit(Target target) {
        relocations.admit(target);
    }

    /**
     * Moves to another endpoint: tries it, pauses, waits for leases up to {@code patience}, switches, fills and
     * resumes. Whatever fails leads back to the old one.
     *
     * @throws Unsupported if this kind of pool has none
     * @throws IllegalArgumentException if the target makes no sense
     */
    public OperationReport switchEndpoint(Target target, Duration patience, OperationContext context) {
        return relocations.switchEndpoint(target, patience, context);
    }

    /**
     * Changes the credentials: tries the new ones, uses them for new resources, replaces the old ones at a pace, and
     * waits up to {@code patience} until none is left. Whatever fails leads back to the old ones.
     *
     * @throws Unsupported if this kind of pool has none
     */
    public OperationReport rotateCredentials(Target target, Pace pace, Duration patience, OperationContext context) {
        return relocations.rotateCredentials(target, pace, patience, context);
    }

    /**
     * Changes settings while the pool serves; sizes take effect at once, leases beyond a smaller maximum are
     * retired on release. The rules of the gate take effect with the next caller. A new maintenance interval begins at
     * once: the next look at the pool is one interval away.
     *
     * @throws IllegalArgumentException if the new settings make no sense; the old ones stay
     */
    public void reconfigure(UnaryOperator<PoolConfig.Builder> change) {
        PoolConfig before;
        PoolConfig after;
        do {
            before = core.config;
            after = change.apply(before.toBuilder()).build();
        } while (!core.replace(before, after));
        String rules = after.admission().changesOf(before.admission());
        String sizes = "min " + after.minSize() + ", max " + after.maxSize();
        core.events.pool(Type.RECONFIGURED, 0, rules.isEmpty() ? sizes : sizes + ", rules: " + rules);
        stacks.review(after.leakStacks(), core.ticker.nanos());
        housekeeper.reschedule();
        housekeeper.shrink();
        parts.growth.meetDemand();
    }

    /** The rules of the gate; they are changed with {@link #reconfigure}. */
    public AdmissionPolicy policy() {
        return core.gate.policy();
    }

    /** Lets nobody in until {@link #resume()}. Callers wait, with their deadlines; leases go on, nothing is closed. */
    public void pause() {
        steering.pause();
    }

    /** Lets callers in again. */
    public void resume() {
        steering.resume();
    }

    /**
     * Returns the first page of waiters and holders: at most {@value PoolQueue#PAGE} waiters, in the order of their
     * turns, and at most as many holders.
     *
     * @param stacks whether to add the stacks of the holders, which costs a moment for each
     */
    public PoolQueue queue(boolean stacks) {
        return queue(PoolQueue.Page.first(stacks));
    }

    /** Returns a page of waiters and holders. Blocks for at most 1 s, and only if statements are asked for. */
    public PoolQueue queue(PoolQueue.Page page) {
        return observation.queue(page);
    }

    /**
     * Returns the last 100 callers that ended without a lease, latest first, each with the longest lease at that
     * moment.
     */
    public List<LostWaiter> gaveUp() {
        return acquireWait.gaveUp();
    }

    /**
     * Leases that were reported as leaks and are still out, the longest first. They were found when the pool was looked
     * after last, so one may be missing that is out for too long since then.
     *
     * @param stacks whether to add where they were acquired, if that was captured, and where their holders are now,
     *     which costs a moment for each
     */
    public List<LeakSuspect> leaks(boolean stacks) {
        return parts.leaks.list(stacks);
    }

    /**
     * Begins to close the pool, and waits for nothing: newcomers and waiters are refused and idle resources are closed
     * from now on, leased ones when they are released. Of a pool that is closed already, changes nothing.
     *
     * @return completes when the last resource is gone and the store is closed, by a worker or whoever released it
     */
    public CompletableFuture<Void> beginClose() {
        return shutdown.begin();
    }

    /** Closes the pool, waiting for leases up to {@link #DEFAULT_DRAIN}. */
    @Override
    public void close() {
        close(CloseMode.DRAIN, DEFAULT_DRAIN);
    }

    /**
     * Closes the pool: refuses newcomers and waiters at once, then ends the resources as the mode says.
     * Returns when that is done; a second call waits for the first.
     *
     * @param drain how long to wait for leases in mode {@link CloseMode#DRAIN}
     */
    public void close(CloseMode mode, Duration drain) {
        shutdown.close(mode, drain);
    }
}
