package dev.sluice.bench;

import java.util.List;

/** The free cycle, by JMH: operations per microsecond, of all threads together. */
final class Cycles implements Scenario {

    private static final List<Contender> RULED = List.of(Contender.SLUICE, Contender.HIKARI);
    private static final String GOAL = "≥ 1.1 × Agroal, ≥ 3.8 × HikariCP";

    private final String name;
    private final String label;
    private final Class<?> type;
    private final String method;
    private final int threads;
    private final List<Contender> contenders;
    private final String goal;

    private Cycles(
            String name,
            String label,
            Class<?> type,
            String method,
            int threads,
            List<Contender> contenders,
            String goal) {
        this.name = name + "-" + threads;
        this.label = label + ", " + threads + (threads == 1 ? " thread" : " threads");
        this.type = type;
        this.method = method;
        this.threads = threads;
        this.contenders = contenders;
        this.goal = goal;
    }

    /** A connection is taken and given back. */
    static Cycles free(int threads) {
        return new Cycles("free", "free cycle", FreeCycle.class, "free", threads, Contender.JDBC, GOAL);
    }

    /** The same with rate limit, breaker and tags; the other pools have no policies. */
    static Cycles ruled(int threads) {
        return new Cycles(
                "policies", "free cycle with policies on", RuledCycle.class, "free", threads, RULED, "≥ 2 × HikariCP");
    }

    /** The same with a little use in between. */
    static Cycles used(int threads) {
        String goal = threads == 1 ? "≥ 1.2 × Agroal" : "≥ 1.5 × Agroal";
        return new Cycles("used", "used cycle", FreeCycle.class, "used", threads, Contender.JDBC, goal);
    }

    /** The same without JDBC. */
    static Cycles generic(int threads) {
        return new Cycles(
                "generic",
                "generic pool, free cycle",
                GenericCycle.class,
                "free",
                threads,
                Contender.GENERIC,
                "≥ 0.5 × Stormpot");
    }

    /** Creates cycles on the resource of one of a thousand keys, which stays open until its release. */
    static Cycles shared(int threads) {
        return new Cycles(
                "keyed-shared",
                "keyed pool, 1,000 keys, acquire of an open resource",
                KeyedCycle.class,
                "shared",
                threads,
                List.of(Contender.SLUICE),
                "≥ 0.8 × generic-" + threads + ".rate");
    }

    /** The same of one of a thousand keys. */
    static Cycles keyed(int threads) {
        return new Cycles(
                "keyed",
                "keyed pool, 1,000 keys, free cycle",
                KeyedCycle.class,
                "free",
                threads,
                Contender.KEYED,
                "≥ 20 × commons-pool2");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Contender> contenders() {
        return contenders;
    }

    @Override
    public List<Row> rows() {
        Row rate = Row.higher("rate", label + ": cycles/µs").goal(goal);
        return threads <= 2 || !method.equals("free") || goal.isEmpty()
                ? List.of(rate)
                : List.of(
                        rate,
                        Row.plain("stalled", label + ": callers that got nothing in 2 s")
                                .goal("= 0"));
    }

    @Override
    public Figures measure(Contender contender, Effort effort, Jvm jvm) throws Exception {
        return JmhRun.figures(type, method, contender.key(), threads, effort, jvm);
    }
}
