package dev.sluice.pool;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.failure.ReleaseRefused;
import dev.sluice.pool.failure.ReleaseRefused.Reason;
import dev.sluice.pool.leak.LeakSuspect;
import dev.sluice.pool.store.FailureKind;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.Store;
import dev.sluice.time.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A pool that can be operated: leases resources through a priority gate, keeps their number and health, and
 * can be watched and operated while it serves. Its operations are those of {@link PoolOperations}.
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
public final class ManagedPool<R> extends PoolOperations<R> implements AutoCloseable {

    /** Maximum wait of {@link #close()} for leases. */
    public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(10);

    private final PoolCore<R> core;
    private final AcquireWait<R> acquireWait;
    private final Release<R> release;
    private final StackCapture stacks;
    private volatile boolean verbose;

    /** Creates a pool over the store. The pool has no resources until {@link #start()}. */
    public ManagedPool(String name, PoolConfig config, Store<R> store, PoolRuntime runtime) {
        this(new PoolParts<>(name, config, store, runtime));
    }

    private ManagedPool(PoolParts<R> parts) {
        super(parts);
        core = parts.core;
        acquireWait = new AcquireWait<>(parts);
        release = new Release<>(parts, shutdown);
        stacks = parts.leaks.capture();
    }

    /** Returns the operations on this pool, for callers that need no more. */
    public PoolOperations<R> operations() {
        return this;
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

    /** Returns the name of the pool. */
    public String name() {
        return core.name;
    }

    /** Returns the current state. */
    public PoolState state() {
        return parts.condition.state();
    }

    /** Returns whether each acquire and release has a line in the log (default false). */
    public boolean isVerbose() {
        return verbose;
    }

    /** Switches the lines for single connections on or off. */
    public void setVerbose(boolean on) {
        verbose = on;
        core.events.askListeners();
    }

    /** Adds a listener, which receives all events from now on. */
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
     * Leases a resource as {@link #acquire(AcquireRequest)} does, with a deadline that the caller has made already; the
     * timeout of the request does not count. For one wait of several, or a wait that {@link Deadline#cutShort} may end
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
     * Releases a lease, as {@link Lease#close()} does, and refuses what is no lease of this pool.
     *
     * @throws ReleaseRefused if it is null, of another pool or no longer in this one, or was given back
     */
    public void release(@Nullable Lease<R> lease) {
        insist(ours(lease));
    }

    /**
     * Releases a lease whose resource must not be used again, as {@link #release} does.
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
     * Validates every idle resource on workers, because resources of this pool may be dead. No idle resource is leased
     * before its validation.
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

    /** Returns the statistics of this moment. */
    public PoolStats stats() {
        return observation.stats();
    }

    /** Returns the latest events, oldest first: at most {@code limit}, and at most 1000. */
    public List<PoolEvent> recentEvents(int limit) {
        return core.events.recent(limit);
    }

    /**
     * Returns the message of the last creation if it failed, or the reason why no resource can be used; null without a
     * problem.
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

    /** Returns the rules of the gate; {@link #reconfigure} changes them. */
    public AdmissionPolicy policy() {
        return core.gate.policy();
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
     * Returns the leases that were reported as leaks and are still out, the longest first. The regular check of the pool
     * reports them, so a lease that has passed its threshold since the last check is missing.
     *
     * @param stacks whether to add the stacks of the acquires, if captured, and the current stacks of the holders, which
     *     costs a moment for each
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
