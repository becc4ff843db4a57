package dev.sluice.generic;

/** Refuses the configuration of a generic pool without a maximum size of at least 1. */
public final class InvalidConfigMaxSize extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    InvalidConfigMaxSize(String pool, int maxSize) {
        super("pool '" + pool + "': max-size must be at least 1: " + maxSize);
    }
}
