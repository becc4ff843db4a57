package dev.sluice.pool.store;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A kind of resource: how it is made, checked and ended. Every method is called by a pool's worker (or by
 * the thread that operates the pool), never under a lock and never by two threads for the same resource at
 * once, except {@link #abort}. A method may block within the limits of its resource; it must not wait for
 * another resource of the same pool. A call that takes longer than its limit is interrupted and given up: the pool goes
 * on as if it had failed, and breaks the resource with {@link #abort} although the call may still be using it.
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

    /**
     * A resource that is out on lease has been retired, by an operation or because the pool closes: whether it may be
     * closed now, although its lease has not ended. So that a store whose leases end by themselves only seldom can let
     * go of what nobody uses. Called by whoever retires it.
     *
     * @return false if it stays with its holder, and is closed when the lease ends
     */
    default boolean letsGo(R resource) {
        return false;
    }

    /**
     * Returns whether {@link #create} takes no time. A caller that finds no free resource and room for one more then
     * creates it itself, and does not wait for a worker.
     */
    default boolean createsAtOnce() {
        return false;
    }

    /**
     * Returns whether the thread that acquires a resource releases it, too. If not, a thread that holds a resource and
     * waits for another one may be served by other threads, and does not wait for itself.
     */
    default boolean lendsToThreads() {
        return true;
    }

    /**
     * Returns whether free resources are handed out in turn, so that all are used alike. Otherwise the oldest free
     * resource comes first, so that unneeded ones stay idle. Called once, when the pool is created.
     */
    default boolean takesTurns() {
        return false;
    }

    /**
     * Of a store that takes turns: whether a free resource can be used without a wait. One that cannot is handed out
     * only if no other is free. Called by callers on their way in, so it must be quick and must not throw.
     */
    default boolean isReady(R resource) {
        return true;
    }

    /** Returns the kind of a failure thrown by {@link #create} or {@link #validate}. Quick, and never throws. */
    default FailureKind kindOf(Throwable failure) {
        return FailureKind.OTHER;
    }

    /**
     * Returns the reason why created resources are of no use, in words and without secrets: for example, that no
     * endpoint answers. Null if there is none.
     */
    default @Nullable String trouble() {
        return null;
    }

    /** Numbers that only this kind of store has, by name; always the same names. Quick, and never throws. */
    default Map<String, Long> specifics() {
        return Map.of();
    }

    /**
     * Asks the far side for its work for these resources, while their holders use them. The request goes over a
     * connection of the store's own, and takes no place of the pool. Called by one worker at a time.
     *
     * @param resources at least one
     * @param limit the caller stops waiting for the answer after this time
     * @throws Exception is shown as the reason why nothing is known
     */
    default Activity activityOf(List<R> resources, Duration limit) throws Exception {
        return Activity.unknown("resources of this pool run no statements");
    }

    /**
     * Returns the number of threads that the store itself has given up at a limit, and that have not come back. Quick,
     * and never throws.
     */
    default int stuckThreads() {
        return 0;
    }

    /** Gives back what the store itself holds, after all its resources have ended. */
    @Override
    default void close() {}
}
