package dev.sluice.control.operation;

import dev.sluice.access.AccessDenied;
import dev.sluice.access.AuditTrail;
import dev.sluice.access.AuditUnavailable;
import dev.sluice.access.Guard;
import dev.sluice.control.operation.OperationConflict.Reason;
import dev.sluice.control.operation.OperationThreads.RunStart;
import dev.sluice.time.Ticker;
import dev.sluice.value.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs orders, one at a time for each pool, on the threads that {@link OperationThreads} chooses. Keeps the last
 * {@value #KEPT} operations. Thread-safe; no pool is called under its lock.
 */
public final class OperationRunner implements AutoCloseable {

    /** Number of operations that are kept. */
    public static final int KEPT = 1000;

    /** Upper bound of the time from which a thread takes an order until the order is the only one on its pool. */
    private static final Duration LONGEST_BEGIN = Duration.ofSeconds(1);

    private final PoolDirectory pools;
    private final Ticker ticker;
    private final Guard guard;
    private final OperatorLimits limits;
    private final OperationThreads threads = new OperationThreads();
    private final Map<String, OperationRun> runs = new LinkedHashMap<>(); // Guarded by this
    private final Map<Order.OwnKey, OperationRun> byKey = new HashMap<>(); // Guarded by this
    private long lastNumber; // Guarded by this
    private volatile Supplier<@Nullable TraceContext> trace = () -> null;

    /**
     * @param pools finds the pools of commands
     * @param trail gets each order and each denial
     * @param limits the limits of the role operator
     */
    public OperationRunner(PoolDirectory pools, Ticker ticker, AuditTrail trail, OperatorLimits limits) {
        this.pools = pools;
        this.ticker = ticker;
        this.guard = new Guard(trail);
        this.limits = limits;
    }

    /** Sets the source of the trace of the thread that orders an operation; the source must not throw. */
    public void traceOrders(Supplier<@Nullable TraceContext> source) {
        trace = source;
    }

    /**
     * Starts an operation. Returns when it is the only one on its pool, or has already ended. Blocks for at most one
     * second. If the maximum number of long operations is running, the operation is {@link Operation.Status#QUEUED} and
     * returned at once. An order with the key of an earlier order starts nothing and returns the operation of the
     * earlier order.
     *
     * @throws AccessDenied if the requester lacks the role of the operation, or the pool
     * @throws AuditUnavailable if the order cannot be audited; nothing has changed
     * @throws OperationConflict if the key was given before with another order
     * @throws OperationNotBegun if no thread is free and no place in a queue is left
     * @throws RuntimeException the refusal of the pool, if there is one
     */
    public Operation start(Order order) {
        guard.require(
                order.requester(),
                limits.role(order),
                order.pool(),
                order.command().name());
        OrderAudit audit = new OrderAudit(guard, pools, order);
        Order.OwnKey key = order.ownKey();
        OperationRun run;
        synchronized (this) {
            OperationRun same = key == null ? null : byKey.get(key);
            if (same != null) {
                return repeated(same, order);
            }
            run = new OperationRun(nextId(), order, ticker, trace.get(), audit::end);
            keep(run);
        }
        if (begin(run, audit) == RunStart.QUEUED) {
            return run.state();
        }
        run.awaitBegun(LONGEST_BEGIN);
        RuntimeException refusal = run.refusal();
        if (!run.hasBegun() && refusal != null) {
            forget(run); // a refused order is no operation
            throw refusal;
        }
        return run.state();
    }

    private RunStart begin(OperationRun run, OrderAudit audit) {
        try {
            audit.begin(run.state().id());
            return threads.execute(run, pools);
        } catch (RuntimeException | Error e) {
            audit.fail(e);
            run.cancel(); // a repetition of the order may have found it meanwhile
            forget(run);
            throw e;
        }
    }

    private static Operation repeated(OperationRun same, Order order) {
        if (!same.order().isSameAs(order)) {
            throw new OperationConflict(
                    Reason.KEY_REUSED,
                    "this Idempotency-Key was used for " + same.state().id() + ", a different request");
        }
        return same.state();
    }

    private String nextId() {
        Instant now = ticker.instant();
        return "op_" + ++lastNumber + "_" + (now.getEpochSecond() * 1_000_000_000L + now.getNano());
    }

    private synchronized void keep(OperationRun run) {
        runs.put(run.state().id(), run);
        Order.OwnKey key = run.order().ownKey();
        if (key != null) {
            byKey.put(key, run);
        }
        if (runs.size() > KEPT) {
            runs.values().stream()
                    .filter(each -> each.state().hasEnded())
                    .findFirst()
                    .ifPresent(this::forget);
        }
    }

    private synchronized void forget(OperationRun run) {
        runs.remove(run.state().id());
        Order.OwnKey key = run.order().ownKey();
        if (key != null) {
            byKey.remove(key, run);
        }
    }

    private synchronized OperationRun find(String id) {
        OperationRun run = runs.get(id);
        if (run == null) {
            throw new UnknownOperation(id);
        }
        return run;
    }

    /**
     * Waits for the end of an operation, at most for the given limit.
     *
     * @return the state at that moment
     * @throws UnknownOperation if no operation has that id
     * @throws RuntimeException the refusal, if the operation was refused
     */
    public Operation await(String id, Duration limit) {
        OperationRun run = find(id);
        run.awaitEnded(limit);
        lapse(run);
        return run.outcome();
    }

    /**
     * Returns a stage that completes when the operation has ended, with its final state, or exceptionally if the pool
     * refused it. No thread is blocked meanwhile.
     *
     * @throws UnknownOperation if no operation has that id
     */
    public CompletionStage<Operation> whenEnded(String id) {
        return find(id).whenEnded();
    }

    /**
     * Returns an operation.
     *
     * @throws UnknownOperation if no operation has that id
     */
    public Operation operation(String id) {
        OperationRun run = find(id);
        lapse(run);
        return run.state();
    }

    /** Returns all operations that are kept, the latest first; only those of the pool, if one is given. */
    public List<Operation> operations(@Nullable String pool) {
        List<OperationRun> known;
        synchronized (this) {
            known = List.copyOf(runs.values());
        }
        List<Operation> all = new ArrayList<>();
        known.forEach(run -> {
            lapse(run);
            all.add(run.state());
        });
        all.removeIf(each -> pool != null && !each.pool().equals(pool));
        Collections.reverse(all);
        return all;
    }

    /**
     * Cancels an operation before its next step; finished steps are not reverted. Returns its state at that moment.
     *
     * @throws UnknownOperation if no operation has that id
     * @throws OperationConflict if the operation has ended
     */
    public Operation cancel(String id) {
        OperationRun run = find(id);
        if (run.state().hasEnded()) {
            throw new OperationConflict(
                    Reason.ENDED,
                    "operation '" + id + "' has ended: " + run.state().status());
        }
        cancel(run);
        return run.state();
    }

    private void cancel(OperationRun run) {
        if (run.cancel()) {
            threads.forget(run);
        }
    }

    /**
     * Ends a queued run whose deadline has passed. No timer watches these deadlines; each access to the operation
     * checks its own.
     */
    private void lapse(OperationRun run) {
        if (run.lapse()) {
            threads.forget(run);
        }
    }

    /**
     * Sends the watcher the present state of an operation and each change, until the returned object is closed. The
     * watcher must not block.
     *
     * @throws UnknownOperation if no operation has that id
     */
    public AutoCloseable watch(String id, Consumer<Operation> watcher) {
        return find(id).watch(watcher);
    }

    @Override
    public void close() {
        List<OperationRun> all;
        synchronized (this) {
            all = List.copyOf(runs.values());
        }
        all.forEach(this::cancel);
        threads.close();
    }
}
