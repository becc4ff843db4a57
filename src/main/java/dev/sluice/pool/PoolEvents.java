package dev.sluice.pool;

import dev.sluice.pool.LeaseSteps.LeaseStep;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationName;
import dev.sluice.pool.store.LeaseVisitor;
import dev.sluice.pool.store.RetirementReason;
import dev.sluice.pool.store.Slot;
import dev.sluice.pool.store.Slots;
import dev.sluice.time.Ticker;
import dev.sluice.time.WallClock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Creates, keeps and publishes the events of one pool. The last {@value PoolEvent#KEPT} can be read, with repeated events folded
 * into one. Slots keep their own leases at almost no cost, and these become events only on reading. If a listener
 * requests leases, they are published as events, too. Thread-safe.
 */
final class PoolEvents {

    /** Types of events that operators need after an incident. */
    private static final Set<Type> INCIDENTS = EnumSet.of(
            Type.CREATION_FAILED,
            Type.PASSWORD_REJECTED,
            Type.SERVER_FULL,
            Type.RECOVERED,
            Type.INVALID,
            Type.CLOSE_FAILED,
            Type.LEAK,
            Type.LEAK_ENDED,
            Type.MOVED,
            Type.PAUSED,
            Type.RESUMED,
            Type.DISABLED,
            Type.ENABLED,
            Type.FAULT_INJECTION,
            Type.OPERATION_COMPLETED,
            Type.OPERATION_INCOMPLETE);

    private final String pool;
    private final Ticker ticker;
    private final WallClock wall;
    private final Slots<?> slots;
    private final IntSupplier max;
    private final LeaseSteps steps;
    private final List<PoolListener> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean publishesLeases;
    private volatile boolean publishesWaits;
    private boolean checksReturns; // Guarded by this

    private final EventFolds folds = new EventFolds();
    private final AtomicReferenceArray<EventFolds.@Nullable Kept> ring = new AtomicReferenceArray<>(PoolEvent.KEPT);
    private final AtomicLong next = new AtomicLong();
    private final Deque<Dated> departed = new ArrayDeque<>(); // Guarded by departed

    private record Dated(long nanos, PoolEvent event) {}

    PoolEvents(String pool, Ticker ticker, WallClock wall, Slots<?> slots, IntSupplier max, LeaseSteps steps) {
        this.pool = pool;
        this.ticker = ticker;
        this.wall = wall;
        this.slots = slots;
        this.max = max;
        this.steps = steps;
    }

    void add(PoolListener listener) {
        listeners.add(listener);
        askListeners();
    }

    /** Asks the listeners again whether they want leases, because their answers may change while the pool runs. */
    synchronized void askListeners() {
        publishesLeases = isAnyListener(PoolListener::wantsLeases);
        publishesWaits = isAnyListener(PoolListener::wantsWaits);
        steps.set(LeaseStep.TWO_STEPS, publishesLeases || checksReturns);
        steps.set(LeaseStep.EVENTS, publishesLeases);
    }

    /** Sets whether resources are checked after each lease. */
    synchronized void checkReturns(boolean on) {
        checksReturns = on;
        steps.set(LeaseStep.TWO_STEPS, publishesLeases || on);
    }

    private boolean isAnyListener(Predicate<PoolListener> question) {
        return listeners.stream().anyMatch(listener -> {
            try {
                return question.test(listener);
            } catch (Throwable ignored) {
                return false; // a listener never breaks the pool
            }
        });
    }

    /** Returns whether the pool must call {@link #lent} and {@link #returned}. */
    boolean publishesLeases() {
        return publishesLeases;
    }

    /** Publishes an event of the whole pool, without a detail. */
    void pool(Type type, long count) {
        emit(type, null, count, null);
    }

    /** Publishes an event of the whole pool. */
    void pool(Type type, long count, EventDetail detail) {
        emit(type, null, count, detail);
    }

    /** Publishes an event of the whole pool, with a text as its detail. */
    void pool(Type type, long count, String words) {
        pool(type, count, new EventDetail.Words(words));
    }

    /** Publishes an event of an operation; a dry run has no events, because nothing happens. */
    void operation(Type type, long count, OperationName name, @Nullable String problem, OperationContext context) {
        if (!context.isDryRun()) {
            EventDetail detail = new EventDetail.OperationResult(name, problem);
            PoolEvent event =
                    event(type, ticker.instant(), null, null, count, detail).withOrder(context.order());
            keep(event);
            notifyListeners(event);
        }
    }

    /** Publishes an event of one resource. */
    void slot(Type type, Slot<?> slot, @Nullable EventDetail detail) {
        emit(type, slot, 0, detail);
    }

    /** Publishes the begin of a lease without a wait. */
    void lent(Slot<?> slot, AcquireRequest request) {
        notifyListeners(event(Type.LENT, ticker.instant(), slot.name(), request, 0, null));
    }

    /** Publishes the begin of a lease after a wait. */
    void lentAfterWait(Slot<?> slot, AcquireRequest request, long waitedNanos) {
        for (PoolListener listener : listeners) {
            try {
                listener.waited(waitedNanos);
            } catch (Throwable ignored) {
                // a listener never breaks the pool
            }
        }
        if (publishesWaits) {
            notifyListeners(event(Type.LENT_AFTER_WAIT, ticker.instant(), slot.name(), request, waitedNanos, null));
        }
    }

    /** Publishes the end of a lease whose slot is not free yet. */
    void returned(Slot<?> slot, AcquireRequest request) {
        notifyListeners(event(Type.RETURNED, ticker.instant(), slot.name(), request, slot.lastHeldNanos(), null));
    }

    /** Publishes the event of a lease beyond its leak threshold. */
    void leak(Slot<?> slot, AcquireRequest request, long heldNanos, String holder, @Nullable Throwable stack) {
        EventDetail detail = new EventDetail.Words(holder);
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

    /** Publishes the end of a lease that was reported as a leak, with the reason if it was ended by force. */
    void leakEnded(Slot<?> slot, AcquireRequest request, long heldNanos, @Nullable RetirementReason force) {
        EventDetail detail = force == null ? null : new EventDetail.Retired(force);
        PoolEvent event = event(Type.LEAK_ENDED, ticker.instant(), slot.name(), request, heldNanos, detail);
        keep(event);
        notifyListeners(event);
    }

    /** Keeps the history of a slot that is about to be removed. */
    void departing(Slot<?> slot) {
        List<Dated> leases = new ArrayList<>();
        addLeases(slot, leases);
        synchronized (departed) {
            departed.addAll(leases);
            while (departed.size() > PoolEvent.KEPT) {
                departed.removeFirst();
            }
        }
    }

    /** Returns the latest events, oldest first. */
    List<PoolEvent> recent(int limit) {
        int count = Math.min(PoolEvent.KEPT, Math.max(0, limit));
        List<Dated> all = new ArrayList<>();
        synchronized (departed) {
            all.addAll(departed); // first: at equal times, the end of a lease precedes the close of its connection
        }
        all.addAll(others());
        for (Slot<?> slot : slots.snapshot()) {
            addLeases(slot, all);
        }
        all.sort(Comparator.comparingLong(Dated::nanos));
        List<Dated> kept = latest(all, count);
        if (kept.size() < all.size()) {
            kept = withIncidents(all, kept, count);
        }
        return kept.stream().map(Dated::event).toList();
    }

    /**
     * Returns the latest events. Up to half of them are older incidents, so that the leases of a busy pool do not
     * displace incidents.
     */
    private static List<Dated> withIncidents(List<Dated> all, List<Dated> latest, int count) {
        List<Dated> cut = all.subList(0, all.size() - latest.size());
        List<Dated> incidents = cut.stream()
                .filter(dated -> INCIDENTS.contains(dated.event().type()))
                .toList();
        List<Dated> saved = latest(incidents, Math.min(incidents.size(), count / 2));
        List<Dated> kept = new ArrayList<>(saved);
        kept.addAll(latest(latest, count - saved.size()));
        return kept;
    }

    private static List<Dated> latest(List<Dated> sorted, int count) {
        return sorted.subList(Math.max(0, sorted.size() - count), sorted.size());
    }

    private List<Dated> others() {
        List<Dated> kept = new ArrayList<>();
        for (int i = 0; i < PoolEvent.KEPT; i++) {
            EventFolds.Kept one = ring.get((int) ((next.get() + i) % PoolEvent.KEPT));
            if (one != null) {
                kept.add(new Dated(one.nanos(), one.event()));
            }
        }
        return kept;
    }

    private void addLeases(Slot<?> slot, List<Dated> events) {
        slot.eachLease((lentNanos, backNanos, waitedNanos, note) -> {
            AcquireRequest request = note instanceof AcquireRequest known ? known : null;
            Type type = waitedNanos == 0 ? Type.LENT : Type.LENT_AFTER_WAIT;
            events.add(new Dated(lentNanos, event(type, wall.at(lentNanos), slot.name(), request, waitedNanos, null)));
            if (backNanos != LeaseVisitor.STILL_OUT) {
                long held = Math.max(0, backNanos - lentNanos);
                events.add(new Dated(
                        backNanos, event(Type.RETURNED, wall.at(backNanos), slot.name(), request, held, null)));
            }
        });
    }

    private void emit(Type type, @Nullable Slot<?> slot, long count, @Nullable EventDetail detail) {
        PoolEvent event = event(type, ticker.instant(), slot == null ? null : slot.name(), null, count, detail);
        keep(event);
        notifyListeners(event);
    }

    private void keep(PoolEvent event) {
        EventFolds.Kept kept = folds.add(event, ticker.nanos());
        if (kept != null) {
            EventFolds.Kept pushedOut = ring.getAndSet((int) (next.getAndIncrement() % PoolEvent.KEPT), kept);
            if (pushedOut != null) {
                folds.forget(pushedOut);
            }
        }
    }

    private PoolEvent event(
            Type type,
            Instant at,
            @Nullable String connection,
            @Nullable AcquireRequest request,
            long count,
            @Nullable EventDetail detail) {
        PoolEvent.Builder event = PoolEvent.of(type, pool, at)
                .connection(connection)
                .sizes(slots.size(), max.getAsInt())
                .count(count)
                .detail(detail);
        if (request != null) {
            event.lease(request.tenant(), request.tags())
                    .traceId(request.traceId())
                    .lane(request.priority());
        }
        return event.build();
    }

    private void notifyListeners(PoolEvent event) {
        for (PoolListener listener : listeners) {
            notifyListeners(listener, event);
        }
    }

    private static void notifyListeners(PoolListener listener, PoolEvent event) {
        try {
            listener.on(event);
        } catch (Throwable ignored) {
            // a listener never breaks the pool
        }
    }
}
