package dev.sluice.bench;

import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * PostgreSQL goes away for four seconds under 50 callers on 20 connections: how often the pool knocks meanwhile, and how
 * soon after its return callers are answered. A caller that meets an error comes back after 50 to 100 ms.
 */
final class Recovery implements Program {

    private static final int CALLERS = 50;
    private static final Duration OUTAGE = Duration.ofSeconds(4);
    private static final long LEAST_PAUSE = 50_000_000;
    private static final long MOST_PAUSE = 100_000_000;
    private static final long PATIENCE_SECONDS = 20;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long NEVER = Long.MAX_VALUE;

    @Override
    public String name() {
        return "recovery";
    }

    @Override
    public List<Contender> contenders() {
        return List.of(Contender.SLUICE, Contender.AGROAL, Contender.HIKARI);
    }

    @Override
    public List<Row> rows() {
        return List.of(
                Row.lower("connects", "outage of 4 s, 50 callers: connects tried meanwhile")
                        .goal("≤ 8"),
                Row.plain("failed", "outage of 4 s, 50 callers: requests that failed"),
                Row.lower("first", "outage of 4 s, 50 callers: first answer after it, ms")
                        .goal("≤ 1000"),
                Row.lower("all", "outage of 4 s, 50 callers: all callers were answered after it, ms")
                        .goal("≤ 3000"),
                Row.plain("left", "outage of 4 s, 50 callers: callers without an answer 20 s after it")
                        .goal("= 0"));
    }

    @Override
    public Figures measure(Contender contender, Effort effort, Jvm jvm) throws Exception {
        Postgres.start(jvm.directory());
        return Program.super.measure(contender, effort, jvm);
    }

    @Override
    public Figures run(Contender contender, Effort effort) throws Exception {
        PeerSettings direct = Postgres.settings();
        URI server = URI.create(direct.url().substring("jdbc:".length()));
        try (Outlet outlet = new Outlet(server.getPort())) {
            String url = "jdbc:postgresql://127.0.0.1:" + outlet.port() + server.getPath();
            PeerSettings settings = new PeerSettings(direct.min(), direct.max(), url, direct.user(), direct.timeout());
            try (JdbcPeer peer = contender.openFull(settings)) {
                return watch(peer, outlet, effort);
            }
        }
    }

    private static Figures watch(JdbcPeer peer, Outlet outlet, Effort effort) throws InterruptedException {
        AtomicLong back = new AtomicLong(NEVER);
        AtomicLong first = new AtomicLong(NEVER);
        AtomicLong failed = new AtomicLong();
        CountDownLatch answered = new CountDownLatch(CALLERS);
        boolean[] done = new boolean[CALLERS]; // each by its own caller
        Crowd crowd = new Crowd(Threads.PLATFORM, CALLERS, caller -> {
            try (Connection connection = peer.acquire()) {
                ask(connection);
            } catch (SQLException e) {
                failed.incrementAndGet();
                Caller.parkBetween(LEAST_PAUSE, MOST_PAUSE);
                return;
            }
            long now = System.nanoTime();
            if (!done[caller.index()] && back.get() != NEVER) {
                done[caller.index()] = true;
                first.accumulateAndGet(now, Math::min);
                answered.countDown();
            }
        });
        TimeUnit.NANOSECONDS.sleep(effort.warmUp().toNanos());
        failed.set(0);
        outlet.switchOff();
        TimeUnit.NANOSECONDS.sleep(OUTAGE.toNanos());
        int connects = outlet.refused();
        long start = System.nanoTime();
        back.set(start);
        outlet.switchOn();
        boolean allAnswered = answered.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        long all = System.nanoTime();
        Figures figures = new Figures()
                .put("connects", connects)
                .put("failed", failed.get())
                .put("left", answered.getCount());
        crowd.stop();
        if (allAnswered) {
            figures.put("all", (all - start) / NANOS_PER_MILLI);
        }
        return first.get() == NEVER ? figures : figures.put("first", (first.get() - start) / NANOS_PER_MILLI);
    }

    private static void ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1")) {
            rows.next();
        }
    }
}
