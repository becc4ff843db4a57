package dev.sluice.pool.store;

import java.time.Duration;

/**
 * A kind of resource: how it is made, checked and ended. Every method is called by a pool's worker (or by
 * the thread that operates the pool), never under a lock and never by two threads for the same resource at
 * once, except {@link #abort}. A method may block within the limits of its resource; it must not wait for
 * another resource of the same pool. A call that takes longer than its limit is interrupted and given up: the pool goes
 * on as if it had failed, and breaks the resource with {@link #abort} although the call may still be using it.
 *
 * <p>A store may have capabilities beside: {@link InTurn}, {@link EarlyRelease}, {@link ActivitySource},
 * {@link StoreReports} and {@link Movable}.
 *
 * @param <R> the resource
 */
public interface Store<R> extends AutoCloseable {

    /** Makes a resource. */
    R create() throws Exception;

    /** Tells a new resource its name, so that it can be found by it on the far side too. */
    default void name(R resource, String name) {}

    /**
     * Returns whether an idle resource still works.
     *
     * @param limit maximum time of the answer; a resource that needs longer does not work
     * @throws Exception counts as no
     */
    boolean validate(R resource, Duration limit) throws Exception;

    /**
     * Takes away what the last lease left behind, if that lease asked for it. The pool hands the resource to nobody
     * meanwhile.
     *
     * @param limit each answer of the far side must come within this time, and so must all of them together
     * @return whether nothing is left of it; if not, the resource is replaced
     * @throws Exception counts as a failure, and the resource is replaced as well
     */
    default boolean reset(R resource, Duration limit) throws Exception {
        return true;
    }

    /**
     * Ends a resource that nobody uses. Returns when it is gone: only then its place is given to another.
     *
     * @throws Exception is reported; the resource counts as gone all the same
     */
    void close(R resource) throws Exception;

    /**
     * Breaks a resource while another thread may be using it: stops its work on the far side, then closes it. Returns
     * within a few seconds; nothing on this side can use the resource afterwards.
     *
     * @return true if nothing of it is left on the far side; false if that could not be confirmed in time
     * @throws Exception is reported; the resource counts as gone all the same
     */
    boolean abort(R resource) throws Exception;

    /** Returns what {@link #abort} has tried when it returns false, and what may remain, as text for an operator. */
    default String unconfirmedEnd() {
        return "the end of its work has not been confirmed in time; that work may go on";
    }

    /** Returns the fixed traits of this kind of store. Asked once, when the pool is made. */
    default StoreTraits traits() {
        return StoreTraits.USUAL;
    }

    /** Returns the kind of a failure thrown by {@link #create} or {@link #validate}. Quick, and never throws. */
    default FailureKind kindOf(Throwable failure) {
        return FailureKind.OTHER;
    }

    /** Gives back what the store itself holds, after all its resources have ended. */
    @Override
    default void close() {}
}
