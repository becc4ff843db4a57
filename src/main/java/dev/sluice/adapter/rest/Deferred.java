package dev.sluice.adapter.rest;

import dev.sluice.control.operation.Operation;

/** Not a failure: the operation goes on, and the answer is where to follow it. */
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
