package dev.sluice.control;

import dev.sluice.pool.statistic.Statistic;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The situation of the pools in words. Immutable.
 *
 * @param verdict each pool that is not well, the worst first, and the number of the others
 * @param pools the verdict on each pool by its name, in the order of registration
 */
public record PoolVerdicts(
        @Statistic("Each pool that is not well, the worst first, and the number of the others.")
        String verdict,

        @Statistic("Situation of each pool in words, by its name.")
        Map<String, String> pools) {

    /** Copies the map. */
    public PoolVerdicts {
        pools = Collections.unmodifiableMap(new LinkedHashMap<>(pools));
    }
}
