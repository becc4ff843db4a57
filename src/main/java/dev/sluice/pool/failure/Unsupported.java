package dev.sluice.pool.failure;

/** Refuses an operation that this kind of pool does not support. */
public final class Unsupported extends PoolException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for a refused operation, with the reason. */
    public Unsupported(String pool, String refused, String why) {
        super(pool, refused + " refused: pool '" + pool + "' " + why, null);
    }
}
