package dev.sluice.pool.store;

/** A store whose resources can be made elsewhere, or for somebody else, from one moment on. Thread-safe. */
public interface Movable {

    /**
     * Makes sure that resources can be had there: makes one, looks whether it works, and ends it. Nothing has changed
     * by that.
     *
     * @throws Exception if none can be had, or it does not work, or does not take writes where it must
     * @throws IllegalArgumentException if the target makes no sense
     */
    Move prepare(Target target) throws Exception;

    /**
     * Checks that a request from outside may name the target. The application's own code need not check.
     *
     * @throws IllegalArgumentException if only a configuration may name such a target, or if stored credentials would
     *     go to a place that the configuration does not name for them
     */
    default void admit(Target target) {
        throw new IllegalArgumentException("url cannot come with a request here: this kind of pool does not check it");
    }

    /** Returns the present origin of new resources, fit to be shown. */
    String whereabouts();

    /** A prepared move. While it is not closed, both places are available. */
    interface Move extends AutoCloseable {

        /** Creates new resources at the target from now on. Those that exist stay what they are. */
        void apply();

        /** Creates new resources at the origin before {@link #apply} from now on. */
        void revert();

        /** Keeps the current place; the other place is given up with its last resource. */
        @Override
        void close();
    }
}
