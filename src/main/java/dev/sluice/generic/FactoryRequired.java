package dev.sluice.generic;

/** Refuses the configuration of a generic pool without a factory. */
public final class FactoryRequired extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    FactoryRequired(String pool) {
        super("pool '" + pool + "': a factory is required");
    }
}
