package dev.sluice.adapter.rest;

import dev.sluice.control.operation.Operation;

/** Carries the answer for an operation that still runs: its path. This exception is no failure. */
final class Deferred extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Operation operation;

    Deferred(Operation operation) {
        super(null, null, false, false);
        this.operation = operation;
    }

    Operation operation() {
        return operation;
    }
}
