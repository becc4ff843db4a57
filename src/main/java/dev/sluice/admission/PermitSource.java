package dev.sluice.admission;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The supply from which a {@link Gate} takes its permits. Many threads call its methods, also under the gate's lock. So
 * no method may block, call foreign code, or call the gate.
 *
 * @param <P> the type of a permit. For a pool a permit is the slot of a resource. The slot's own state decides whether
 *     the permit is free, so no counter can disagree with it
 */
public interface PermitSource<P> {

    /** The name under which callers without a tenant are counted. */
    String NO_TENANT = "";

    /**
     * Takes a free permit.
     *
     * @param reserved number of permits, free or not, that are not for this caller
     * @param taker the thread that receives the permit
     * @param note the note of the request; the note stays with the permit
     * @param waitedNanos the wait of the taker
     * @return null if none is free
     */
    @Nullable
    P poll(int reserved, Thread taker, Object note, long waitedNanos);

    /**
     * Takes exactly this permit, which was just released and is not reserved; otherwise as {@link #poll}.
     *
     * @return false if the permit is no longer free
     */
    boolean take(P permit, Thread taker, Object note, long waitedNanos);

    /** Returns whether {@link #poll} would find a permit. */
    boolean isAnyFree(int reserved);

    /** Returns whether a free permit is free for every caller, apart from the number that is reserved. */
    default boolean isSameForAll() {
        return true;
    }

    /** Returns the duration of the last use of a released permit, in nanoseconds. An estimate; zero if not known. */
    default long lastHeldNanos(P permit) {
        return 0;
    }

    /** Returns the maximum number of permits. */
    int capacity();

    /** Returns the held permits by tenant; permits without a tenant are under {@link #NO_TENANT}. */
    Map<String, Integer> heldByTenant();
}
