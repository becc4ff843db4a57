package dev.sluice.admission;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a {@link Gate} takes its permits from. Called by many threads, also under the gate's lock: no method
 * may block, call foreign code, or call back into the gate.
 *
 * @param <P> what a permit is; for a pool it is the slot of a resource, so that the slot's own state is the
 *     permit and no counter can disagree with it
 */
public interface PermitSource<P> {

    /** The name under which callers without a tenant are counted. */
    String NO_TENANT = "";

    /**
     * Takes a free permit.
     *
     * @param reserved so many of the permits, free or not, are not for this caller
     * @param taker the thread that it is for
     * @param note what it was asked for with; it stays with the permit
     * @param waitedNanos how long the taker has waited
     * @return null if none is free
     */
    @Nullable
    P poll(int reserved, Thread taker, Object note, long waitedNanos);

    /**
     * Takes this very permit, which has just been given back and is reserved for nobody; otherwise as {@link #poll}.
     *
     * @return false if it is not free any more
     */
    boolean take(P permit, Thread taker, Object note, long waitedNanos);

    /** Returns whether {@link #poll} would find a permit. */
    boolean isAnyFree(int reserved);

    /** Returns the maximum number of permits. */
    int capacity();

    /** Returns the held permits by tenant; permits without a tenant are under {@link #NO_TENANT}. */
    Map<String, Integer> heldByTenant();
}
