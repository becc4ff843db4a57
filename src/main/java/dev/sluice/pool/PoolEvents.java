package dev.sluice.pool;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.store.Slot;
import dev.sluice.time.Ticker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Makes, keeps and tells the events of one pool: the last {@value #KEPT} can be read. Thread-safe, no lock. */
final class PoolEvents {

    static final int KEPT = 1000;

    private final String pool;
    private final Ticker ticker;
    private final IntSupplier total;
    private final IntSupplier max;
    private final List<PoolListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicReferenceArray<@Nullable Numbered> ring = new AtomicReferenceArray<>(KEPT);
    private final AtomicLong next = new AtomicLong();

    private record Numbered(long number, PoolEvent event) {}

    PoolEvents(String pool, Ticker ticker, IntSupplier total, IntSupplier max) {
        this.pool = pool;
        this.ticker = ticker;
        this.total = total;
        this.max = max;
    }

    void add(PoolListener listener) {
        listeners.add(listener);
    }

    /** Something that concerns the whole pool. */
    void pool(Type type, long count, @Nullable String detail) {
        emit(type, null, null, count, detail);
    }

    /** Something that happened to one resource. */
    void slot(Type type, Slot<?> slot, @Nullable AcquireRequest request, long count, @Nullable String detail) {
        emit(type, slot.name(), request, count, detail);
    }

    /** The last events, oldest first. */
    List<PoolEvent> recent(int limit) {
        List<Numbered> kept = new ArrayList<>(KEPT);
        for (int i = 0; i < KEPT; i++) {
            Numbered numbered = ring.get(i);
            if (numbered != null) {
                kept.add(numbered);
            }
        }
        kept.sort(Comparator.comparingLong(Numbered::number));
        return kept.subList(Math.max(0, kept.size() - limit), kept.size()).stream()
                .map(Numbered::event)
                .toList();
    }

    private void emit(
            Type type,
            @Nullable String connection,
            @Nullable AcquireRequest request,
            long count,
            @Nullable String detail) {
        PoolEvent event = new PoolEvent(
                type,
                pool,
                ticker.instant(),
                connection,
                request == null ? null : request.tenant(),
                request == null ? Map.of() : request.tags(),
                total.getAsInt(),
                max.getAsInt(),
                count,
                detail);
        long number = next.getAndIncrement();
        ring.set((int) (number % KEPT), new Numbered(number, event));
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
