package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.WrongState;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.time.SpanText;
import dev.sluice.value.BadValue;
import dev.sluice.value.Plural;
import dev.sluice.value.Values;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations on the gate and on the sizes of a pool. Each is refused in states in which it has no effect. */
final class SteeringOperations<R> {

    private final PoolParts<R> parts;
    private final PoolCore<R> core;
    private final Operations<R> operations;
    private final Housekeeper<R> housekeeper;

    SteeringOperations(PoolParts<R> parts, Operations<R> operations, Housekeeper<R> housekeeper) {
        this.parts = parts;
        this.core = parts.core;
        this.operations = operations;
        this.housekeeper = housekeeper;
    }

    OperationReport pause(OperationContext context) {
        refuseDisabled(OperationName.PAUSE); // now, and again when no other operation can change the state
        return operations.run(OperationName.PAUSE, context, work -> {
            refuseDisabled(OperationName.PAUSE);
            if (work.isDryRun()) {
                work.draft.say(core.gate.isPaused() ? "is paused already" : "callers would wait from now on");
                return;
            }
            pause();
            work.draft.say("callers wait, with their deadlines, until the pool is resumed");
        });
    }

    OperationReport resume(OperationContext context) {
        refuseDisabled(OperationName.RESUME);
        return operations.run(OperationName.RESUME, context, work -> {
            refuseDisabled(OperationName.RESUME);
            int waiting = core.gate.waiting();
            if (!work.isDryRun()) {
                resume();
            }
            work.draft.say((work.isDryRun() ? "waiters that would be admitted: " : "admitted waiters: ") + waiting);
        });
    }

    private void refuseDisabled(OperationName operation) {
        if (core.gate.isDisabled()) {
            throw new WrongState(
                    core.name, operation.text(), core.draining ? "draining" : "disabled", "enable it first");
        }
    }

    void pause() {
        core.gate.pause();
        core.events.pool(Type.PAUSED, core.gate.waiting());
    }

    void resume() {
        core.gate.resume();
        core.events.pool(Type.RESUMED, core.gate.waiting());
        parts.growth.meetDemand();
    }

    OperationReport disable(OperationContext context) {
        return operations.run(OperationName.DISABLE, context, work -> {
            int waiting = core.gate.waiting();
            if (!work.isDryRun()) {
                core.gate.disable();
                core.events.pool(Type.DISABLED, waiting);
            }
            work.draft.say((work.isDryRun() ? "would refuse " : "refused ") + Plural.of(waiting, "waiter") + "; "
                    + Plural.of(core.slots.leased(), "lease continues", "leases continue"));
            work.noteHolders(slot -> true);
        });
    }

    OperationReport enable(OperationContext context) {
        return operations.run(OperationName.ENABLE, context, work -> {
            if (!work.isDryRun()) {
                enable();
            }
            work.creations.create(parts.growth.missing());
        });
    }

    private void enable() {
        core.keptEmpty = false;
        core.draining = false;
        core.gate.enable();
        core.events.pool(Type.ENABLED, 0);
    }

    /**
     * Refuses callers, closes idle resources, and waits for leases. Afterwards the pool is disabled, and stays without
     * resources until it is enabled. A cancelled drain enables the pool again.
     */
    OperationReport drain(Duration patience, OperationContext context) {
        Values.DURATION.check("patience", patience);
        return operations.run(OperationName.DRAIN, context, work -> {
            if (!work.isDryRun()) {
                core.draining = true;
                core.keptEmpty = true;
                core.gate.disable();
                core.events.pool(Type.DISABLED, 0, "draining");
            }
            work.retire(slot -> true, RetirementReason.DRAINED, false);
            if (work.isDryRun()) {
                work.noteHolders(slot -> true);
                return;
            }
            boolean empty = work.awaitReleased(slot -> true, patience);
            if (work.isCancelled()) {
                enable();
                work.creations.create(parts.growth.missing());
                work.draft.fail("cancelled: the pool accepts callers again");
                return;
            }
            core.draining = false;
            if (!empty) {
                work.draft.fail(Plural.of(core.slots.leased(), "lease") + " did not end within "
                        + SpanText.exact(patience) + "; the pool is disabled, and closes them on release");
            }
        });
    }

    OperationReport resize(@Nullable Integer min, @Nullable Integer max, OperationContext context) {
        sized(core.config, min, max); // refuses invalid sizes at once
        return operations.run(OperationName.RESIZE, context, work -> {
            PoolConfig before = core.config;
            PoolConfig after = sized(before, min, max);
            List<String> going = housekeeper.beyond(after.maxSize());
            int beyond = Math.max(0, core.slots.size() - after.maxSize());
            if (!work.isDryRun()) {
                do {
                    before = core.config;
                    after = sized(before, min, max);
                } while (!core.replace(before, after));
                core.events.pool(Type.RECONFIGURED, 0, "min " + after.minSize() + ", max " + after.maxSize());
                going = housekeeper.shrink();
                beyond = going.size() + Math.max(0, core.slots.size() - after.maxSize());
                parts.growth.meetDemand();
            }
            work.draft.retired(going);
            int later = beyond - going.size();
            if (after.minSize() > before.minSize()) {
                work.creations.create(parts.growth.missingTo(after.minSize()));
                work.creations.leaveRest(); // the sizes hold, and what could not be created is tried again without this
                // operation
            }
            work.draft.sayFirst("min " + before.minSize() + " -> " + after.minSize() + ", max " + before.maxSize()
                    + " -> " + after.maxSize()
                    + (later > 0 ? "; leased above the new maximum, closed on release: " + later : ""));
        });
    }

    /** Returns the settings with other sizes. A refusal names a size that the order gives, never one that it leaves. */
    private static PoolConfig sized(PoolConfig config, @Nullable Integer min, @Nullable Integer max) {
        int newMin = min == null ? config.minSize() : min;
        int newMax = max == null ? config.maxSize() : max;
        if (newMin > newMax && newMax >= 1) {
            throw min == null
                    ? BadValue.of("max", "must be at least min (" + newMin + ")", newMax)
                    : BadValue.of("min", "must not exceed max (" + newMax + ")", newMin);
        }
        try {
            return config.toBuilder().minSize(newMin).maxSize(newMax).build();
        } catch (BadValue e) {
            throw inOrder(e, newMax);
        }
    }

    /** Returns the refusal for the parameter of the order. Every rule about other settings limits the maximum. */
    private static BadValue inOrder(BadValue refusal, int max) {
        if (refusal.name().equals(ConfigSettings.MIN_SIZE.key())) {
            return refusal.renamed("min");
        }
        return refusal.name().equals(ConfigSettings.MAX_SIZE.key())
                ? refusal.renamed("max")
                : BadValue.of("max", "contradicts another setting (" + refusal.getMessage() + ")", max);
    }
}
