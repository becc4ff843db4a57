package dev.sluice.pool.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reports of a store about itself. Each method must be quick, and must not throw. */
public interface StoreReports {

    /** The reports of a store that has nothing to report. */
    StoreReports NONE = new StoreReports() {};

    /**
     * Returns the reason, without secrets, why no resource works although creations succeed: the common endpoint of all
     * resources does not answer. Returns null if no such reason exists.
     */
    default @Nullable String problem() {
        return null;
    }

    /** Returns the statistics of this kind of store alone, by name; always the same names. */
    default Map<String, Long> specifics() {
        return Map.of();
    }

    /** Returns the number of threads that the store itself gave up at a limit and that have not returned. */
    default int stuckThreads() {
        return 0;
    }
}
