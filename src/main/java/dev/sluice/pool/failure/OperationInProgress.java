package dev.sluice.pool.failure;

/** Refuses an operation because another operation runs on the pool. */
public final class OperationInProgress extends PoolException {

    private static final long serialVersionUID = 1L;

    private final String running;
    private final String id;

    /** Creates the exception for a refused operation and the running one, with its id. */
    public OperationInProgress(String pool, String refused, String running, String id) {
        super(
                pool,
                (refused.equals(running)
                                ? capitalised(refused) + " request already in progress"
                                : refused + " refused: " + running + " is in progress")
                        + " on pool '" + pool + "'",
                null);
        this.running = running;
        this.id = id;
    }

    /** Returns the name of the running operation. */
    public String running() {
        return running;
    }

    /** Returns the id of the running operation, by which it can be followed and cancelled. */
    public String id() {
        return id;
    }

    private static String capitalised(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
