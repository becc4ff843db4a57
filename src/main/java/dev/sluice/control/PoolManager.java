package dev.sluice.control;

import dev.sluice.access.AuditTrail;
import dev.sluice.access.Requester;
import dev.sluice.control.diagnosis.ApplicationFrames;
import dev.sluice.control.diagnosis.Diagnosis;
import dev.sluice.control.diagnosis.Diagnostician;
import dev.sluice.control.operation.Operation;
import dev.sluice.control.operation.OperationRunner;
import dev.sluice.control.operation.OperatorLimits;
import dev.sluice.control.operation.Order;
import dev.sluice.control.policy.BadRule;
import dev.sluice.control.policy.PolicyRules;
import dev.sluice.control.policy.PolicyView;
import dev.sluice.control.policy.PoolRules;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.LostWaiter;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolQueue;
import dev.sluice.pool.PoolState;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.PoolTracer;
import dev.sluice.pool.TagUse;
import dev.sluice.pool.WhatIfQuestion;
import dev.sluice.pool.WhatIfReport;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.history.PoolHistory;
import dev.sluice.pool.leak.LeakSuspect;
import dev.sluice.time.Ticker;
import dev.sluice.time.Workers;
import dev.sluice.value.BadValue;
import dev.sluice.value.TraceContext;
import dev.sluice.value.ValueType;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The managed pools of an application, by name, in the order of their registration. Each application has one manager.
 * Thread-safe.
 */
public final class PoolManager implements PoolControl, AutoCloseable {

    private static final ValueType<Integer> LIMIT = Values.integer(1, Integer.MAX_VALUE);

    private final PoolRegistry pools = new PoolRegistry();
    private final Provisioning provisioning = new Provisioning(pools);
    private final OperationRunner operations;
    private volatile boolean faultsPermitted;
    private volatile ApplicationFrames frames = ApplicationFrames.DEFAULT;

    /** Creates a manager without pools, and without an audit log. */
    public PoolManager() {
        this(AuditTrail.NONE, OperatorLimits.NONE);
    }

    /**
     * Creates a manager without pools.
     *
     * @param trail gets each order, and each denial of an order
     * @param limits the limits of the role operator
     */
    public PoolManager(AuditTrail trail, OperatorLimits limits) {
        operations = new OperationRunner(provisioning, Ticker.system(), trail, limits);
    }

    /** Sends the watcher the present pools and all later registrations and removals, each once. */
    public void watch(PoolWatcher watcher) {
        pools.watch(watcher);
    }

    /** Stops sending pools to the watcher. Has no effect on an unknown watcher. */
    public void unwatch(PoolWatcher watcher) {
        pools.unwatch(watcher);
    }

    /** Sets the source of the trace of the thread that orders an operation; the source must not throw. */
    public void traceOrders(Supplier<@Nullable TraceContext> source) {
        operations.traceOrders(source);
    }

    /**
     * Sets the source of tracers for orders to create and delete pools, by the name of the pool, also of one that does
     * not exist yet. The source must not throw. Other operations have the tracer of their pool.
     */
    public void traceProvisioning(Function<String, @Nullable PoolTracer> tracers) {
        provisioning.traceBy(tracers);
    }

    /** Sets the factory for orders to create pools. Without a factory, such orders are refused. */
    public void use(PoolFactory factory) {
        provisioning.use(factory);
    }

    /** Sets the finder of calls of the application, for diagnoses from now on. */
    public void use(ApplicationFrames finder) {
        frames = finder;
    }

    /** Permits fault injection in all pools, also in pools that are registered later. Never in production. */
    public void permitFaults() {
        faultsPermitted = true;
        pools.all().forEach(ManagedPool::permitFaults);
    }

    /**
     * Registers a pool under its name.
     *
     * @throws IllegalArgumentException if the name is invalid, or is taken, even with different case
     */
    public void register(ManagedPool<?> pool) {
        if (faultsPermitted) {
            pool.permitFaults();
        }
        pools.register(pool);
    }

    /** Removes a pool from the registry, without closing it. Has no effect on an unknown pool. */
    public void unregister(ManagedPool<?> pool) {
        pools.unregister(pool);
    }

    /** Returns the pools, in the order of registration. */
    public List<ManagedPool<?>> pools() {
        return pools.all();
    }

    /** Returns the pool of that name. */
    public ManagedPool<?> pool(String name) {
        return pools.pool(name);
    }

    @Override
    public List<String> names() {
        return pools.names();
    }

    @Override
    public PoolStats stats(String pool) {
        return pool(pool).stats();
    }

    @Override
    public PoolStats figures(String pool) {
        return pool(pool).figures();
    }

    @Override
    public PoolHistory history(String pool, long since) {
        return pool(pool).history(since);
    }

    @Override
    public Diagnosis diagnosis(String pool, Requester requester) {
        boolean inner = requester.may(INNER, pool);
        return new Diagnostician(new PoolExamination(this, pool(pool)), frames).of(requester, inner);
    }

    @Override
    public String verdict(String pool) {
        return pool(pool).verdict();
    }

    @Override
    public List<PoolEvent> events(String pool, int limit) {
        LIMIT.check("limit", limit);
        return pool(pool).recentEvents(limit);
    }

    @Override
    public PoolStats probedStats(String pool) {
        ManagedPool<?> managed = pool(pool);
        managed.awaitProbe();
        return managed.stats();
    }

    @Override
    public Readiness readiness(String pool) {
        return Readiness.of(probedStats(pool));
    }

    @Override
    public List<Readiness> readiness(List<String> names) {
        List<ManagedPool<?>> wanted = pools.present(names);
        wanted.forEach(ManagedPool::probe);
        wanted.forEach(ManagedPool::awaitProbe);
        return wanted.stream().map(pool -> Readiness.of(pool.figures())).toList();
    }

    @Override
    public Readiness readinessAsKnown(String pool) {
        ManagedPool<?> managed = pool(pool);
        managed.probe();
        return Readiness.of(managed.figures());
    }

    @Override
    public boolean isVerbose(String pool) {
        return pool(pool).isVerbose();
    }

    @Override
    public void setVerbose(String pool, boolean on) {
        pool(pool).setVerbose(on);
    }

    @Override
    public Operation start(Order order) {
        return operations.start(order);
    }

    @Override
    public Operation await(String operation, Duration limit) {
        return operations.await(operation, limit);
    }

    @Override
    public CompletionStage<Operation> whenEnded(String operation) {
        return operations.whenEnded(operation);
    }

    @Override
    public Operation operation(String id) {
        return operations.operation(id);
    }

    @Override
    public List<Operation> operations(@Nullable String pool) {
        if (pool != null) {
            pool(pool);
        }
        return operations.operations(pool);
    }

    @Override
    public Operation cancel(String operation) {
        return operations.cancel(operation);
    }

    @Override
    public AutoCloseable watch(String operation, Consumer<Operation> watcher) {
        return operations.watch(operation, watcher);
    }

    @Override
    public PolicyView policy(String pool) {
        return PolicyView.of(rulesOf(pool(pool)));
    }

    @Override
    public PolicyView setPolicy(String pool, PolicyRules rules) {
        return changePolicy(pool, before -> rules);
    }

    @Override
    public PolicyView changePolicy(String pool, PolicyRules changes) {
        return changePolicy(pool, before -> PolicyRules.of(before).patchedBy(changes));
    }

    private PolicyView changePolicy(String pool, Function<PoolRules, PolicyRules> change) {
        ManagedPool<?> managed = open(pool);
        try {
            managed.reconfigure(config ->
                    change.apply(PoolRules.of(config.build())).toRules().into(config));
        } catch (BadValue e) {
            throw BadRule.of(e);
        }
        return PolicyView.of(rulesOf(managed));
    }

    private static PoolRules rulesOf(ManagedPool<?> pool) {
        return new PoolRules(pool.policy(), pool.policies());
    }

    @Override
    public PoolQueue queue(String pool, PoolQueue.Page page) {
        return pool(pool).queue(page);
    }

    @Override
    public List<TagUse> tags(String pool) {
        return pool(pool).tags();
    }

    @Override
    public List<LostWaiter> gaveUp(String pool) {
        return pool(pool).gaveUp();
    }

    @Override
    public WhatIfReport whatIf(String pool, @Nullable Integer maxSize, PolicyRules changes, @Nullable Duration last) {
        ManagedPool<?> managed = pool(pool);
        PoolRules present = rulesOf(managed);
        try {
            PoolRules other = PolicyRules.of(present).patchedBy(changes).toRules();
            if (!other.policies().equals(present.policies())) {
                String policies = other.policies().changesOf(present.policies());
                throw BadValue.of(
                        policies.substring(0, policies.indexOf(' ')),
                        "is no rule of the gate; what-if replays the rules of the gate alone");
            }
            return managed.whatIf(new WhatIfQuestion(maxSize, other.admission(), last));
        } catch (BadValue e) {
            throw isOfQuestion(e) ? e : BadRule.of(e);
        }
    }

    private static boolean isOfQuestion(BadValue e) {
        return WhatIfQuestion.VALUES.stream().anyMatch(value -> value.key().equals(e.name()));
    }

    @Override
    public List<LeakSuspect> leaks(String pool, boolean stacks) {
        return pool(pool).leaks(stacks);
    }

    private ManagedPool<?> open(String name) {
        ManagedPool<?> pool = pool(name);
        if (pool.state() == PoolState.STOPPING || pool.state() == PoolState.STOPPED) {
            throw new PoolClosed(name);
        }
        return pool;
    }

    /** Closes all pools at the same time. Each drains for at most {@link ManagedPool#DEFAULT_DRAIN}. */
    @Override
    public void close() {
        close(ManagedPool.DEFAULT_DRAIN);
    }

    /** Closes like {@link #close()}, with the given limit for drains. A pool leaves the registry when it is closed. */
    public void close(Duration drain) {
        pools.close();
        List<ManagedPool<?>> all = pools();
        // The common pool may have a single thread, and would drain the pools one after the other.
        ExecutorService closers = Workers.named("sluice-close", Math.max(1, all.size()));
        try {
            CompletableFuture.allOf(all.stream()
                            .map(pool -> CompletableFuture.runAsync(() -> close(pool, drain), closers))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } finally {
            closers.shutdown();
            operations.close();
        }
    }

    private void close(ManagedPool<?> pool, Duration drain) {
        try {
            pool.close(CloseMode.DRAIN, drain);
        } finally {
            unregister(pool);
        }
    }
}
