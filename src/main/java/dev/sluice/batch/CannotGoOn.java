package dev.sluice.batch;

/** Nothing of the chunk took effect, and no other chunk would fare better: the run ends. */
public class CannotGoOn extends Exception {

    private static final long serialVersionUID = 1L;

    /** For that reason. */
    public CannotGoOn(String message) {
        super(message);
    }

    /** For that reason, which something else has. */
    public CannotGoOn(String message, Throwable cause) {
        super(message, cause);
    }
}
