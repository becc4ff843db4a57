package dev.sluice.control.operation;

/** What was asked does not go with what has been asked before. Nothing has changed. */
public final class OperationConflict extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What does not go together. */
    public enum Reason {
        /** It has ended, and cannot be cancelled any more. */
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

    /** What does not go together. */
    public Reason reason() {
        return reason;
    }
}
