package dev.sluice.generic;

/** Refuses the configuration of a generic pool without a close function. */
public final class CloseFuncRequired extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    CloseFuncRequired(String pool) {
        super("pool '" + pool + "': a close function is required");
    }
}
