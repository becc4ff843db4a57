package dev.sluice.pool.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A store that can ask the far side for the number of resources that it allows. Thread-safe. */
public interface CapacitySource {

    /**
     * Asks the far side. The request uses a connection of the store's own, and takes no place of the pool. Blocks until
     * the answer, for about the limit at most.
     *
     * @param own the number of resources that the pool has now
     * @return null if the far side does not tell
     * @throws Exception if the far side does not answer
     */
    @Nullable
    ServerCapacity capacity(int own, Duration limit) throws Exception;

    /**
     * The capacity of the far side for one pool at this moment.
     *
     * @param largest the number of resources that the pool may have, zero or more
     * @param reason the limit in words: "the server allows 97 connections, and others use 40"
     */
    record ServerCapacity(int largest, String reason) {}
}
