package dev.sluice.batch.control;

import dev.sluice.access.AccessDenied;
import dev.sluice.access.AuditEvent.ChangeOutcome;
import dev.sluice.access.AuditedChange;
import dev.sluice.access.CurrentRequester;
import dev.sluice.access.Guard;
import dev.sluice.access.Requester;
import dev.sluice.access.Role;
import dev.sluice.control.PoolName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The batches for requests from outside: reads need the role viewer for the pool of the batch, batches of configured
 * handlers the role operator, and batches whose sender provides the SQL the role admin. Changes are audited. Each method
 * throws {@link dev.sluice.access.AccessDenied} if the requester lacks the role or the pool, and each change
 * {@link dev.sluice.access.AuditUnavailable} if it cannot be audited; then nothing has changed. Thread-safe.
 */
public final class GuardedBatches {

    private static final String BEGIN = "begin-batch";

    private final Batches batches;
    private final CurrentRequester current;
    private final Guard guard;

    /**
     * @param current tells who asks
     */
    public GuardedBatches(Batches batches, CurrentRequester current, Guard guard) {
        this.batches = batches;
        this.current = current;
        this.guard = guard;
    }

    /** Returns the limits for orders from outside. */
    public Batches.Limits limits() {
        return batches.limits();
    }

    /** Returns the remembered batches of the requester's pools, the oldest first. */
    public List<Batch> all() {
        Requester requester = current.requester();
        guard.requireRole(requester, Role.VIEWER, "read-batches");
        return batches.all().stream()
                .filter(batch -> requester.may(Role.VIEWER, batch.order().pool()))
                .toList();
    }

    /** Returns a batch. */
    public Batch get(String id) throws BadOrder.Unknown {
        return find(id, Role.VIEWER, "read-batch");
    }

    /**
     * Returns a batch whose failed rows the requester may read: the rows of a query need the role for the pool of the
     * query, too, and rows that failed before, whose origin is not known, for all pools.
     */
    public Batch withRows(String id) throws BadOrder.Unknown {
        Batch batch = find(id, Role.OPERATOR, "read-failed-rows");
        RowSource rows = batch.order().task().rows();
        if (rows instanceof RowSource.Query query) {
            guard.require(current.requester(), Role.OPERATOR, query.pool(), "read-failed-rows");
        } else if (rows instanceof RowSource.Failed) {
            guard.require(current.requester(), Role.OPERATOR, null, "read-failed-rows");
        }
        return batch;
    }

    /** Returns a batch. One of a pool out of scope is unknown, so that no caller learns of it by trying ids. */
    private Batch find(String id, Role role, String operation) throws BadOrder.Unknown {
        Requester requester = current.requester();
        guard.requireRole(requester, role, operation);
        Batch batch = batches.get(id);
        try {
            guard.require(requester, role, batch.order().pool(), operation);
        } catch (AccessDenied e) {
            throw new BadOrder.Unknown(id);
        }
        return batch;
    }

    /**
     * Returns if the requester has the role for at least one pool. For surfaces that check it before they read the rest
     * of a request.
     *
     * @param operation the name of the request, for the audit log
     */
    public void requireRole(Role role, String operation) {
        guard.requireRole(current.requester(), role, operation);
    }

    /**
     * Returns if the requester may begin a batch with these settings. Reads only those that name a pool or have SQL, so
     * that the answer does not depend on whether the others are valid.
     *
     * @param settings the texts by the names of the settings
     */
    public void requireBegin(Map<String, String> settings) {
        boolean bringsSql =
                settings.containsKey(BatchSettings.SQL.name()) || settings.containsKey(BatchSettings.FROM_QUERY.name());
        Role role = bringsSql ? Role.ADMIN : Role.OPERATOR;
        String pool = settings.getOrDefault(BatchSettings.POOL.name(), PoolName.DEFAULT);
        guard.require(current.requester(), role, pool, BEGIN);
        guard.require(current.requester(), role, settings.getOrDefault(BatchSettings.FROM_POOL.name(), pool), BEGIN);
    }

    /** Requires that {@link #start} would accept the order now, as far as can be checked without its rows. */
    public void requireWelcome(BatchOrder order) throws BadOrder {
        requireRole(order, BEGIN);
        batches.requireWelcome(order);
    }

    private void requireRole(BatchOrder order, String operation) {
        Role role = order.task().bringsSql() ? Role.ADMIN : Role.OPERATOR;
        guard.require(current.requester(), role, order.pool(), operation);
        if (order.task().rows() instanceof RowSource.Query query) {
            guard.require(current.requester(), role, query.pool(), operation);
        }
    }

    /**
     * Begins a batch.
     *
     * @param afterwards is called once when it is over, also when it is not begun
     */
    public Batch start(BatchOrder order, Runnable afterwards) throws BadOrder {
        boolean handed = false;
        try {
            requireRole(order, BEGIN);
            AuditedBegin begin = new AuditedBegin(BEGIN, order);
            handed = true;
            return begin.of(() -> batches.start(order, afterwards));
        } finally {
            if (!handed) {
                afterwards.run();
            }
        }
    }

    /** Begins another batch with the failed jobs of one. */
    public Batch retryFailed(String id) throws BadOrder {
        Batch batch = get(id);
        requireRole(batch.order(), "retry-failed");
        return new AuditedBegin("retry-failed", batch.order()).of(() -> batches.retryFailed(batch));
    }

    /** Pauses a batch. */
    public Batch pause(String id) throws BadOrder.Unknown {
        return change(id, "pause-batch", Batch::pause);
    }

    /** Resumes a batch. */
    public Batch resume(String id) throws BadOrder.Unknown {
        return change(id, "resume-batch", Batch::goOn);
    }

    /** Cancels a batch. */
    public Batch cancel(String id) throws BadOrder.Unknown {
        return change(id, "cancel-batch", Batch::cancel);
    }

    private Batch change(String id, String operation, Consumer<Batch> action) throws BadOrder.Unknown {
        Batch batch = find(id, Role.OPERATOR, operation);
        return guard.record(
                current.requester(),
                operation,
                batch.order().pool(),
                id,
                () -> Map.of("status", batch.status().name()),
                () -> {
                    action.accept(batch);
                    return batch;
                });
    }

    /** The beginning of a batch, or its refusal. */
    @FunctionalInterface
    private interface Begin {
        Batch batch() throws BadOrder;
    }

    /** The record of the beginning of a batch. For one thread. */
    private final class AuditedBegin {

        private final AtomicReference<@Nullable String> id = new AtomicReference<>();
        private final AuditedChange change;

        AuditedBegin(String operation, BatchOrder order) {
            change = guard.begin(current.requester(), operation, order.pool(), null, shown(order), this::values);
        }

        private Map<String, String> values() {
            String begun = id.get();
            return begun == null ? Map.of() : Map.of("batch", begun);
        }

        Batch of(Begin begin) throws BadOrder {
            try {
                Batch batch = begin.batch();
                id.set(batch.id());
                change.end(ChangeOutcome.SUCCEEDED, null);
                return batch;
            } catch (BadOrder | RuntimeException | Error e) {
                change.end(ChangeOutcome.FAILED, e.getMessage());
                throw e;
            }
        }

        private static Map<String, String> shown(BatchOrder order) {
            Map<String, String> shown = new LinkedHashMap<>();
            shown.put("task", order.task().kind());
            shown.put("workers", String.valueOf(order.plan().workers()));
            if (order.keepAs() != null) {
                shown.put("resume", order.keepAs());
            }
            return shown;
        }
    }
}
