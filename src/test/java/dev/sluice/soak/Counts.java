package dev.sluice.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts of what happened in a soak, by kind, and the promises that were broken. Thread-safe. */
final class Counts {

    private static final int MOST_VIOLATIONS = 50;

    private final Map<String, LongAdder> byKind = new ConcurrentSkipListMap<>();
    private final List<String> violations = new ArrayList<>(); // Guarded by this

    void add(String kind) {
        byKind.computeIfAbsent(kind, key -> new LongAdder()).increment();
    }

    synchronized void violation(String what) {
        if (violations.size() < MOST_VIOLATIONS) {
            violations.add(what);
        }
    }

    Map<String, Long> byKind() {
        Map<String, Long> all = new TreeMap<>();
        byKind.forEach((kind, count) -> all.put(kind, count.sum()));
        return all;
    }

    synchronized List<String> violations() {
        return List.copyOf(violations);
    }
}
