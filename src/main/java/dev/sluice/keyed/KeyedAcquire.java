package dev.sluice.keyed;

import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.failure.PoolException;
import dev.sluice.time.Deadline;
import dev.sluice.time.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Acquires resources that are not immediately available. Callers wait for a place, for the factory, for a seat or for
 * the end of a pause, each until its own deadline. When a wait fails, the caller releases all that it held.
 */
final class KeyedAcquire<K, R> {

    private final ManagedPool<ResourcePlace<Entry<K, R>>> pool;
    private final Registry<K, R> registry;
    private final ResourceOpening<K, R> opening;
    private final KeyedGate keyedGate;
    private final KeyedCounters counters;
    private final Ticker ticker;
    private final KeyedRefusals refusals;

    KeyedAcquire(
            ManagedPool<ResourcePlace<Entry<K, R>>> pool,
            Registry<K, R> registry,
            ResourceOpening<K, R> opening,
            KeyedGate keyedGate,
            KeyedCounters counters,
            Ticker ticker) {
        this.pool = pool;
        this.registry = registry;
        this.opening = opening;
        this.keyedGate = keyedGate;
        this.counters = counters;
        this.ticker = ticker;
        this.refusals = new KeyedRefusals(pool, counters);
    }

    /** Returns the resource, which stays open until the key is released. */
    R acquire(K key, AcquireRequest request, @Nullable CancelToken token) throws InterruptedException {
        KeyedWaiter caller = caller(request, token);
        caller.begin(pool.limitsOfWaits());
        try {
            Entry<K, R> entry = open(key, caller);
            while (!isPinned(entry)) {
                entry = open(key, caller);
            }
            return entry.resource();
        } finally {
            caller.end();
        }
    }

    private boolean isPinned(Entry<K, R> entry) {
        boolean pinned = entry.pin();
        registry.leave(entry);
        return pinned;
    }

    /**
     * Returns the entry, which stays open until the caller leaves it. If the leases of a key are limited, the caller
     * has a seat, too.
     */
    Entry<K, R> hold(K key, AcquireRequest request, @Nullable CancelToken token) throws InterruptedException {
        KeyedWaiter caller = caller(request, token);
        caller.begin(pool.limitsOfWaits());
        try {
            Entry<K, R> entry = open(key, caller);
            while (!isSeated(entry, caller)) {
                entry = open(key, caller);
            }
            return entry;
        } finally {
            caller.end();
        }
    }

    private KeyedWaiter caller(AcquireRequest request, @Nullable CancelToken token) {
        Deadline limited = pool.limitsOfWaits().limited(deadlineOf(request));
        return new KeyedWaiter(request, limited, token, counters, ticker);
    }

    private Deadline deadlineOf(AcquireRequest request) {
        Duration timeout = request.timeout();
        if (timeout == null) {
            Duration configured = pool.config().acquisitionTimeout();
            timeout = configured.isZero() ? AcquireRequest.FOREVER : configured;
        }
        return timeout.equals(AcquireRequest.FOREVER) ? Deadline.never(ticker) : Deadline.in(timeout, ticker);
    }

    /** Returns the entry of the key, open and held by the caller. */
    private Entry<K, R> open(K key, KeyedWaiter caller) throws InterruptedException {
        while (true) {
            if (caller.isCancelled()) {
                throw refusals.cancelled(key);
            }
            Entry<K, R> entry = registry.join(key);
            boolean open = false;
            try {
                open = isOpen(entry, caller);
            } finally {
                if (!open) {
                    registry.leave(entry);
                }
            }
            if (open) {
                return entry;
            }
        }
    }

    /**
     * Waits until the entry is open; returns false if it has ended meanwhile, and the next life of the key is needed.
     */
    private boolean isOpen(Entry<K, R> entry, KeyedWaiter caller) throws InterruptedException {
        if (!entry.isOpen()) {
            awaitOpening(entry, caller);
        } else if (keyedGate.isShut()) {
            awaitDoor(entry.key(), caller);
        }
        return entry.isOpen();
    }

    private void awaitDoor(K key, KeyedWaiter caller) throws InterruptedException {
        keyedGate.arrive(caller);
        try {
            check(key, caller, keyedGate.isPaused());
            while (keyedGate.isPaused()) {
                caller.beginWait();
                caller.park();
                check(key, caller, keyedGate.isPaused());
            }
        } finally {
            caller.endWait();
            keyedGate.leave(caller);
        }
    }

    private void awaitOpening(Entry<K, R> entry, KeyedWaiter caller) throws InterruptedException {
        boolean mine = false;
        entry.arrive(caller);
        try {
            while (!entry.hasLanded()) {
                check(entry.key(), caller, true);
                if (!mine && entry.sendsToGate(caller)) {
                    caller.endWait();
                    mine = bringsPlace(entry, caller);
                } else {
                    if (!mine && caller.beginWait()) { // waiting for its own factory call is no wait for others
                        refusals.refuseCrowd();
                    }
                    caller.park();
                }
            }
        } finally {
            caller.endWait();
            entry.leave(caller);
        }
        Throwable failure = entry.failure();
        if (failure != null) {
            throw refusals.notMade(entry.key(), failure);
        }
    }

    /** Waits at the gate for a place. Returns false if the caller has returned without a place that the entry needs. */
    private boolean bringsPlace(Entry<K, R> entry, KeyedWaiter caller) throws InterruptedException {
        Deadline end = caller.goToGate();
        Lease<ResourcePlace<Entry<K, R>>> place;
        try {
            // RACE: the caller may have been woken before it reached the gate
            if (!entry.isWanted() || caller.isCancelled()) {
                return false;
            }
            place = pool.acquire(requestOf(entry.key(), caller.request()), end);
        } catch (PoolException e) {
            if (end.isCutShort() && !caller.deadline().isExpired()) {
                return false;
            }
            throw e;
        } finally {
            caller.leaveGate();
            entry.backFromGate(caller);
        }
        return opening.begin(entry, place);
    }

    /**
     * Returns the request for the place, with the key as a tag for operators. An open resource is never reported as a
     * leak.
     */
    private AcquireRequest requestOf(K key, AcquireRequest request) {
        return request.withTag("key", String.valueOf(key)).withLeakThreshold(Duration.ZERO);
    }

    /**
     * Returns whether the caller has its seat, if it needs one. If false, the entry has ended or the pool is not open
     * to callers, and the caller has left the entry.
     */
    private boolean isSeated(Entry<K, R> entry, KeyedWaiter caller) throws InterruptedException {
        KeyLimit limit = entry.limit();
        if (limit == null || limit.tryEnter(caller.request().priority(), caller.request())) {
            return true;
        }
        boolean seated = false;
        entry.arrive(caller);
        caller.beginWait();
        try {
            seated = awaitSeat(entry, limit, caller);
        } finally {
            caller.endWait();
            entry.leave(caller);
            if (!seated) {
                registry.leave(entry);
            }
        }
        return seated;
    }

    private boolean awaitSeat(Entry<K, R> entry, KeyLimit limit, KeyedWaiter caller) throws InterruptedException {
        Deadline end = caller.goToGate();
        try {
            check(entry.key(), caller, true); // RACE: the caller may have been woken before it reached the gate
            return switch (limit.enter(caller.request().priority(), end, caller.request())) {
                case ADMITTED -> isLetIn(limit, caller);
                case CLOSED -> false;
                case TIMED_OUT -> {
                    check(entry.key(), caller, true);
                    yield false;
                }
                default -> throw refusals.seatsTaken(entry.key(), limit.most());
            };
        } finally {
            caller.leaveGate();
        }
    }

    /**
     * Returns whether a caller with a seat may continue. RACE: the pool may have been paused, disabled or closed while
     * the caller waited for its seat. Then the seat is released to other callers.
     */
    private boolean isLetIn(KeyLimit limit, KeyedWaiter caller) {
        if (keyedGate.isShut()) {
            limit.leave(caller.request().priority());
            return false;
        }
        return true;
    }

    /** Throws the exception that ends the wait of a caller, if the wait must end. */
    private void check(K key, KeyedWaiter caller, boolean waits) throws InterruptedException {
        if (caller.isCancelled()) {
            throw refusals.cancelled(key);
        }
        keyedGate.refuse();
        if (waits && Thread.interrupted()) {
            throw new InterruptedException("interrupted while waiting for key: " + key);
        }
        if (waits && caller.deadline().isExpired()) {
            throw refusals.timedOut(key, caller.deadline());
        }
    }
}
