package dev.sluice.pool.store;

import java.time.Duration;
import java.util.List;

/**
 * A store that can report the work of the far side for its resources.
 *
 * @param <R> the resource
 */
public interface ActivitySource<R> extends Store<R> {

    /**
     * Asks the far side for its work for these resources, while their holders use them. The request uses a connection
     * of the store's own, and takes no place of the pool. Called by one worker at a time.
     *
     * @param resources at least one
     * @param limit the caller stops waiting for the answer after this time
     * @throws Exception shown as the reason why nothing is known
     */
    Activity activityOf(List<R> resources, Duration limit) throws Exception;
}
