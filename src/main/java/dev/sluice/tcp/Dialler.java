package dev.sluice.tcp;

import java.io.IOException;

/** Connects to an endpoint. */
@FunctionalInterface
interface Dialler {

    /**
     * Connects, or fails within its own limits. Called by a worker.
     *
     * @param attempt allows another thread to give up the attempt
     */
    ConnectedSocket dial(ConnectAttempt attempt) throws IOException;

    /** Returns the number of threads in address look-ups that were given up and have not returned. */
    default int stuckThreads() {
        return 0;
    }
}
