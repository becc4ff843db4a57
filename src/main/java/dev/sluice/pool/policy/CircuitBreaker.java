package dev.sluice.pool.policy;

import java.util.OptionalLong;

/**
 * The state of a {@link Breaker}: CLOSED until enough creations in a row have failed, then OPEN for a time, then
 * HALF_OPEN while one probe is under way. The success of any creation closes the circuit. Times are nanoseconds of one
 * clock. Thread-safe.
 *
 * <p>A probe that has no outcome for the time of an open circuit counts as lost, and another one may begin. So the
 * circuit never waits for a call that does not return.
 */
public final class CircuitBreaker {

    /** The state of the circuit. */
    public enum CircuitState {
        /** Creations are made as usual. */
        CLOSED,
        /** No creation is made. */
        OPEN,
        /** The probe is under way: a single creation. */
        HALF_OPEN
    }

    /**
     * The answer to a request for a creation.
     *
     * @param isAllowed whether the creation may be made
     * @param probe the number of the probe that the creation is, or zero
     */
    public record CreationPermission(boolean isAllowed, long probe) {

        /** The permission of a closed circuit. */
        public static final CreationPermission FREE = new CreationPermission(true, 0);

        private static final CreationPermission REFUSED = new CreationPermission(false, 0);

        /** Returns whether the creation is the probe. */
        public boolean isProbe() {
            return probe != 0;
        }
    }

    /**
     * A reading of the circuit.
     *
     * @param failures number of failed creations since the last success
     * @param dueNanos the time of the next probe; without a meaning while the circuit is closed
     */
    public record CircuitReading(CircuitState state, int failures, long dueNanos) {}

    private final int threshold;
    private final long openNanos;
    private int failures; // Guarded by this
    private long dueNanos; // Guarded by this
    private long probeSinceNanos; // Guarded by this
    private long probes; // Guarded by this
    private volatile CircuitState state = CircuitState.CLOSED; // Written under this

    /** Creates a closed circuit. */
    public CircuitBreaker(Breaker policy) {
        threshold = policy.failures();
        openNanos = policy.open().toNanos();
    }

    /** Returns whether the circuit is closed; reads one field. */
    public boolean isClosed() {
        return state == CircuitState.CLOSED;
    }

    /** Returns the state with its numbers. */
    public synchronized CircuitReading read() {
        return new CircuitReading(state, failures, dueNanos);
    }

    /** Asks for a creation. At the end of the open time the first request receives the probe, and no other one. */
    public synchronized CreationPermission ask(long now) {
        if (state == CircuitState.CLOSED) {
            return CreationPermission.FREE;
        }
        return now - dueNanos >= 0 ? probe(now) : CreationPermission.REFUSED;
    }

    /** Asks for a creation that an operator has ordered: it is the probe at once, unless one is under way. */
    public synchronized CreationPermission order(long now) {
        return state == CircuitState.OPEN ? probe(now) : ask(now);
    }

    private CreationPermission probe(long now) {
        state = CircuitState.HALF_OPEN;
        probeSinceNanos = now;
        dueNanos = now + openNanos; // then the probe counts as lost
        return new CreationPermission(true, ++probes);
    }

    /** Records the success of any creation. Returns the state before. */
    public synchronized CircuitState succeeded() {
        CircuitState before = state;
        state = CircuitState.CLOSED;
        failures = 0;
        return before;
    }

    /**
     * Records a failed creation. The failure of a creation that began before the probe does not end the probe.
     *
     * @param begun the start of the creation
     * @param earliest the earliest time of the next attempt for another reason, at which the circuit stays open
     * @return the time of the next probe if the circuit is open from now on, otherwise empty
     */
    public synchronized OptionalLong failed(long begun, long now, long earliest) {
        failures++;
        boolean opens = switch (state) {
            case CLOSED -> failures >= threshold;
            case OPEN -> false;
            case HALF_OPEN -> begun - probeSinceNanos >= 0;
        };
        if (!opens) {
            return OptionalLong.empty();
        }
        state = CircuitState.OPEN;
        dueNanos = Math.max(openNanos, earliest - now) + now;
        return OptionalLong.of(dueNanos);
    }

    /** Ends a probe that was not made. The next request receives another one. Returns whether the state has changed. */
    public synchronized boolean abandon(CreationPermission permission, long now) {
        if (state != CircuitState.HALF_OPEN || permission.probe() != probes) {
            return false;
        }
        state = CircuitState.OPEN;
        dueNanos = now;
        return true;
    }
}
