package dev.sluice.batch;

/** The multiples of five per cent that a run reaches, each once. Not thread-safe. */
public final class ProgressSteps {

    private static final int STEP = 5;
    private static final int ALL = 100;

    private int percent;

    /** Returns the last multiple of five per cent that was newly reached, or zero if there is none. */
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
