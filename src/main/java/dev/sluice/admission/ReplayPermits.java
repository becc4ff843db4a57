package dev.sluice.admission;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The permits of a {@link GateReplay}, by number. As in a pool, the free permit with the lowest number is taken first,
 * and a reserve concerns the permits with the lowest numbers. Used by one thread.
 */
final class ReplayPermits implements PermitSource<Integer> {

    private final int size;
    private final BitSet free;
    private final PermitTaker[] holders;
    private final ObjIntConsumer<PermitTaker> granted;
    private final Map<String, Integer> heldByTenant = new HashMap<>();

    /** A caller that takes a permit, with its number in the replay; the note of its ticket. */
    record PermitTaker(int index, ReplayCaller caller) {}

    /**
     * Creates permits that are all free.
     *
     * @param granted receives each caller that takes a permit, and the number of the permit
     */
    ReplayPermits(int size, ObjIntConsumer<PermitTaker> granted) {
        this.size = size;
        this.free = new BitSet(size);
        this.free.set(0, size);
        this.holders = new PermitTaker[size];
        this.granted = granted;
    }

    @Override
    public @Nullable Integer poll(int reserved, Thread taker, Object note, long waitedNanos) {
        int permit = free.nextSetBit(reserved);
        return permit >= 0 && take(permit, taker, note, waitedNanos) ? (Integer) permit : null;
    }

    @Override
    public boolean take(Integer permit, Thread taker, Object note, long waitedNanos) {
        if (!free.get(permit)) {
            return false;
        }
        PermitTaker holder = (PermitTaker) note;
        free.clear(permit);
        holders[permit] = holder;
        heldByTenant.merge(tenantOf(holder), 1, Integer::sum);
        granted.accept(holder, permit);
        return true;
    }

    /** Makes a held permit free. The caller then reports it to the gate. */
    void release(int permit) {
        heldByTenant.computeIfPresent(tenantOf(holders[permit]), (tenant, held) -> held == 1 ? null : held - 1);
        free.set(permit);
    }

    private static String tenantOf(PermitTaker holder) {
        String tenant = holder.caller().tenant();
        return tenant == null ? NO_TENANT : tenant;
    }

    @Override
    public boolean isAnyFree(int reserved) {
        return free.nextSetBit(reserved) >= 0;
    }

    @Override
    public int capacity() {
        return size;
    }

    @Override
    public Map<String, Integer> heldByTenant() {
        return Map.copyOf(heldByTenant);
    }
}
