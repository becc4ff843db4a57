package dev.sluice.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Whole requests to a real PostgreSQL on the same machine: a connection is taken, {@code SELECT 1} is asked and read,
 * and it is given back, by 50 callers on 20 connections, or on 50 of their own, which is plain JDBC.
 */
final class Requests implements Program {

    private static final int CALLERS = 50;
    private static final double MICROS_PER_MILLI = 1000;

    private final Threads kind;

    Requests(Threads kind) {
        this.kind = kind;
    }

    @Override
    public String name() {
        return kind == Threads.PLATFORM ? "postgres" : "postgres-virtual";
    }

    @Override
    public boolean isVirtual() {
        return kind == Threads.VIRTUAL;
    }

    @Override
    public List<Contender> contenders() {
        List<Contender> all = new ArrayList<>(Contender.JDBC);
        all.add(Contender.PLAIN);
        return all;
    }

    @Override
    public List<Row> rows() {
        String label = "PostgreSQL SELECT 1, 50 " + (isVirtual() ? "virtual" : "platform") + " threads";
        return List.of(
                Row.higher("rate", label + ": k requests/s").goal(isVirtual() ? "≥ best" : "≥ 1.1 × best"),
                Row.lower("p50", label + ": request p50, ms"),
                Row.lower("p99", label + ": request p99, ms").goal("≤ 1/2 × HikariCP"));
    }

    @Override
    public Figures measure(Contender contender, Effort effort, Jvm jvm) throws Exception {
        Postgres.start(jvm.directory());
        return Program.super.measure(contender, effort, jvm);
    }

    @Override
    public Figures run(Contender contender, Effort effort) throws Exception {
        return contender == Contender.PLAIN ? plain(effort) : pooled(contender, effort);
    }

    private Figures pooled(Contender contender, Effort effort) throws Exception {
        try (JdbcPeer peer = contender.open(Postgres.settings())) {
            Filling.await(peer, PeerSettings.SIZE);
            return watch(effort, caller -> {
                try (Connection connection = peer.acquire()) {
                    ask(connection);
                }
            });
        }
    }

    private Figures plain(Effort effort) throws Exception {
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            PeerSettings settings = Postgres.settings();
            connections.add(DriverManager.getConnection(settings.url(), settings.user(), null));
        }
        Figures figures = watch(effort, caller -> ask(connections.get(caller.index())));
        for (Connection each : connections) {
            each.close();
        }
        return figures;
    }

    private Figures watch(Effort effort, Crowd.Work request) throws InterruptedException {
        Crowd crowd = new Crowd(kind, CALLERS, caller -> {
            long start = System.nanoTime();
            request.once(caller);
            caller.took(start);
        });
        double rate = crowd.measure(effort.warmUp()).rate(effort.measured());
        Histogram requests = crowd.stop().waits();
        return new Figures().put("rate", rate / MICROS_PER_MILLI).putWaits(requests, 50, 99);
    }

    private static void ask(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1")) {
            if (!rows.next() || rows.getInt(1) != 1) {
                throw new SQLException("PostgreSQL has another opinion of 1");
            }
        }
    }
}
