package dev.sluice.generic;

/** A generic pool was configured without a factory. */
public final class FactoryRequired extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    FactoryRequired(String pool) {
        super("pool '" + pool + "': a factory is required");
    }
}
