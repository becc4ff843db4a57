package dev.sluice.pool.failure;

/** Refuses an operation in a state of the pool that does not allow it. Nothing has changed. */
public final class WrongState extends PoolException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception for a refused operation, with the state of the pool and advice for the operator. */
    public WrongState(String pool, String refused, String state, String advice) {
        super(pool, refused + " refused: pool '" + pool + "' is " + state + "; " + advice, null);
    }
}
