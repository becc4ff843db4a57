package dev.sluice.access;

import java.util.function.BooleanSupplier;

/** Tells who asks, while a request is handled. Thread-safe. */
@FunctionalInterface
public interface CurrentRequester {

    /** Returns the origin of the request that the calling thread handles. */
    Requester requester();

    /**
     * Returns whether the credentials of the present request are still valid, as a question that any thread may ask
     * later. Answers that last, such as streams, end when they are not. Requests without credentials stay valid.
     */
    default BooleanSupplier validity() {
        return () -> true;
    }
}
