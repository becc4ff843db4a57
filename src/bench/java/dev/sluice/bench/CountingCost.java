package dev.sluice.bench;

import dev.sluice.pool.store.Recording;
import java.util.List;

/**
 * The cost of counting and recording by default, in nanoseconds per free cycle. Measured alone, because within the
 * cycle the cost is smaller than the noise.
 */
final class CountingCost implements Scenario {

    private static final double NANOS_PER_MICRO = 1000;

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public List<Contender> contenders() {
        return List.of(Contender.SLUICE);
    }

    @Override
    public List<Row> rows() {
        return List.of(Row.lower("nanos", "cost of the default counters: ns per free cycle")
                .goal("≤ 2"));
    }

    @Override
    public Figures measure(Contender contender, Effort effort, Jvm jvm) throws Exception {
        Figures figures = JmhRun.figures(Recording.class, "record", contender.key(), 1, effort, jvm);
        double perMicro = figures.values().get("rate");
        return new Figures().put("nanos", NANOS_PER_MICRO / perMicro);
    }
}
