package dev.sluice.batch;

/** Signals that the run must end: nothing of the chunk took effect, and no other chunk would succeed. */
public class CannotGoOn extends Exception {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with its reason. */
    public CannotGoOn(String message) {
        super(message);
    }

    /** Creates the exception with its reason and its cause. */
    public CannotGoOn(String message, Throwable cause) {
        super(message, cause);
    }
}
