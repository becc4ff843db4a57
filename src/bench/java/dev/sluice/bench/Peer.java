package dev.sluice.bench;

/** A pool under measurement. Each has a JVM of its own, so that calls through this interface are monomorphic. */
interface Peer extends AutoCloseable {

    /** Waits for a resource, for a minute at most; closing it gives it back. */
    AutoCloseable acquire() throws Exception;

    /** The same for a caller that nobody should wait behind, as far as the pool knows of priorities. */
    default AutoCloseable acquireUrgently() throws Exception {
        return acquire();
    }

    /** The same for a caller that can wait, as far as the pool knows of priorities. */
    default AutoCloseable acquireInBackground() throws Exception {
        return acquire();
    }

    @Override
    void close();
}
