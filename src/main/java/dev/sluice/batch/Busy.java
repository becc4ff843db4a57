package dev.sluice.batch;

/** A chunk was not begun, as nothing is free to do it with. That is no failure: others come first. */
public final class Busy extends Exception {

    private static final long serialVersionUID = 1L;

    /** For that reason. */
    public Busy(String reason) {
        super(reason);
    }
}
