package dev.sluice.control.operation;

/** Reports a request that conflicts with an earlier request. Nothing has changed. */
public final class OperationConflict extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The kind of the conflict. */
    public enum Reason {
        /** The operation has ended, and cannot be cancelled any more. */
        ENDED,
        /** The idempotency key was used for another request. */
        KEY_REUSED
    }

    private final Reason reason;

    /** Creates the exception, with a message for the reason. */
    public OperationConflict(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Returns the kind of the conflict. */
    public Reason reason() {
        return reason;
    }
}
