package dev.sluice.bench;

import java.time.Duration;

/** The machine and the versions of a measurement. */
final class Surroundings {

    private Surroundings() {}

    /** The build knows the versions. */
    private static String versions() {
        String versions = System.getProperty("bench.versions", "");
        return versions.isEmpty() ? "" : versions + "; ";
    }

    static String describe(Duration took) {
        return "%d cores, %s %s, %s %s; %stook %d s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.vm.version"),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        versions(),
                        took.toSeconds());
    }
}
