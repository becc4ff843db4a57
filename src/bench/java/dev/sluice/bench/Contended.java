package dev.sluice.bench;

import java.util.List;
import org.HdrHistogram.Histogram;

/** More callers than connections: 50 on 20, or 700 on 500, each holding its connection for a moment. */
final class Contended implements Program {

    static final int CALLERS = 50;
    static final long LEAST_HOLD = 50_000;
    static final long MOST_HOLD = 100_000;

    private static final int MOST_CALLERS = 10_000;
    private static final int LARGE = 500;
    private static final int LARGE_CALLERS = 700;
    private static final double MICROS_PER_MILLI = 1000;

    private final String name;
    private final String label;
    private final Threads kind;
    private final Extent extent;
    private final List<Contender> contenders;
    private final Goals goals;

    /** The numbers of a variant, and whether callers pause between two acquires. */
    private record Extent(int callers, int size, boolean thinking) {
        static final Extent USUAL = new Extent(Contended.callers(), PeerSettings.SIZE, false);
        static final Extent THINKING = new Extent(CALLERS, PeerSettings.SIZE, true);
        static final Extent MANY = new Extent(LARGE_CALLERS, LARGE, false);
    }

    /** As {@code -Dbench.callers=20} says. */
    static int callers() {
        return Property.number("bench.callers", 1, MOST_CALLERS, CALLERS);
    }

    /** The goals of a variant; empty texts are no goals. */
    private record Goals(String rate, String p99, String p999) {
        static final Goals NONE = new Goals("", "", "");
        static final Goals PLATFORM = new Goals("≥ best", "≤ 1/3 × Agroal", "≤ 1/5 × Agroal");
        static final Goals VIRTUAL = new Goals("≥ best", "≤ 1/3 × Agroal, ≤ Tomcat", "≤ 1/5 × Agroal, ≤ Tomcat");
        static final Goals MANY = new Goals("≥ best", "", "");
        static final Goals GENERIC = new Goals("≥ 1.2 × commons-pool2", "≤ commons-pool2", "");
    }

    private Contended(String name, String label, Threads kind, Extent extent, List<Contender> contenders, Goals goals) {
        this.name = name;
        this.label = label;
        this.kind = kind;
        this.extent = extent;
        this.contenders = contenders;
        this.goals = goals;
    }

    /** Each comes back at once. */
    static Contended busy(Threads kind) {
        boolean platform = kind == Threads.PLATFORM;
        return new Contended(
                platform ? "contended" : "contended-virtual",
                "contended" + suffix(kind),
                kind,
                Extent.USUAL,
                Contender.JDBC,
                platform ? Goals.PLATFORM : Goals.VIRTUAL);
    }

    /** Each comes back after a pause as long as a hold. */
    static Contended thinking(Threads kind) {
        return new Contended(
                kind == Threads.PLATFORM ? "think" : "think-virtual",
                "contended with think time" + suffix(kind),
                kind,
                Extent.THINKING,
                Contender.JDBC,
                Goals.NONE);
    }

    /** A large pool: 700 callers on 500 connections. */
    static Contended large() {
        return new Contended("large", "700 threads on 500", Threads.PLATFORM, Extent.MANY, Contender.JDBC, Goals.MANY);
    }

    /** The same without JDBC. */
    static Contended generic() {
        return new Contended(
                "generic-crowd",
                "generic pool, contended",
                Threads.PLATFORM,
                Extent.USUAL,
                Contender.GENERIC,
                Goals.GENERIC);
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
        return extent.thinking();
    }

    @Override
    public boolean isVirtual() {
        return kind == Threads.VIRTUAL;
    }

    @Override
    public List<Row> rows() {
        return List.of(
                Row.higher("rate", label + ": k cycles/s").goal(goals.rate()),
                Row.lower("p50", label + ": wait p50, ms"),
                Row.lower("p99", label + ": wait p99, ms").goal(goals.p99()),
                Row.lower("p99.9", label + ": wait p99.9, ms").goal(goals.p999()),
                Row.lower("max", label + ": longest wait, ms"),
                Row.plain("stranded", label + ": callers left waiting at the end, with all connections free")
                        .goal("= 0"));
    }

    @Override
    public Figures run(Contender contender, Effort effort) throws Exception {
        try (Peer peer = open(contender)) {
            Crowd crowd = new Crowd(kind, extent.callers(), caller -> cycle(peer, caller)).measure(effort.warmUp());
            double rate = crowd.rate(effort.measured());
            Histogram waits = crowd.stop().waits();
            return new Figures()
                    .put("rate", rate / MICROS_PER_MILLI)
                    .putWaits(waits, 50, 99, 99.9)
                    .putLongest(waits)
                    .put("stranded", crowd.stranded());
        }
    }

    private Peer open(Contender contender) throws Exception {
        return contenders.equals(Contender.JDBC)
                ? contender.openFull(PeerSettings.free(extent.size(), extent.size()))
                : contender.openGeneric(extent.size());
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
        if (extent.thinking()) {
            Caller.parkBetween(LEAST_HOLD, MOST_HOLD);
        }
    }
}
