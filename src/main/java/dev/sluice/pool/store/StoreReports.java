package dev.sluice.pool.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reports of a store about itself. Each is quick, and never throws. */
public interface StoreReports {

    /** The reports of a store that has nothing to tell. */
    StoreReports NONE = new StoreReports() {};

    /**
     * Returns the reason, in words and without secrets, why no resource is of use although resources can be made: nothing
     * answers where all of them lead to. Null if there is none.
     */
    default @Nullable String trouble() {
        return null;
    }

    /** Returns the numbers that only this kind of store has, by name; always the same names. */
    default Map<String, Long> specifics() {
        return Map.of();
    }

    /** Returns the number of threads that the store itself has given up at a limit, and that have not come back. */
    default int stuckThreads() {
        return 0;
    }
}
