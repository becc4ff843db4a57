package dev.sluice.bench;

import java.util.Collection;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** One fork of one benchmark, by JMH. */
final class JmhRun {

    private static final int ITERATION_MILLIS = 250;
    private static final int FULL_ITERATION_MILLIS = 1000;
    private static final double MEDIAN = 50;

    private JmhRun() {}

    /** The median of the iterations: operations of all threads together per microsecond. */
    static double score(Class<?> type, String method, String pool, int threads, Effort effort, Jvm jvm)
            throws RunnerException {
        TimeValue iteration = TimeValue.milliseconds(effort.pick(ITERATION_MILLIS, FULL_ITERATION_MILLIS));
        Options options = new OptionsBuilder()
                .include(type.getName().replace(".", "\\.") + "\\." + method + "$")
                .param("pool", pool)
                .threads(threads)
                .forks(1)
                .warmupIterations(effort.pick(3, 4))
                .warmupTime(iteration)
                .measurementIterations(effort.pick(3, 5))
                .measurementTime(iteration)
                .jvmArgs(Jvm.options().toArray(String[]::new))
                .shouldFailOnError(true)
                .output(jvm.directory()
                        .resolve("jmh-" + type.getSimpleName() + "-" + method + "-" + threads + "-" + pool + ".log")
                        .toString())
                .build();
        Collection<RunResult> results = new Runner(options).run();
        return results.iterator().next().getPrimaryResult().getStatistics().getPercentile(MEDIAN);
    }
}
