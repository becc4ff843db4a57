package dev.sluice.access;

/** Tells who asks, while a request is handled. Thread-safe. */
@FunctionalInterface
public interface CurrentRequester {

    /** Returns the origin of the request that the calling thread handles. */
    Requester requester();
}
