package dev.sluice.batch.rows;

/** Reports an input that cannot be used. The message gives the reason and shows no value of a row. */
public final class BadInput extends Exception {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with its message. */
    public BadInput(String message) {
        super(message);
    }
}
