package dev.sluice.pool.store;

import dev.sluice.value.BadValue;

/** A store that can move: from one moment on, it creates resources elsewhere or for another user. Thread-safe. */
public interface Movable {

    /**
     * Checks that the target works: creates a resource there, validates it, and closes it. New resources of the pool
     * are still created at the current place.
     *
     * @throws Exception if no resource can be created, if it does not work, or if it accepts no writes but must
     * @throws IllegalArgumentException if the target is invalid
     */
    Move prepare(Target target) throws Exception;

    /**
     * Checks that a request from outside may name the target. The application's own code need not check.
     *
     * @throws IllegalArgumentException if only a configuration may name such a target, or if stored credentials would
     *     be sent to a place that the configuration does not name for them
     */
    default void admit(Target target) {
        throw BadValue.of("url", "is not allowed in a request: this kind of pool does not check it");
    }

    /** Returns the place at which new resources are created at present, as text without secrets. */
    String whereabouts();

    /** A prepared move. While it is not closed, both places are available. */
    interface Move extends AutoCloseable {

        /** Creates new resources at the target from now on. Existing resources stay as they are. */
        void apply();

        /** Creates new resources at the place before {@link #apply} from now on. */
        void revert();

        /** Keeps the current place. The other place is closed with its last resource. */
        @Override
        void close();
    }
}
