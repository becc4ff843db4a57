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
    ConnectedSocket dial(ConnectAttempt attempt) throws IOException;

    /** Returns the number of threads with searches for addresses that were given up and have not returned. */
    default int stuckThreads() {
        return 0;
    }
}
