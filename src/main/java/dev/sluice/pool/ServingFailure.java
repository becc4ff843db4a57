package dev.sluice.pool;

import dev.sluice.pool.store.FailureKind;

/**
 * The failure that keeps a pool from serving.
 *
 * @param detail a description without secrets
 */
record ServingFailure(FailureKind kind, String detail) {

    /** Returns this failure with one more fact. */
    ServingFailure and(String fact) {
        return new ServingFailure(kind, detail + "; " + fact);
    }

    static final String CANNOT_CONNECT = "cannot connect: ";
}
