package dev.sluice.pool.failure;

/** The operation makes no sense in the state that the pool is in. Nothing has changed. */
public final class WrongState extends PoolException {

    private static final long serialVersionUID = 1L;

    /** Names the operation that was refused, the state, and what could be done instead. */
    public WrongState(String pool, String refused, String state, String advice) {
        super(pool, refused + " refused: pool '" + pool + "' is " + state + "; " + advice, null);
    }
}
