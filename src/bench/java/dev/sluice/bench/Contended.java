package dev.sluice.bench;

import java.util.List;
import org.HdrHistogram.Histogram;

/** More callers than connections: 50 on 20, each holding its connection for a moment. */
final class Contended implements Program {

    static final int CALLERS = 50;
    static final long LEAST_HOLD = 50_000;
    static final long MOST_HOLD = 100_000;

    private static final double MICROS_PER_MILLI = 1000;

    private final String name;
    private final String label;
    private final Threads kind;
    private final boolean thinking;
    private final List<Contender> contenders;

    private Contended(String name, String label, Threads kind, boolean thinking, List<Contender> contenders) {
        this.name = name;
        this.label = label;
        this.kind = kind;
        this.thinking = thinking;
        this.contenders = contenders;
    }

    /** Each comes back at once. */
    static Contended busy(Threads kind) {
        return new Contended(
                kind == Threads.PLATFORM ? "contended" : "contended-virtual",
                "contended" + suffix(kind),
                kind,
                false,
                Contender.JDBC);
    }

    /** Each comes back after a pause as long as a hold. */
    static Contended thinking(Threads kind) {
        return new Contended(
                kind == Threads.PLATFORM ? "think" : "think-virtual",
                "contended with think time" + suffix(kind),
                kind,
                true,
                Contender.JDBC);
    }

    /** The same without JDBC. */
    static Contended generic() {
        return new Contended("generic-crowd", "generic pool, contended", Threads.PLATFORM, false, Contender.GENERIC);
    }

    private static String suffix(Threads kind) {
        return kind == Threads.VIRTUAL ? ", virtual threads" : "";
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
    public boolean isForTheLongForm() {
        return thinking;
    }

    @Override
    public boolean isVirtual() {
        return kind == Threads.VIRTUAL;
    }

    @Override
    public List<Row> rows() {
        boolean hasGoal = contenders.equals(Contender.JDBC) && !thinking;
        return List.of(
                Row.higher("rate", label + ": k cycles/s").goal(hasGoal ? "≥ best" : ""),
                Row.lower("p50", label + ": wait p50, ms"),
                Row.lower("p99", label + ": wait p99, ms").goal(hasGoal ? "≤ 1/3 Agroal, ≤ Tomcat" : ""),
                Row.lower("p99.9", label + ": wait p99.9, ms").goal(hasGoal ? "≤ 1/5 Agroal, ≤ Tomcat" : ""),
                Row.lower("max", label + ": longest wait, ms"),
                Row.plain("stranded", label + ": callers left waiting at the end, with all connections free")
                        .goal(hasGoal ? "0" : ""));
    }

    @Override
    public Figures run(Contender contender, Effort effort) throws Exception {
        boolean jdbc = contenders.equals(Contender.JDBC);
        try (Peer peer = jdbc ? contender.openFree() : contender.openGeneric()) {
            Crowd crowd = new Crowd(kind, CALLERS, caller -> cycle(peer, caller)).measure(effort.warmUp());
            double rate = crowd.rate(effort.measured());
            Histogram waits = crowd.stop().waits();
            return new Figures()
                    .put("rate", rate / MICROS_PER_MILLI)
                    .putWaits(waits, 50, 99, 99.9)
                    .putLongest(waits)
                    .put("stranded", crowd.stranded());
        }
    }

    private void cycle(Peer peer, Caller caller) throws Exception {
        long start = System.nanoTime();
        AutoCloseable held = peer.acquire();
        try {
            caller.took(start);
            Caller.parkBetween(LEAST_HOLD, MOST_HOLD);
        } finally {
            held.close();
        }
        if (thinking) {
            Caller.parkBetween(LEAST_HOLD, MOST_HOLD);
        }
    }
}
