package dev.sluice.generic;

/** A generic pool was configured without a way to close what it pools. */
public final class CloseFuncRequired extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    CloseFuncRequired(String pool) {
        super("pool '" + pool + "': a close function is required");
    }
}
