package dev.sluice.control;

import dev.sluice.access.AccessDenied;
import dev.sluice.access.CurrentRequester;
import dev.sluice.access.Guard;
import dev.sluice.access.Requester;
import dev.sluice.access.Role;
import dev.sluice.control.diagnosis.Diagnosis;
import dev.sluice.control.operation.Operation;
import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.operation.Order;
import dev.sluice.control.operation.UnknownOperation;
import dev.sluice.control.policy.PolicyRules;
import dev.sluice.control.policy.PolicyView;
import dev.sluice.control.policy.PoolRules;
import dev.sluice.pool.LostWaiter;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolQueue;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.TagUse;
import dev.sluice.pool.WhatIfReport;
import dev.sluice.pool.history.PoolHistory;
import dev.sluice.pool.leak.LeakSuspect;
import dev.sluice.pool.operation.OperationReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The inbound port for requests from outside: reads need the role viewer for the pool, lists have only the pools of the
 * requester, and each change needs its own role and is audited. Roles of orders are in the {@link OperationCatalogue}.
 * Each method throws {@link dev.sluice.access.AccessDenied} if the requester lacks the role or the pool, and each change
 * {@link dev.sluice.access.AuditUnavailable} if it cannot be audited; then nothing has changed. Thread-safe.
 */
public final class GuardedControl implements PoolControl {

    private final PoolManager pools;
    private final CurrentRequester current;
    private final Guard guard;

    /**
     * @param current tells who asks
     */
    public GuardedControl(PoolManager pools, CurrentRequester current, Guard guard) {
        this.pools = pools;
        this.current = current;
        this.guard = guard;
    }

    /** Returns the origin of the request that the calling thread handles. */
    public Requester requester() {
        return current.requester();
    }

    /**
     * Returns if the requester may read the pool.
     *
     * @throws dev.sluice.access.AccessDenied if not
     */
    public void requireReadable(String pool) {
        require(Role.VIEWER, pool, "read");
    }

    /**
     * Returns if the requester has the role: for the pool, or, without a pool, for at least one. For surfaces that check
     * it before they read the rest of a request.
     *
     * @param operation the name of the request, for the audit log
     * @throws dev.sluice.access.AccessDenied if not
     */
    public void requireRole(Role role, @Nullable String pool, String operation) {
        if (pool == null) {
            guard.requireRole(requester(), role, operation);
        } else {
            require(role, pool, operation);
        }
    }

    private void require(Role role, String pool, String operation) {
        guard.require(requester(), role, pool, operation);
    }

    private List<String> readable(List<String> names) {
        Requester requester = requester();
        guard.requireRole(requester, Role.VIEWER, "read");
        return names.stream().filter(name -> requester.may(Role.VIEWER, name)).toList();
    }

    @Override
    public List<String> names() {
        return readable(pools.names());
    }

    @Override
    public PoolStats stats(String pool) {
        requireReadable(pool);
        return pools.stats(pool);
    }

    @Override
    public PoolStats probedStats(String pool) {
        requireReadable(pool);
        return pools.probedStats(pool);
    }

    @Override
    public PoolStats figures(String pool) {
        requireReadable(pool);
        return pools.figures(pool);
    }

    @Override
    public PoolHistory history(String pool, long since) {
        requireReadable(pool);
        return pools.history(pool, since);
    }

    @Override
    public Diagnosis diagnosis(String pool, Requester requester) {
        requireReadable(pool);
        return pools.diagnosis(pool, requester);
    }

    /** Returns the diagnosis of a pool for the sender of the request, with what its role may see. */
    public Diagnosis diagnosis(String pool) {
        return diagnosis(pool, requester());
    }

    @Override
    public String verdict(String pool) {
        requireReadable(pool);
        return pools.verdict(pool);
    }

    @Override
    public List<PoolEvent> events(String pool, int limit) {
        requireReadable(pool);
        return pools.events(pool, limit);
    }

    @Override
    public Readiness readiness(String pool) {
        requireReadable(pool);
        return pools.readiness(pool);
    }

    @Override
    public List<Readiness> readiness(List<String> names) {
        return pools.readiness(readable(names));
    }

    @Override
    public Readiness readinessAsKnown(String pool) {
        requireReadable(pool);
        return pools.readinessAsKnown(pool);
    }

    @Override
    public boolean isVerbose(String pool) {
        requireReadable(pool);
        return pools.isVerbose(pool);
    }

    @Override
    public void setVerbose(String pool, boolean on) {
        require(Role.OPERATOR, pool, "verbose");
        Supplier<Map<String, String>> values = () -> Map.of("verbose", String.valueOf(pools.isVerbose(pool)));
        guard.record(requester(), "verbose", pool, null, values, () -> {
            pools.setVerbose(pool, on);
            return on;
        });
    }

    /** Starts an operation; the order has its own requester. */
    @Override
    public Operation start(Order order) {
        return pools.start(order);
    }

    @Override
    public OperationReport perform(Order order) {
        return pools.perform(order);
    }

    @Override
    public Operation await(String operation, Duration limit) {
        readable(operation);
        return pools.await(operation, limit);
    }

    @Override
    public CompletionStage<Operation> whenEnded(String operation) {
        readable(operation);
        return pools.whenEnded(operation);
    }

    @Override
    public Operation operation(String id) {
        return readable(id);
    }

    /** Returns an operation. One of a pool out of scope is unknown, so that nobody learns of it by trying ids. */
    private Operation readable(String id) {
        guard.requireRole(requester(), Role.VIEWER, "read");
        Operation operation = pools.operation(id);
        try {
            requireReadable(operation.pool());
        } catch (AccessDenied e) {
            throw new UnknownOperation(id);
        }
        return operation;
    }

    @Override
    public List<Operation> operations(@Nullable String pool) {
        if (pool != null) {
            requireReadable(pool);
            return pools.operations(pool);
        }
        Requester requester = requester();
        guard.requireRole(requester, Role.VIEWER, "read");
        return pools.operations(null).stream()
                .filter(each -> requester.may(Role.VIEWER, each.pool()))
                .toList();
    }

    /** Cancels an operation, for which the requester needs the role of the operation. */
    @Override
    public Operation cancel(String operation) {
        Operation found = readable(operation);
        Role role = OperationCatalogue.roleOf(found.operation());
        require(role, found.pool(), "cancel-operation");
        return guard.record(
                requester(), "cancel-operation", found.pool(), operation, Map::of, () -> pools.cancel(operation));
    }

    @Override
    public AutoCloseable watch(String operation, Consumer<Operation> watcher) {
        readable(operation);
        return pools.watch(operation, watcher);
    }

    @Override
    public PolicyView policy(String pool) {
        requireReadable(pool);
        return pools.policy(pool);
    }

    @Override
    public PolicyView setPolicy(String pool, PolicyRules rules) {
        return rule(pool, "set-policy", () -> pools.setPolicy(pool, rules));
    }

    @Override
    public PolicyView changePolicy(String pool, PolicyRules changes) {
        return rule(pool, "change-policy", () -> pools.changePolicy(pool, changes));
    }

    private PolicyView rule(String pool, String operation, Supplier<PolicyView> work) {
        require(Role.ADMIN, pool, operation);
        Supplier<Map<String, String>> values = () -> Map.of(
                "policy",
                PolicyRules.of(new PoolRules(
                                pools.pool(pool).policy(), pools.pool(pool).policies()))
                        .toString());
        return guard.record(requester(), operation, pool, null, values, work);
    }

    /** Replays recent callers. Needs the role for inner details, because a replay uses a processor for up to 10 s. */
    @Override
    public WhatIfReport whatIf(String pool, @Nullable Integer maxSize, PolicyRules changes, @Nullable Duration last) {
        require(INNER, pool, "what-if");
        return pools.whatIf(pool, maxSize, changes, last);
    }

    @Override
    public List<LeakSuspect> leaks(String pool, boolean stacks) {
        require(stacks ? INNER : Role.VIEWER, pool, "read");
        return pools.leaks(pool, stacks);
    }

    @Override
    public PoolQueue queue(String pool, PoolQueue.Page page) {
        require(page.stacks() || page.statements() ? INNER : Role.VIEWER, pool, "read");
        return pools.queue(pool, page);
    }

    @Override
    public List<TagUse> tags(String pool) {
        requireReadable(pool);
        return pools.tags(pool);
    }

    @Override
    public List<LostWaiter> gaveUp(String pool) {
        requireReadable(pool);
        return pools.gaveUp(pool);
    }
}
