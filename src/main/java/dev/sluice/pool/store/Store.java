package dev.sluice.pool.store;

import java.time.Duration;

/**
 * Creates, validates, resets and closes the resources of one kind. A worker of the pool, or the thread of an operation,
 * calls each method, never under a lock. Except for {@link #abort}, no two threads call methods for the same resource
 * at once. A method may block within the limits of its resource. It must not wait for another resource of the same
 * pool. A call that exceeds its limit is interrupted and given up. The pool then treats it as failed, and breaks the
 * resource with {@link #abort}, although the call may still use it.
 *
 * <p>The pool shows the messages of failures to operators and in the log as they are. A store that has secrets must
 * throw no failure that quotes them.
 *
 * <p>A store may have further capabilities: {@link InTurn}, {@link EarlyRelease}, {@link ActivitySource},
 * {@link StoreReports}, {@link Severable} and {@link Movable}.
 *
 * @param <R> the resource
 */
public interface Store<R> extends AutoCloseable {

    /** Creates a resource. */
    R create() throws Exception;

    /** Gives a new resource its name, so that an operator can find the resource by it on the far side, too. */
    default void name(R resource, String name) {}

    /**
     * Returns whether an idle resource still works.
     *
     * @param limit maximum time of the answer; a resource that needs longer does not work
     * @throws Exception counts as false
     */
    boolean validate(R resource, Duration limit) throws Exception;

    /**
     * Removes the state that the last lease left behind, if that lease requested a reset. The pool does not hand out
     * the resource meanwhile.
     *
     * @param limit maximum time of each answer of the far side, and of all answers together
     * @return true if no state is left; otherwise the resource is replaced
     * @throws Exception counts as a failure: the resource is replaced
     */
    default boolean reset(R resource, Duration limit) throws Exception {
        return true;
    }

    /**
     * Runs a check of the application on a resource that no caller uses, and removes the traces of the check.
     *
     * @param limit maximum time of the check
     * @throws Exception counts as false
     */
    default boolean check(R resource, ResourceCheck<Object> check, Duration limit) throws Exception {
        return check.passes(resource);
    }

    /**
     * Closes a resource that no thread uses. Returns when the resource is gone; only then its place is freed.
     *
     * @throws Exception reported; the resource counts as gone nevertheless
     */
    void close(R resource) throws Exception;

    /**
     * Breaks a resource while another thread may be using it: stops its work on the far side, then closes it. Returns
     * within a few seconds; nothing on this side can use the resource afterwards.
     *
     * @return true if nothing of the resource is left on the far side; false if that was not confirmed in time
     * @throws Exception reported; the resource counts as gone nevertheless
     */
    boolean abort(R resource) throws Exception;

    /** Returns, for an operator, the steps of an {@link #abort} that returned false, and the work that may remain. */
    default String unconfirmedEnd() {
        return "the end of its work has not been confirmed in time; that work may go on";
    }

    /** Returns the fixed traits of this kind of store. Called once, at the creation of the pool. */
    default StoreTraits traits() {
        return StoreTraits.USUAL;
    }

    /** Returns the kind of a failure of {@link #create} or {@link #validate}. Must be quick, and must not throw. */
    default FailureKind kindOf(Throwable failure) {
        return FailureKind.OTHER;
    }

    /** Frees what the store itself holds. Called after the end of all its resources. */
    @Override
    default void close() {}
}
