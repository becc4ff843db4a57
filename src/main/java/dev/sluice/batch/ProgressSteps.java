package dev.sluice.batch;

/** The multiples of five per cent that a run reaches, each once. Not thread-safe. */
public final class ProgressSteps {

    private static final int STEP = 5;
    private static final int ALL = 100;

    private int percent;

    /** The last multiple of five that has been reached, or zero if none has since the last one. */
    public int reached(long done, long total) {
        if (total == 0) {
            return 0;
        }
        int now = (int) (STEP * Math.floorDiv((long) (ALL / STEP) * done, total));
        if (now <= percent) {
            return 0;
        }
        percent = now;
        return now;
    }
}
