package dev.sluice.keyed;

import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolListener;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.pool.failure.PoolDisabled;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Admits callers to open resources, as the gate does for callers that need a place. Callers wait while the pool is
 * paused, and are refused while it is disabled or closed. The state follows the events of the pool. Thread-safe.
 */
final class KeyedGate implements PoolListener {

    private enum State {
        OPEN,
        PAUSED,
        DISABLED,
        CLOSED
    }

    private final String name;
    private final Runnable refusing;
    private final Runnable closed;
    private final Set<KeyedWaiter> callers = ConcurrentHashMap.newKeySet();
    private volatile State state = State.OPEN; // Written while holding this

    private volatile @Nullable ManagedPool<?> pool;

    /**
     * Creates an open gate.
     *
     * @param refusing wakes the waiters outside this gate, so that they are refused, too
     * @param closed runs when the pool is closed, after the last resource
     */
    KeyedGate(String name, Runnable refusing, Runnable closed) {
        this.name = name;
        this.refusing = refusing;
        this.closed = closed;
    }

    void follow(ManagedPool<?> followed) {
        pool = followed;
        followed.addListener(this);
    }

    /** Returns whether callers have to wait or are refused. */
    boolean isShut() {
        return state != State.OPEN;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    /** Throws the refusal of a closed or disabled pool; does nothing otherwise. */
    void refuse() {
        State now = state;
        if (now == State.CLOSED) {
            throw new PoolClosed(name);
        }
        if (now == State.DISABLED) {
            throw new PoolDisabled(name, "pool '" + name + "' is disabled by an operator");
        }
    }

    boolean isPaused() {
        return state == State.PAUSED;
    }

    /**
     * Registers a caller that waits for the end of a pause. RACE: the pause may already have ended, so the caller reads
     * the state again afterwards.
     */
    void arrive(KeyedWaiter caller) {
        callers.add(caller);
    }

    void leave(KeyedWaiter caller) {
        callers.remove(caller);
    }

    @Override
    public boolean wantsLeases() {
        return false;
    }

    @Override
    public void on(PoolEvent event) {
        switch (event.type()) {
            case PAUSED, RESUMED, DISABLED, ENABLED, INITIALIZED -> follow();
            case CLOSING -> move(State.CLOSED);
            case POOL_CLOSED -> closed.run();
            default -> {}
        }
    }

    /** Reads the state of the pool, not of the event, because events of two changes may arrive in the wrong order. */
    private void follow() {
        ManagedPool<?> followed = pool;
        if (followed == null) {
            return;
        }
        synchronized (this) {
            if (state != State.CLOSED) {
                state = stateOf(followed);
            }
        }
        wakeCallers();
    }

    private static State stateOf(ManagedPool<?> pool) {
        return switch (pool.state()) {
            case PAUSED -> State.PAUSED;
            case DISABLED, DRAINING -> State.DISABLED;
            case STOPPING, STOPPED -> State.CLOSED;
            default -> State.OPEN;
        };
    }

    private void move(State to) {
        synchronized (this) {
            state = to;
        }
        wakeCallers();
    }

    /**
     * Wakes the callers that wait at this gate only. A caller that waits elsewhere would lose its turn by a wake-up for
     * a pause.
     */
    private void wakeCallers() {
        callers.forEach(KeyedWaiter::wake);
        State now = state;
        if (now == State.DISABLED || now == State.CLOSED) {
            refusing.run();
        }
    }
}
