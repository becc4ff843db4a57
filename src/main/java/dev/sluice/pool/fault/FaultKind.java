package dev.sluice.pool.fault;

/** The kinds of injected faults. */
public enum FaultKind {
    /** Callers wait for a time before their acquire. */
    DELAY_ACQUIRE(true),
    /** Callers are refused, as if the pool were saturated. */
    REFUSE_ACQUIRE(true),
    /** Creations of resources fail. */
    FAIL_CREATION(false),
    /** Validations of idle resources fail, so that these resources are closed. */
    FAIL_VALIDATION(false),
    /** The session of a new lease is cut without the knowledge of the pool, so that the next statement fails. */
    BREAK_ON_USE(true),
    /** The pool ends a new lease by force, and closes its resource. */
    DROP_CONNECTION(true);

    private final boolean ofCallers;

    FaultKind(boolean ofCallers) {
        this.ofCallers = ofCallers;
    }

    /** Returns whether the fault concerns acquires, which have a lane, a tenant and tags. */
    public boolean isOfCallers() {
        return ofCallers;
    }
}
