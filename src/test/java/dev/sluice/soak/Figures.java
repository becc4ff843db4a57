package dev.sluice.soak;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The state of the soaked process, as it tells it.
 *
 * @param rest what of the pool is not at rest, or empty
 * @param threads the names of the threads that were not there at the start, sorted
 * @param beans the names of Sluice's MBeans
 * @param heapKilobytes the heap in use after a collection
 * @param counts what happened so far, by kind
 * @param violations the promises that were broken so far
 */
record Figures(
        String rest,
        List<String> threads,
        Set<String> beans,
        long heapKilobytes,
        Map<String, Long> counts,
        List<String> violations) {}
