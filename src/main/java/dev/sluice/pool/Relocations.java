package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.Unsupported;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.store.Movable;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.Target;
import dev.sluice.time.SpanText;
import dev.sluice.value.BadValue;
import dev.sluice.value.Plural;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves a pool to another endpoint, or to other credentials, while it serves callers. The target is tried before
 * anything changes. A failure before the move is complete restores the earlier endpoint or credentials.
 */
final class Relocations<R> {

    /** Maximum number of passes over resources that were being created when the credentials changed. */
    private static final int PASSES = 5;

    private final PoolParts<R> parts;
    private final PoolCore<R> core;
    private final Operations<R> operations;
    private final SteeringOperations<R> steering;

    Relocations(PoolParts<R> parts, Operations<R> operations, SteeringOperations<R> steering) {
        this.parts = parts;
        this.core = parts.core;
        this.operations = operations;
        this.steering = steering;
    }

    /** Checks that a request from outside may name the target, and throws if not. */
    void admit(Target target) {
        movable(OperationName.SWITCH_ENDPOINT).admit(target);
    }

    /** Pauses the pool, and switches it when no lease is left. So callers wait, and no lease spans both endpoints. */
    OperationReport switchEndpoint(Target target, Duration patience, OperationContext context) {
        Values.DURATION.check("patience", patience);
        Movable store = movable(OperationName.SWITCH_ENDPOINT);
        return operations.run(OperationName.SWITCH_ENDPOINT, context, work -> {
            try (Movable.Move move = prepare(store, target, work)) {
                if (move == null) {
                    return;
                }
                if (work.isDryRun()) {
                    work.retire(slot -> true, RetirementReason.SWITCHED, false);
                    work.draft.say(
                            "the target answers; " + Plural.of(core.slots.leased(), "lease") + " would be waited for");
                    return;
                }
                boolean stays = core.gate.isPaused() || core.gate.isDisabled();
                if (!stays) {
                    steering.pause();
                }
                try {
                    switchWhenEmpty(store, move, patience, work);
                } finally {
                    if (!stays) {
                        steering.resume();
                    }
                }
            }
        });
    }

    private void switchWhenEmpty(Movable store, Movable.Move move, Duration patience, OperationWork<R> work) {
        if (!work.awaitReleased(slot -> true, patience)) {
            String held = Plural.of(core.slots.leased(), "lease") + " did not end within " + SpanText.exact(patience);
            String why = work.draft.error() == null ? held : work.draft.error();
            work.draft.fail(why + "; the old endpoint stays in force");
            return;
        }
        move.apply();
        parts.failures.startAfresh();
        startOver(work);
        if (work.draft.error() == null) {
            core.events.pool(Type.MOVED, 0, store.whereabouts());
            work.draft.say("now at " + store.whereabouts());
            return;
        }
        String why = work.draft.error();
        move.revert();
        parts.failures.startAfresh();
        startOver(work);
        work.draft.fail("switched back: " + why + "; the old endpoint is in force");
    }

    /** Retires all resources of earlier generations, including resources in creation, and creates new ones. */
    private void startOver(OperationWork<R> work) {
        core.lastReset = core.generation.incrementAndGet();
        work.retire(slot -> slot.generation() < core.lastReset, RetirementReason.SWITCHED, false);
        work.creations.create(core.keptEmpty ? 0 : Math.max(1, parts.growth.missing()));
    }

    /** Replaces the resources by new ones with the new credentials, at a pace. */
    OperationReport rotateCredentials(Target target, Pace pace, Duration patience, OperationContext context) {
        if (target.url() != null) {
            throw BadValue.of("url", "is not for credentials: use switch-endpoint");
        }
        Values.DURATION.check("patience", patience);
        Movable store = movable(OperationName.ROTATE_CREDENTIALS);
        return operations.run(OperationName.ROTATE_CREDENTIALS, context, work -> {
            try (Movable.Move move = prepare(store, target, work)) {
                if (move != null) {
                    rotate(store, move, pace, patience, work);
                }
            }
        });
    }

    private void rotate(Movable store, Movable.Move move, Pace pace, Duration patience, OperationWork<R> work) {
        if (work.isDryRun()) {
            staying(Long.MAX_VALUE).forEach(slot -> work.foresee(slot, false));
            work.draft.say("the new credentials work");
            return;
        }
        boolean couldNotConnect = parts.failures.last() != null;
        move.apply();
        parts.failures.startAfresh();
        long rotated = core.generation.incrementAndGet();
        if (!replaceOlder(rotated, pace, work) || !fillEmpty(work, couldNotConnect)) {
            rollBack(move, rotated, work);
            return;
        }
        replaceStragglers(rotated, work);
        core.events.pool(Type.MOVED, 0, store.whereabouts() + " with other credentials");
        if (!work.awaitReleased(slot -> slot.generation() < rotated, patience)) {
            work.draft.fail(
                    "the new credentials are in force; a leased connection with the old ones is closed at its release");
        }
    }

    /**
     * Fills an empty pool, with at least one resource if the old credentials could not connect. Returns false on
     * failure.
     */
    private boolean fillEmpty(OperationWork<R> work, boolean couldNotConnect) {
        if (core.slots.size() == 0) {
            work.creations.create(Math.max(couldNotConnect && !core.keptEmpty ? 1 : 0, parts.growth.missing()));
        }
        return work.draft.error() == null;
    }

    private boolean replaceOlder(long generation, Pace pace, OperationWork<R> work) {
        Replacement<R> replacement = new Replacement<>(parts, work);
        List<Slot<R>> old = staying(generation);
        for (int pass = 0; pass < PASSES && !old.isEmpty(); pass++) {
            if (!replacement.replaceAll(old, pace)) {
                return false;
            }
            old = staying(generation);
        }
        return true;
    }

    /**
     * Replaces resources whose creation began with the old credentials and ended only now. Later ones are retired by
     * {@link SlotRegistration}.
     */
    private void replaceStragglers(long rotated, OperationWork<R> work) {
        core.lastReset = rotated; // RACE: before the slots are read, so that a creation that ends later sees it
        List<Slot<R>> late = staying(rotated);
        if (!late.isEmpty()) {
            work.retire(late::contains, RetirementReason.RENEWED, false);
            work.creations.create(parts.growth.missing());
        }
    }

    private List<Slot<R>> staying(long before) {
        return core.slots.snapshot().stream()
                .filter(slot -> slot.retirement() == null && slot.generation() < before)
                .toList();
    }

    private void rollBack(Movable.Move move, long rotated, OperationWork<R> work) {
        String why = work.draft.error();
        move.revert();
        parts.failures.startAfresh();
        core.lastReset = core.generation.incrementAndGet(); // retires resources still in creation
        work.retire(slot -> slot.generation() == rotated, RetirementReason.ROLLED_BACK, false);
        work.creations.create(parts.growth.missing());
        work.draft.say(null);
        work.draft.fail("rolled back: " + why + "; the old credentials are in force");
    }

    private Movable.@Nullable Move prepare(Movable store, Target target, OperationWork<R> work) {
        work.progress(0, 1, "trying the target");
        try {
            return store.prepare(target);
        } catch (IllegalArgumentException e) {
            throw e;
        } catch (Exception e) {
            work.draft.fail("the target was refused: " + FailureText.of(e) + "; nothing has changed");
            return null;
        }
    }

    private Movable movable(OperationName operation) {
        if (core.store instanceof Movable store) {
            return store;
        }
        throw new Unsupported(core.name, operation.text(), "has no endpoint that could change");
    }
}
