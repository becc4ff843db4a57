package dev.sluice.bench;

import java.time.Duration;

/** What it was measured on. */
final class Surroundings {

    private Surroundings() {}

    static String describe(Duration took) {
        return "%d cores, %s %s, %s %s; took %d s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.vm.version"),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        took.toSeconds());
    }
}
