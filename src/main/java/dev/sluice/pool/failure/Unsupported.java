package dev.sluice.pool.failure;

/** Pools of this kind cannot do that. */
public final class Unsupported extends PoolException {

    private static final long serialVersionUID = 1L;

    /** Names the operation that was refused, and why. */
    public Unsupported(String pool, String refused, String why) {
        super(pool, refused + " refused: pool '" + pool + "' " + why, null);
    }
}
