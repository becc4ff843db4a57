package dev.sluice.control;

import dev.sluice.control.operation.PoolDirectory;
import dev.sluice.control.operation.PoolPlan;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolState;
import dev.sluice.pool.PoolTracer;
import dev.sluice.pool.PoolTracer.OperationTrace;
import dev.sluice.pool.QuietTrace;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.failure.PoolExists;
import dev.sluice.pool.failure.TooManyPools;
import dev.sluice.pool.failure.Unsupported;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Adds pools to a running manager, and removes them. A pool is not visible before its first connection, so that a wrong
 * address does not make the service appear unhealthy. Thread-safe.
 */
final class Provisioning implements PoolDirectory {

    private static final String CREATE = OperationName.CREATE_POOL.text();
    private static final String DELETE = OperationName.DELETE_POOL.text();

    private final PoolRegistry pools;

    /** Ids of the operations that create a pool now, by the name of the pool in lower case. */
    private final Map<String, String> coming = new ConcurrentHashMap<>();

    private volatile @Nullable PoolFactory factory;
    private volatile Function<String, @Nullable PoolTracer> tracers = pool -> null;

    Provisioning(PoolRegistry pools) {
        this.pools = pools;
    }

    void use(PoolFactory newFactory) {
        factory = newFactory;
    }

    /** Sets the source of tracers, by the names of pools, for creations and deletions from now on. */
    void traceBy(Function<String, @Nullable PoolTracer> newTracers) {
        tracers = newTracers;
    }

    @Override
    public ManagedPool<?> pool(String name) {
        return pools.pool(name);
    }

    @Override
    public OperationReport create(PoolPlan plan, OperationContext context) {
        String name = PoolName.check(plan.name());
        return traced(OperationName.CREATE_POOL, name, context, inner -> create(name, plan, inner));
    }

    private OperationReport create(String name, PoolPlan plan, OperationContext context) {
        String key = name.toLowerCase(Locale.ROOT); // the manager compares names without case, too
        PoolFactory maker = factoryFor(name, CREATE);
        if (context.isDryRun()) {
            refuseTaken(name);
            requireRoom(name, 1, maker.mostPools());
            return launch(maker, plan, context);
        }
        reserve(name, key, context.id(), maker.mostPools());
        try {
            refuseTaken(name);
            return launch(maker, plan, context);
        } finally {
            coming.remove(key);
        }
    }

    /**
     * Follows all steps of a creation or deletion: a tracer of the pool itself would miss those before its registration
     * and after its close. Operations of the pool in between are parts of this one in the trace.
     */
    private OperationReport traced(
            OperationName operation,
            String pool,
            OperationContext context,
            Function<OperationContext, OperationReport> steps) {
        OperationTrace trace = QuietTrace.begin(tracers.apply(pool), operation, context);
        OperationReport report;
        try {
            report = steps.apply(trace == OperationTrace.NONE ? context : context.tracedAs(null));
        } catch (RuntimeException | Error e) {
            trace.failed(e);
            throw e;
        }
        trace.ended(report);
        return report;
    }

    /** Reserves the name and a place, so that pools created at the same time do not exceed the maximum together. */
    private synchronized void reserve(String name, String key, String id, int most) {
        String other = coming.putIfAbsent(key, id);
        if (other != null) {
            throw new OperationInProgress(name, CREATE, CREATE, other);
        }
        try {
            requireRoom(name, coming.size(), most);
        } catch (TooManyPools e) {
            coming.remove(key);
            throw e;
        }
    }

    private void requireRoom(String name, int more, int most) {
        if (pools.names().size() + more > most) {
            throw new TooManyPools(name, most);
        }
    }

    private void refuseTaken(String name) {
        for (String taken : pools.names()) {
            if (taken.equalsIgnoreCase(name)) {
                throw new PoolExists(taken);
            }
        }
    }

    private OperationReport launch(PoolFactory maker, PoolPlan plan, OperationContext context) {
        ManagedPool<?> pool = maker.make(plan);
        boolean kept = false;
        boolean registered = false;
        try {
            OperationReport report = pool.launch(context);
            if (report.complete() && !report.dryRun()) {
                maker.keep(plan, pool);
                kept = true;
                pools.register(pool);
                registered = true;
            }
            return report.inState(registered ? pool.state().name() : PoolState.STOPPED.name());
        } finally {
            if (!registered) {
                pool.close(CloseMode.FORCE, Duration.ZERO);
                maker.forget(pool, kept && plan.persist());
            }
        }
    }

    @Override
    public OperationReport delete(
            String name, CloseMode mode, Duration patience, boolean forGood, OperationContext context) {
        ManagedPool<?> pool = pools.pool(name);
        return traced(OperationName.DELETE_POOL, name, context, inner -> delete(pool, mode, patience, forGood, inner));
    }

    private OperationReport delete(
            ManagedPool<?> pool, CloseMode mode, Duration patience, boolean forGood, OperationContext context) {
        PoolFactory maker = factoryFor(pool.name(), DELETE);
        maker.checkDeletable(pool);
        OperationReport report = pool.close(mode, patience, context).of(DELETE);
        if (report.dryRun()) {
            return report;
        }
        String words = maker.forget(pool, forGood);
        pools.unregister(pool); // last: no pool of the same name can be created before
        return words.isEmpty() ? report : report.saying(words);
    }

    private PoolFactory factoryFor(String pool, String operation) {
        PoolFactory current = factory;
        if (current == null) {
            throw new Unsupported(pool, operation, "would need a factory, and this manager has none");
        }
        return current;
    }
}
