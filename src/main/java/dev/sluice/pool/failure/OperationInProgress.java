package dev.sluice.pool.failure;

/** Another operation is running on the pool. */
public final class OperationInProgress extends PoolException {

    private static final long serialVersionUID = 1L;

    private final String running;

    /** Names the operation that was refused and the one that runs. */
    public OperationInProgress(String pool, String refused, String running) {
        super(
                pool,
                (refused.equals(running)
                                ? capitalised(refused) + " request already in progress"
                                : refused + " refused: " + running + " is in progress")
                        + " on pool '" + pool + "'",
                null);
        this.running = running;
    }

    /** The operation that runs. */
    public String running() {
        return running;
    }

    private static String capitalised(String word) {
        return Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
