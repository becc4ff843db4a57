package dev.sluice.batch.rows;

/** What was given cannot be used. The message says why, in words for whoever gave it, and shows no value of a row. */
public final class BadInput extends Exception {

    private static final long serialVersionUID = 1L;

    /** With that message. */
    public BadInput(String message) {
        super(message);
    }
}
