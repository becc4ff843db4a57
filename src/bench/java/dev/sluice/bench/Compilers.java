package dev.sluice.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * The compilers of this JVM. While they work they need a part of the cores, and the callers run code that is not yet
 * compiled: a measurement in that time is one of the compilers. A pool with more code would be measured as slower than
 * it is in a service that runs for longer than some seconds.
 */
final class Compilers {

    private static final long WINDOW_MILLIS = 500;

    /** A tenth of a core. */
    private static final long CALM_MILLIS = WINDOW_MILLIS / 10;

    /** Number of windows in a row in which the compilers do little. */
    private static final int CALM_WINDOWS = 2;

    /** Beside hundreds of threads, the compilers get little of the cores; they must not keep a run from its end. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(8);

    private Compilers() {}

    /** Waits until the compilers have done little for a second, about 8 s at most. */
    static void awaitCalm() throws InterruptedException {
        CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
        if (compilers == null || !compilers.isCompilationTimeMonitoringSupported()) {
            return;
        }
        long start = System.nanoTime();
        int calm = 0;
        while (calm < CALM_WINDOWS && System.nanoTime() - start < MOST_NANOS) {
            long before = compilers.getTotalCompilationTime();
            TimeUnit.MILLISECONDS.sleep(WINDOW_MILLIS);
            calm = compilers.getTotalCompilationTime() - before < CALM_MILLIS ? calm + 1 : 0;
        }
    }
}
