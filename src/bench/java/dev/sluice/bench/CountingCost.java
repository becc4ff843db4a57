package dev.sluice.bench;

import java.util.List;

/** What is counted and recorded by default, in nanoseconds per free cycle: with it less without it. */
final class CountingCost implements Scenario {

    /** The parameter of {@link FreeCycle} for a pool that counts nothing. */
    static final String UNCOUNTED = "sluice-uncounted";

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
        return List.of(Row.lower("nanos", "cost of what is counted by default: ns per free cycle")
                .goal("≤ 2"));
    }

    @Override
    public Figures measure(Contender contender, Effort effort, Jvm jvm) throws Exception {
        SluicePeer.uncounted(PeerSettings.free()).close(); // refuses as long as there is no such thing
        double without = nanos(UNCOUNTED, effort, jvm);
        double with = nanos(Contender.SLUICE.key(), effort, jvm);
        return new Figures().put("nanos", with - without);
    }

    private static double nanos(String pool, Effort effort, Jvm jvm) throws Exception {
        return NANOS_PER_MICRO / JmhRun.score(FreeCycle.class, "free", pool, 1, effort, jvm);
    }
}
