package dev.sluice.tcp;

import java.io.IOException;

/** Connects to an endpoint. */
@FunctionalInterface
interface Dialler {

    /**
     * Connects, or fails within its own limits. To be called by a worker.
     *
     * @param attempt ends it early
     */
    Wire dial(Attempt attempt) throws IOException;
}
