package dev.sluice.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** A fork of one JMH benchmark. */
final class JmhRun {

    private static final int ITERATION_MILLIS = 250;
    private static final int FULL_ITERATION_MILLIS = 1000;
    private static final int WARM_UP_MILLIS = 500;
    private static final double MEDIAN = 50;
    private static final double MOST_STALLS = 500;

    private JmhRun() {}

    /**
     * The median of the iterations, operations of all threads together per microsecond, as "rate"; and, if the
     * benchmark counts them, callers that got nothing, as "stalled".
     */
    static Figures figures(Class<?> type, String method, String pool, int threads, Effort effort, Jvm jvm)
            throws RunnerException, IOException {
        String name = "jmh-" + type.getSimpleName() + "-" + method + "-" + threads + "-" + pool;
        Path stalls = jvm.directory().resolve(name + ".figures");
        Files.deleteIfExists(stalls);
        TimeValue iteration = TimeValue.milliseconds(effort.pick(ITERATION_MILLIS, FULL_ITERATION_MILLIS));
        Options options = new OptionsBuilder()
                .include(type.getName().replace(".", "\\.") + "\\." + method + "$")
                .param("pool", pool)
                .threads(threads)
                .forks(1)
                .warmupIterations(4)
                .warmupTime(TimeValue.milliseconds(effort.pick(WARM_UP_MILLIS, FULL_ITERATION_MILLIS)))
                .measurementIterations(5)
                .measurementTime(iteration)
                .jvmArgs(arguments(stalls))
                .shouldFailOnError(true)
                .output(jvm.directory().resolve(name + ".log").toString())
                .build();
        RunResult result = new Runner(options).run().iterator().next();
        Figures figures = Files.exists(stalls) ? Figures.read(stalls) : new Figures();
        if (figures.values().getOrDefault("stalled", 0.0) > MOST_STALLS) {
            throw new IllegalStateException("acquires failed, and not by timeouts: " + figures.values());
        }
        return figures.put("rate", result.getPrimaryResult().getStatistics().getPercentile(MEDIAN));
    }

    private static String[] arguments(Path stalls) {
        return Stream.concat(Jvm.options().stream(), Stream.of("-D" + FreeCycle.STALLS + "=" + stalls))
                .toArray(String[]::new);
    }
}
