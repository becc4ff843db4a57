package dev.sluice.pool;

import dev.sluice.admission.AdmissionPolicy;
import dev.sluice.admission.Priority;
import dev.sluice.admission.WaitHistogram;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.CircuitOpen;
import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.PoolSaturated;
import dev.sluice.pool.failure.RateLimited;
import dev.sluice.pool.failure.ReleaseRefused;
import dev.sluice.pool.history.PoolHistory;
import dev.sluice.pool.history.RecentCounts;
import dev.sluice.pool.leak.LeakSuspect;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.TagCounter;
import dev.sluice.pool.store.FailureKind;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.Store;
import dev.sluice.time.Deadline;
import dev.sluice.value.BadValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Leases resources through a priority gate, and maintains their number and health. Operators can observe and operate
 * the pool while it serves, with the operations of {@link PoolOperations}.
 *
 * <p><b>Guarantees.</b> At most {@link PoolConfig#maxSize()} resources exist, including resources in creation and in
 * closing. (A pool with a lowered maximum reaches it as leases end.) A resource has one owner at a time. A caller waits
 * until its deadline at most, even if the database does not answer. Operations break a lease only if they are forced.
 * No foreign code runs under a lock.
 *
 * <p>Thread-safe.
 *
 * @param <R> the resource
 */
public final class ManagedPool<R> extends PoolOperations<R> implements AutoCloseable {

    /** Maximum wait of {@link #close()} for leases. */
    public static final Duration DEFAULT_DRAIN = Duration.ofSeconds(10);

    /** Maximum number of callers that {@link #whatIf} replays. */
    public static final int LARGEST_REPLAY = ReplayLoad.MOST;

    private final PoolCore<R> core;
    private final AcquireWait<R> acquireWait;
    private final Release<R> release;
    private final StackCapture stacks;
    private final SteppedAcquire<R> steppedAcquire;
    private final WhatIf<R> whatIf;
    private final Substitutes<R> substitutes;
    private final Reconfiguration<R> reconfiguration;
    private final GivenLeases<R> given;
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
        reconfiguration = new Reconfiguration<>(parts, housekeeper);
        given = new GivenLeases<>(core, release);
        whatIf = new WhatIf<>(core);
        substitutes = new Substitutes<>(parts, shutdown);
        steppedAcquire = new SteppedAcquire<>(parts, acquireWait, release, substitutes);
    }

    /** Returns the operations on this pool, for callers that need nothing else. */
    public PoolOperations<R> operations() {
        return this;
    }

    /**
     * Creates the minimum of resources and begins the maintenance. The pool serves at once. Failed creations are tried
     * again later.
     *
     * @return completes after one attempt for each resource, never exceptionally
     * @throws BadValue if the pool cannot carry out its policies
     */
    public CompletableFuture<Void> start() {
        checkPolicies();
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

    /** Switches the log lines for each acquire and release on or off. */
    public void setVerbose(boolean on) {
        verbose = on;
        core.events.askListeners();
    }

    /** Adds a listener, which receives all events from now on. */
    public void addListener(PoolListener listener) {
        core.events.add(listener);
    }

    /** Sets the tracer, which follows acquires and operations that begin from now on; null for none (the default). */
    public void traceBy(@Nullable PoolTracer tracer) {
        core.tracer.use(tracer);
    }

    /** Leases a resource with {@link AcquireRequest#DEFAULT}. See {@link #acquire(AcquireRequest)}. */
    public Lease<R> acquire() throws InterruptedException {
        return acquire(AcquireRequest.DEFAULT);
    }

    /**
     * Leases a resource. Blocks in the lane of the request, until its deadline at most, if no resource is free.
     *
     * @throws AcquireTimeout if no resource became free in time
     * @throws PoolSaturated if the gate refuses the caller, for example because the maximum number of callers waits, or
     *     if the pool is full and the timeout is too short
     * @throws RateLimited if a rate limit refuses the caller
     * @throws CircuitOpen if the caller would need a new connection while the circuit breaker is open
     * @throws CreationFailed if there was room for another resource but none could be created in time
     * @throws PoolClosed if the pool is closed, or is closed during the wait
     * @throws InterruptedException if the thread is interrupted while it waits; it then has no lease
     */
    public Lease<R> acquire(AcquireRequest request) throws InterruptedException {
        return lease(request, null);
    }

    /**
     * Leases a resource as {@link #acquire(AcquireRequest)} does, for a caller that calls {@link #substitute} after each
     * {@link PoolSaturated}. The refusal is counted there, if it stands.
     */
    public Lease<R> acquireOrAsk(AcquireRequest request) throws InterruptedException {
        return lease(request, null, true);
    }

    /**
     * Leases a resource as {@link #acquire(AcquireRequest)} does, but until the given deadline. The timeout of the
     * request does not count. Use it for several waits with a common deadline, or for a wait that
     * {@link Deadline#cutShort} may end early.
     */
    public Lease<R> acquire(AcquireRequest request, Deadline deadline) throws InterruptedException {
        return lease(request, deadline);
    }

    @Override
    Lease<R> lease(AcquireRequest request, @Nullable Deadline deadline) throws InterruptedException {
        return lease(request, deadline, false);
    }

    private Lease<R> lease(AcquireRequest request, @Nullable Deadline deadline, boolean asks)
            throws InterruptedException {
        Thread thread = Thread.currentThread();
        if (core.steps.areOnForAcquires()) {
            return steppedAcquire.lease(request, deadline, thread, asks);
        }
        Slot<R> slot = core.gate.tryEnter(request.priority(), thread, request);
        return slot == null
                ? leaseAfterWait(request, deadline, thread, asks)
                : new Lease<>(release, slot, request, thread);
    }

    private Lease<R> leaseAfterWait(AcquireRequest request, @Nullable Deadline deadline, Thread thread, boolean asks)
            throws InterruptedException {
        Slot<R> slot;
        try {
            slot = acquireWait.enter(request, deadline, thread);
        } catch (PoolSaturated e) {
            return substitutes.instead(request, thread, e, asks);
        }
        if (stacks.isOn()) {
            StackCapture.capture(slot);
        }
        return new Lease<>(release, slot, request, thread);
    }

    /**
     * Adds a source of limits for waits, beside the timeouts of requests; of all limits the shortest holds. An acquire
     * with a given {@link Deadline} is not limited, see {@link #limitsOfWaits}.
     */
    public void limitWaits(DeadlineSource source) {
        acquireWait.limits().add(source);
    }

    /** Returns the limits from outside, for code that waits on behalf of callers. */
    public OuterLimits limitsOfWaits() {
        return acquireWait.limits();
    }

    /**
     * Sets the supplier of substitutes for the policy degradation. The lease of a substitute says so with {@link
     * Lease#isDegraded()}; its end does not touch the pool.
     */
    public void fallback(FallbackSupplier<R> supplier) {
        substitutes.lease(supplier);
    }

    /**
     * Sets a supplier of substitutes that are no resources of this pool. An acquire does not return them; a caller of
     * {@link #acquireOrAsk} asks for them with {@link #substitute} after its refusal.
     */
    public void foreignFallback(FallbackSupplier<?> supplier) {
        substitutes.hand(supplier);
    }

    /**
     * Returns a substitute for a caller that {@link #acquireOrAsk} has refused, or null if the refusal stands. Only a
     * refusal that stands counts as one, so a caller asks once.
     *
     * @param type the type of the substitutes of this pool
     */
    public <T> @Nullable T substitute(Class<T> type, AcquireRequest request, PoolSaturated refusal) {
        return substitutes.foreign(type, request, refusal);
    }

    /**
     * Checks that the pool can carry out its policies. {@link #start()} and {@link #reconfigure} check it, too.
     *
     * @throws BadValue with the key and the reason, if it cannot
     */
    public void checkPolicies() {
        reconfiguration.checkPolicies();
    }

    /**
     * Releases a lease, as {@link Lease#close()} does, and refuses other leases.
     *
     * @throws ReleaseRefused if the lease is null, of another pool, or ended, or if its resource has left the pool
     */
    public void release(@Nullable Lease<R> lease) {
        given.end(lease, false);
    }

    /**
     * Releases a lease whose resource must not be used again, as {@link #release} does.
     *
     * @throws ReleaseRefused under the conditions of {@link #release}
     */
    public void discard(@Nullable Lease<R> lease) {
        given.end(lease, true);
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

    /**
     * Returns the statistics of this moment with an empty list of connections, for readers that repeat often. The cost
     * hardly grows with the number of connections.
     */
    public PoolStats figures() {
        return observation.figures();
    }

    /** Returns the number of leases of each tenant that has one. */
    public Map<String, Integer> heldByTenant() {
        return observation.heldByTenant();
    }

    /** Returns the latest events, oldest first: at most {@code limit}, and at most {@value PoolEvent#KEPT}. */
    public List<PoolEvent> recentEvents(int limit) {
        return core.events.recent(limit);
    }

    /**
     * Returns the message of the last creation if it failed, or the reason why no resource can be used; null without a
     * problem.
     */
    public @Nullable String lastCreationFailure() {
        LastFailure failure = parts.failures.last();
        return failure == null ? core.reports.problem() : FailureText.of(failure.cause());
    }

    /** Returns the kind of the failure that keeps the pool from serving, or null without one. */
    public @Nullable FailureKind failureKind() {
        ServingFailure failure = parts.condition.servingFailure();
        return failure == null ? null : failure.kind();
    }

    /**
     * Changes settings while the pool serves. Sizes take effect at once; leased resources beyond a smaller maximum are
     * retired at their release. The rules of the gate take effect with the next caller. A new maintenance interval
     * begins at once, so the next maintenance follows after one interval.
     *
     * @throws IllegalArgumentException if a new setting is invalid; the old settings stay
     */
    public void reconfigure(UnaryOperator<PoolConfig.Builder> change) {
        reconfiguration.change(change);
    }

    /** Returns the rules of the gate; {@link #reconfigure} changes them. */
    public AdmissionPolicy policy() {
        return core.gate.policy();
    }

    /** Returns the policies beyond the gate; {@link #reconfigure} changes them. */
    public PoolPolicies policies() {
        return core.config.policies();
    }

    /** Returns the use of the pool by each counted tag, in the order of keys; empty without the policy for tags. */
    public List<TagUse> tags() {
        return parts.tagging.uses();
    }

    /** Returns the number of leases with a tag since the tags are counted; zero for a tag that is not counted. */
    public long leases(TagCounter.Tag tag) {
        return parts.tagging.leases(tag);
    }

    /** Returns the distribution of the ended waits of a lane since the pool was created. */
    public WaitHistogram waits(Priority lane) {
        return core.gate.counters().waits(lane);
    }

    /**
     * Returns the first page of waiters and holders: at most {@value PoolQueue#PAGE} waiters, in the order of their
     * turns, and at most as many holders.
     *
     * @param stacks whether to add the stacks of the holders, which takes some time for each
     */
    public PoolQueue queue(boolean stacks) {
        return queue(PoolQueue.Page.first(stacks));
    }

    /** Returns a page of waiters and holders. Blocks for at most 1 s, and only if the page includes statements. */
    public PoolQueue queue(PoolQueue.Page page) {
        return observation.queue(page);
    }

    /** Returns the situation of the pool in words. */
    public String verdict() {
        return parts.history.verdict();
    }

    /** Adds a sample to the history. A timer calls this once a second, on one thread at a time. Never blocks. */
    public void sample() {
        parts.history.sample();
    }

    /** Returns the sums of the latest samples; zero without samples. */
    public RecentCounts recent(int samples) {
        return parts.history.recent(samples);
    }

    /**
     * Returns the samples after the one of this number, at most {@value dev.sluice.pool.history.HistoryRing#KEPT}; 0
     * returns all.
     */
    public PoolHistory history(long since) {
        return parts.history.since(since);
    }

    /**
     * Returns the last 100 callers that ended without a lease, latest first, each with the longest lease at that
     * moment.
     */
    public List<LostWaiter> gaveUp() {
        return acquireWait.gaveUp();
    }

    /**
     * Replays the recent callers at this pool's gate with another size or other rules, in the calling thread. Changes
     * nothing. The record is bounded: {@value #LARGEST_REPLAY} callers at most, and the last leases of each connection.
     *
     * @throws dev.sluice.pool.failure.OperationInProgress if another question is being answered
     * @throws IllegalArgumentException if the settings of the question contradict each other
     */
    public WhatIfReport whatIf(WhatIfQuestion question) {
        return whatIf.answer(question);
    }

    /**
     * Returns the leases that were reported as leaks and have not ended, longest first. The regular maintenance reports
     * leaks, so a lease that has exceeded its threshold since the last maintenance is missing.
     *
     * @param stacks whether to add the stacks of the acquires, if captured, and the current stacks of the holders,
     *     which takes some time for each
     */
    public List<LeakSuspect> leaks(boolean stacks) {
        return parts.leaks.list(stacks);
    }

    /**
     * Begins to close the pool, and never blocks. From now on newcomers and waiters are refused, idle resources are
     * closed, and leased resources are closed at their release. Does nothing if the pool is closed already.
     *
     * @return completes when the last resource is gone and the store is closed; on a worker, or on the thread of the
     *     last release
     */
    public CompletableFuture<Void> beginClose() {
        return shutdown.begin();
    }

    /** Closes the pool. Blocks until the leases have ended, at most for {@link #DEFAULT_DRAIN}. */
    @Override
    public void close() {
        close(CloseMode.DRAIN, DEFAULT_DRAIN);
    }

    /**
     * Closes the pool. Refuses newcomers and waiters at once, then ends the leases and resources according to the mode.
     * Blocks until that is done; a second call waits for the first.
     *
     * @param drain maximum wait for leases in mode {@link CloseMode#DRAIN}
     */
    public void close(CloseMode mode, Duration drain) {
        shutdown.close(mode, drain);
    }
}
