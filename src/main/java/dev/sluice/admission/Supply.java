package dev.sluice.admission;

import org.jspecify.annotations.Nullable;

/**
 * Where a {@link Gate} takes its permits from.
 *
 * @param <P> what a permit is; for a pool it is the slot of a resource, so that the slot's own state is the
 *     permit and no counter can disagree with it
 */
@FunctionalInterface
public interface Supply<P> {

    /**
     * Takes a free permit, or returns null if none is free. Called by many threads, also under the gate's
     * lock: it must not block, call foreign code, or call back into the gate.
     */
    @Nullable
    P poll();
}
