package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.operation.Selector;
import dev.sluice.pool.store.Holding;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.SlotState;
import dev.sluice.value.Plural;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Runs the operations on a pool's resources, one at a time, on the caller's thread, while the pool serves. */
final class Operations<R> {

    private final PoolParts<R> parts;
    private final PoolCore<R> core;
    private final AtomicReference<@Nullable RunningOperation> running = new AtomicReference<>();

    private final DeferredOperations deferred = new DeferredOperations();

    private record RunningOperation(OperationName operation, OperationContext context) {}

    Operations(PoolParts<R> parts) {
        this.parts = parts;
        this.core = parts.core;
    }

    OperationReport reset(boolean force, OperationContext context) {
        return run(OperationName.RESET, context, work -> {
            if (!work.isDryRun()) {
                core.lastReset = core.generation.incrementAndGet();
            }
            int staying = parts.growth.usable();
            work.retire(slot -> true, RetirementReason.RESET, force);
            if (work.isDryRun()) {
                work.creations.create(parts.growth.missing() + staying);
            } else {
                work.creations.refill();
                parts.policies.afterReset();
            }
        });
    }

    OperationReport expire(Selector selector, OperationContext context) {
        return run(OperationName.EXPIRE, context, work -> {
            work.retire(
                    matching(selector),
                    selector.isDefault() ? RetirementReason.LIFETIME : RetirementReason.EXPIRED,
                    false);
            int missing = parts.growth.missing();
            if (missing > 0 && !work.isDryRun()) {
                refilling(missing, OperationName.EXPIRE);
            }
            work.creations.refill();
        });
    }

    OperationReport fill(int target, OperationContext context) {
        return grow(OperationName.FILL, target, Integer.MAX_VALUE, context);
    }

    /** Creates resources as {@link #fill} does, at most {@code atOnce} at the same time. */
    OperationReport warmUp(int target, int atOnce, OperationContext context) {
        Pace.AT_ONCE.check("atOnce", atOnce);
        return grow(OperationName.WARM_UP, target, atOnce, context);
    }

    private OperationReport grow(OperationName operation, int target, int atOnce, OperationContext context) {
        ConfigSettings.MIN_SIZE.type().check("target", target);
        return run(operation, context, work -> {
            int max = core.config.maxSize();
            int missing = Math.min(target, max) - core.slots.size();
            if (missing <= 0) {
                String at = core.slots.size() >= max ? "at maximum" : "at target";
                work.draft.say("Pool already " + at + " (" + Plural.of(core.slots.size(), "connection") + ")");
            }
            if (target > max) {
                work.draft.sayFirst("target " + target + " is above the maximum " + max);
            }
            if (missing > 0 && !work.isDryRun()) {
                refilling(missing, operation);
            }
            work.creations.create(missing, Math.max(1, Math.min(atOnce, missing)));
            if (!work.isDryRun()) {
                core.keepSize(target);
            }
        });
    }

    private void refilling(int missing, OperationName operation) {
        core.events.pool(Type.REFILL, missing, new EventDetail.OperationResult(operation, null));
    }

    /** Creates the first resources. Fails without the very first one; the pool creates missing others later. */
    OperationReport launch(OperationContext context) {
        return run(OperationName.CREATE_POOL, context, work -> {
            work.creations.create(1);
            if (work.draft.error() == null) {
                work.creations.create(core.config.minSize() - 1);
                work.creations.leaveRest();
            }
        });
    }

    OperationReport renew(Pace pace, OperationContext context) {
        return run(OperationName.RENEW, context, work -> {
            if (!work.isDryRun()) {
                core.generation.incrementAndGet();
            }
            List<Slot<R>> all = staying();
            if (all.isEmpty()) {
                work.draft.say("there was no connection to replace");
                work.creations.create(parts.growth.missing());
                return;
            }
            new Replacement<>(parts, work).replaceAll(all, pace);
        });
    }

    /** Returns the slots that are not marked for retirement. */
    private List<Slot<R>> staying() {
        return core.slots.snapshot().stream()
                .filter(slot -> slot.retirement() == null)
                .toList();
    }

    OperationReport validate(OperationContext context) {
        return run(OperationName.VALIDATE, context, work -> {
            new IdleValidation<>(parts, work).validateIdle();
            work.creations.refill();
        });
    }

    private Predicate<Slot<R>> matching(Selector selector) {
        long now = core.ticker.nanos();
        var olderThan = selector.olderThan();
        var idleFor = selector.idleFor();
        Long before = selector.before();
        return slot -> (!selector.isDefault() || slot.isExpired(now))
                && (olderThan == null || slot.ageNanos(now) > olderThan.toNanos())
                && (idleFor == null || (isIdle(slot) && slot.sinceUseNanos(now) > idleFor.toNanos()))
                && (selector.name() == null || slot.name().equals(selector.name()))
                && (before == null || slot.generation() < before)
                && (!selector.concernsLeases() || isLeasedBy(slot, selector));
    }

    /** Returns whether the slot is not leased. A leased slot is never idle, even if its acquire was long ago. */
    private static boolean isIdle(Slot<?> slot) {
        return slot.state() != SlotState.LEASED;
    }

    private static boolean isLeasedBy(Slot<?> slot, Selector selector) {
        Holding holding = slot.holding();
        return holding != null && HeldLease.isFor(holding, selector.tags(), selector.tenant(), selector.holder());
    }

    /**
     * Runs an operation while no other one runs. A dry run changes nothing, so it also runs beside another operation.
     *
     * @throws PoolClosed if the pool does not serve
     * @throws OperationInProgress if another operation runs
     */
    OperationReport run(OperationName usual, OperationContext context, Consumer<OperationWork<R>> body) {
        OperationName operation = context.nameOr(usual);
        if (!core.isServing()) {
            throw new PoolClosed(core.name);
        }
        if (context.isDryRun()) {
            context.begun();
            return report(operation, context, body);
        }
        RunningOperation other = running.compareAndExchange(null, new RunningOperation(operation, context));
        if (other != null) {
            core.events.operation(Type.OPERATION_REFUSED, 0, operation, null, context);
            OperationInProgress refusal = new OperationInProgress(
                    core.name,
                    operation.text(),
                    other.operation().text(),
                    other.context().id());
            core.tracer.operation(operation, context).failed(refusal);
            throw refusal;
        }
        parts.growth.leaveMinimumTo(true);
        try {
            context.begun();
            core.events.operation(Type.OPERATION_REQUESTED, 0, operation, null, context);
            return report(operation, context, body);
        } catch (RuntimeException | Error e) {
            core.events.operation(Type.OPERATION_INCOMPLETE, 0, operation, FailureText.of(e), context);
            throw e;
        } finally {
            parts.growth.leaveMinimumTo(false);
            running.set(null);
            parts.growth.meetDemand();
            if (!deferred.isEmpty()) {
                core.run(this::runDeferred);
            }
        }
    }

    /** Runs work that is reported like an operation, and that does not keep operations from running meanwhile. */
    OperationReport beside(OperationName operation, OperationContext context, Consumer<OperationWork<R>> body) {
        if (!core.isServing()) {
            throw new PoolClosed(core.name);
        }
        context.begun();
        if (!context.isDryRun()) {
            core.events.operation(Type.OPERATION_REQUESTED, 0, operation, null, context);
        }
        try {
            return report(operation, context, body);
        } catch (RuntimeException | Error e) {
            core.events.operation(Type.OPERATION_INCOMPLETE, 0, operation, FailureText.of(e), context);
            throw e;
        }
    }

    /** Runs an operation now or, while another operation runs, after that one. See {@link ManagedPool#whenFree}. */
    void whenFree(String kind, Runnable operation) {
        deferred.add(new DeferredOperations.PendingOperation(kind, operation));
        runDeferred();
    }

    /**
     * Runs deferred operations while no operation runs. RACE: a requester adds its operation, then reads {@code
     * running}. An ending operation clears {@code running}, then checks for deferred operations. So none is lost.
     */
    private void runDeferred() {
        while (running.get() == null) {
            DeferredOperations.PendingOperation next = deferred.poll();
            if (next == null) {
                return;
            }
            try {
                next.operation().run();
            } catch (OperationInProgress e) {
                deferred.add(next); // another operation has begun since
            }
        }
    }

    /** Does the work, and publishes and returns its report. */
    OperationReport report(OperationName operation, OperationContext context, Consumer<OperationWork<R>> body) {
        PoolTracer.OperationTrace trace = core.tracer.operation(operation, context);
        OperationReport report;
        try {
            OperationWork<R> work = new OperationWork<>(parts, operation, context);
            body.accept(work);
            report = work.report();
        } catch (RuntimeException | Error e) {
            trace.failed(e);
            throw e;
        }
        try {
            publish(report, operation, context);
        } finally {
            trace.ended(report);
        }
        return report;
    }

    private void publish(OperationReport report, OperationName operation, OperationContext context) {
        int count = operation.equals(OperationName.RESET)
                ? parts.growth.usable()
                : report.created(); // callers' creations, too
        if (report.complete()) {
            core.events.operation(Type.OPERATION_COMPLETED, count, operation, null, context);
        } else {
            String problem = String.valueOf(report.message());
            core.events.operation(Type.OPERATION_INCOMPLETE, count, operation, problem, context);
        }
    }
}
