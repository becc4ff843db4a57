package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.store.Occupancy.Visitor;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.Slots;
import dev.sluice.time.Ticker;
import dev.sluice.time.WallClock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes, keeps and tells the events of one pool: the last {@value #KEPT} can be read. Leases are kept by their
 * slots, which costs next to nothing, and become events when somebody reads them; only if a listener asks for
 * them are they events from the first. Thread-safe.
 */
final class PoolEvents {

    static final int KEPT = 1000;

    private final String pool;
    private final Ticker ticker;
    private final WallClock wall;
    private final Slots<?> slots;
    private final IntSupplier max;
    private final List<PoolListener> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean tellsLeases;

    private final AtomicReferenceArray<@Nullable Dated> ring = new AtomicReferenceArray<>(KEPT);
    private final AtomicLong next = new AtomicLong();
    private final Deque<Dated> departed = new ArrayDeque<>(); // Guarded by departed

    private record Dated(long nanos, PoolEvent event) {}

    PoolEvents(String pool, Ticker ticker, WallClock wall, Slots<?> slots, IntSupplier max) {
        this.pool = pool;
        this.ticker = ticker;
        this.wall = wall;
        this.slots = slots;
        this.max = max;
    }

    void add(PoolListener listener) {
        listeners.add(listener);
        askListeners();
    }

    /** Whether any listener wants leases may change while the pool runs. */
    void askListeners() {
        tellsLeases = listeners.stream().anyMatch(PoolEvents::wantsLeases);
    }

    private static boolean wantsLeases(PoolListener listener) {
        try {
            return listener.wantsLeases();
        } catch (Throwable ignored) {
            return false; // a listener never breaks the pool
        }
    }

    /** Whether {@link #lent} and {@link #returned} are to be called. */
    boolean tellsLeases() {
        return tellsLeases;
    }

    /** Something that concerns the whole pool. */
    void pool(Type type, long count, @Nullable String detail) {
        emit(type, null, count, detail);
    }

    /** Something that happened to one resource. */
    void slot(Type type, Slot<?> slot, @Nullable String detail) {
        emit(type, slot, 0, detail);
    }

    /** A lease was given out without a wait. */
    void lent(Slot<?> slot, AcquireRequest request) {
        tell(event(Type.LENT, ticker.instant(), slot.name(), request, 0, null));
    }

    /** A lease was given out after a wait: told to every listener, as there was time for it. */
    void lentAfterWait(Slot<?> slot, AcquireRequest request, long waitedNanos) {
        if (!listeners.isEmpty()) {
            tell(event(Type.LENT_AFTER_WAIT, ticker.instant(), slot.name(), request, waitedNanos, null));
        }
    }

    /** A lease has ended, and nobody has the slot yet. */
    void returned(Slot<?> slot, Lease<?> lease) {
        tell(event(Type.RETURNED, ticker.instant(), slot.name(), lease.request(), slot.lastHeldNanos(), null));
    }

    /** A lease is out for long. */
    void leak(Slot<?> slot, AcquireRequest request, long heldNanos, String detail, @Nullable Throwable stack) {
        PoolEvent event = event(Type.LEAK, ticker.instant(), slot.name(), request, heldNanos, detail);
        keep(event);
        for (PoolListener listener : listeners) {
            try {
                listener.onLeak(event, stack);
            } catch (Throwable ignored) {
                // a listener never breaks the pool
            }
        }
    }

    /** One that was out for long has ended. */
    void leakEnded(Slot<?> slot, AcquireRequest request, long heldNanos, @Nullable String force) {
        PoolEvent event = event(Type.LEAK_ENDED, ticker.instant(), slot.name(), request, heldNanos, force);
        keep(event);
        tell(event);
    }

    /** A slot will be gone, and its history with it. */
    void departing(Slot<?> slot) {
        List<Dated> leases = new ArrayList<>();
        addLeases(slot, leases);
        synchronized (departed) {
            departed.addAll(leases);
            while (departed.size() > KEPT) {
                departed.removeFirst();
            }
        }
    }

    /** The last events, oldest first. */
    List<PoolEvent> recent(int limit) {
        List<Dated> kept = new ArrayList<>();
        synchronized (departed) {
            kept.addAll(departed);
        }
        for (int i = 0; i < KEPT; i++) {
            Dated dated = ring.get((int) ((next.get() + i) % KEPT));
            if (dated != null) {
                kept.add(dated);
            }
        }
        for (Slot<?> slot : slots.snapshot()) {
            addLeases(slot, kept);
        }
        kept.sort(Comparator.comparingLong(Dated::nanos));
        int count = Math.min(KEPT, Math.max(0, limit));
        return kept.subList(Math.max(0, kept.size() - count), kept.size()).stream()
                .map(Dated::event)
                .toList();
    }

    private void addLeases(Slot<?> slot, List<Dated> events) {
        slot.eachLease((lentNanos, backNanos, waitedNanos, note) -> {
            AcquireRequest request = note instanceof AcquireRequest known ? known : null;
            Type type = waitedNanos == 0 ? Type.LENT : Type.LENT_AFTER_WAIT;
            events.add(new Dated(lentNanos, event(type, wall.at(lentNanos), slot.name(), request, waitedNanos, null)));
            if (backNanos != Visitor.STILL_OUT) {
                long held = Math.max(0, backNanos - lentNanos);
                events.add(new Dated(
                        backNanos, event(Type.RETURNED, wall.at(backNanos), slot.name(), request, held, null)));
            }
        });
    }

    private void emit(Type type, @Nullable Slot<?> slot, long count, @Nullable String detail) {
        PoolEvent event = event(type, ticker.instant(), slot == null ? null : slot.name(), null, count, detail);
        keep(event);
        tell(event);
    }

    private void keep(PoolEvent event) {
        ring.set((int) (next.getAndIncrement() % KEPT), new Dated(ticker.nanos(), event));
    }

    private PoolEvent event(
            Type type,
            Instant at,
            @Nullable String connection,
            @Nullable AcquireRequest request,
            long count,
            @Nullable String detail) {
        return new PoolEvent(
                type,
                pool,
                at,
                connection,
                request == null ? null : request.tenant(),
                request == null ? Map.of() : request.tags(),
                slots.size(),
                max.getAsInt(),
                count,
                detail);
    }

    private void tell(PoolEvent event) {
        for (PoolListener listener : listeners) {
            tell(listener, event);
        }
    }

    private static void tell(PoolListener listener, PoolEvent event) {
        try {
            listener.on(event);
        } catch (Throwable ignored) {
            // a listener never breaks the pool
        }
    }
}
