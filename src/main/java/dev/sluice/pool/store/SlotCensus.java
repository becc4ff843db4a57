package dev.sluice.pool.store;

import dev.sluice.admission.PermitSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Counts slots by their states, in the arrays of {@link Slots}, and copies the arrays. The arrays never change. */
final class SlotCensus {

    private SlotCensus() {}

    @SuppressWarnings({"unchecked", "rawtypes"}) // an empty array holds nothing of the wrong kind
    static <R> Slot<R>[] none() {
        return new Slot[0];
    }

    /** Returns the number of idle slots, usable or not. */
    static int idle(Slot<?>[] slots) {
        int idle = 0;
        for (Slot<?> slot : slots) {
            if (slot.isIdle()) {
                idle++;
            }
        }
        return idle;
    }

    /** Returns whether any slot is idle, usable or not. */
    static boolean isAnyIdle(Slot<?>[] slots) {
        for (Slot<?> slot : slots) {
            if (slot.isIdle()) {
                return true;
            }
        }
        return false;
    }

    /** Returns the number of leased slots. */
    static int leased(Slot<?>[] slots) {
        int leased = 0;
        for (Slot<?> slot : slots) {
            if (slot.isLeased()) {
                leased++;
            }
        }
        return leased;
    }

    /** Returns whether any slot is leased, or is prepared, validated or reset. */
    static boolean isAnyBusy(Slot<?>[] slots) {
        for (Slot<?> slot : slots) {
            SlotState state = slot.state();
            if (state == SlotState.LEASED || state == SlotState.CHECKING) {
                return true;
            }
        }
        return false;
    }

    /** Returns the number of slots that are not marked for retirement. */
    static int staying(Slot<?>[] slots) {
        int staying = 0;
        for (Slot<?> slot : slots) {
            if (slot.retirement() == null) {
                staying++;
            }
        }
        return staying;
    }

    /** Returns whether the thread holds a lease. */
    static boolean isHeldBy(Slot<?>[] slots, Thread thread) {
        for (Slot<?> slot : slots) {
            if (slot.lastThread() == thread) {
                Holding holding = slot.holding();
                if (holding != null && holding.thread() == thread) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns the number of leases by tenant; {@code tenantOf} returns the tenant in the note of a lease. */
    static Map<String, Integer> heldBy(Slot<?>[] slots, Function<@Nullable Object, @Nullable String> tenantOf) {
        Map<String, Integer> held = new HashMap<>();
        for (Slot<?> slot : slots) {
            Holding holding = slot.holding();
            if (holding != null) {
                String tenant = tenantOf.apply(holding.note());
                held.merge(tenant == null ? PermitSource.NO_TENANT : tenant, 1, Integer::sum);
            }
        }
        return held;
    }

    /** Returns a copy with the slot after all others. */
    static <R> Slot<R>[] with(Slot<R>[] slots, Slot<R> added) {
        Slot<R>[] longer = Arrays.copyOf(slots, slots.length + 1);
        longer[slots.length] = added;
        return longer;
    }

    /** Returns a copy without the slot, or the same array if it does not contain the slot. */
    static <R> Slot<R>[] without(Slot<R>[] slots, Slot<R> removed) {
        int index = Arrays.asList(slots).indexOf(removed);
        if (index < 0) {
            return slots;
        }
        Slot<R>[] shorter = Arrays.copyOf(slots, slots.length - 1);
        System.arraycopy(slots, index + 1, shorter, index, shorter.length - index);
        return shorter;
    }
}
