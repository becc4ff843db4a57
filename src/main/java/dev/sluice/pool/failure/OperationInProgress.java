package dev.sluice.pool.failure;

/** Another operation is running on the pool. */
public final class OperationInProgress extends PoolException {

    private static final long serialVersionUID = 1L;

    private final String running;
    private final String id;

    /** Names the operation that was refused and the one that runs, with its id. */
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

    /** The operation that runs. */
    public String running() {
        return running;
    }

    /** The id of the operation that runs, by which it can be followed and cancelled. */
    public String id() {
        return id;
    }

    private static String capitalised(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
