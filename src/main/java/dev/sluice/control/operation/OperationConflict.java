package dev.sluice.control.operation;

/** A request that conflicts with an earlier one. Nothing has changed. */
public final class OperationConflict extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The kind of the conflict. */
    public enum Reason {
        /** The operation has ended, and cannot be cancelled any more. */
        ENDED,
        /** The idempotency key was used for something else. */
        KEY_REUSED
    }

    private final Reason reason;

    /** With the words of the reason. */
    public OperationConflict(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Returns the kind of the conflict. */
    public Reason reason() {
        return reason;
    }
}
