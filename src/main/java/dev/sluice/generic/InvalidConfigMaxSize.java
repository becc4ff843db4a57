package dev.sluice.generic;

/** A generic pool was configured to hold nothing. */
public final class InvalidConfigMaxSize extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    InvalidConfigMaxSize(String pool, int maxSize) {
        super("pool '" + pool + "': max-size must be at least 1: " + maxSize);
    }
}
