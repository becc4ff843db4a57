package dev.sluice.faults;

import dev.sluice.pool.AcquireRequest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * The means of a fault.
 *
 * @param site the server, the wire and the pool
 * @param traffic those who suffer
 * @param findings where broken promises are written down
 * @param owners who has which session
 * @param random the campaign's chance
 */
record Scene(Site site, Traffic traffic, Findings findings, Owners owners, Random random) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Lets the clients feel the fault for a while. */
    void feel(int leastMillis, int mostMillis) {
        traffic.feel(4 * Traffic.CLIENTS, millis(leastMillis, mostMillis));
    }

    /** A time between the two, by chance. */
    Duration millis(int least, int most) {
        return Duration.ofMillis(least + random.nextInt(most - least + 1));
    }

    /** The work of a caller with a connection of the pool. */
    @FunctionalInterface
    interface Part {
        void play(Connection connection, int pid) throws Exception;
    }

    /** Starts one additional caller with its own work. */
    void act(Part part) throws Exception {
        act(Map.of(), part);
    }

    /** As above, with tags. */
    void act(Map<String, String> tags, Part part) throws Exception {
        AcquireRequest request = AcquireRequest.DEFAULT;
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            request = request.withTag(tag.getKey(), tag.getValue());
        }
        try (Connection connection = site.acquire(request, PATIENCE, findings)) {
            try (Owners.Claim claim = owners.claim(connection)) {
                part.play(connection, claim.pid());
            }
        }
    }

    /** Ends a session as an administrator does, and waits until it is gone. */
    void terminate(int pid) {
        String id = String.valueOf(pid);
        site.server().ask("select pg_terminate_backend(?::int)", id);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(45);
        // more often than pg_terminate_backend() itself would look
        while (!site.server()
                        .ask("select count(*) from pg_stat_activity where pid = ?::int", id)
                        .equals("0")
                && System.nanoTime() - deadline < 0) {
            Thread.onSpinWait();
        }
    }

    /** Ends all sessions of the pool, soon. */
    void terminateAll() {
        site.server().ask("select count(pg_terminate_backend(pid)) from pg_stat_activity where usename = ?", Site.ROLE);
    }

    /** Runs what has to fail, and returns how. */
    SQLException failure(Connection connection, String sql) throws SQLException {
        try {
            ask(connection, sql);
        } catch (SQLException e) {
            return e;
        }
        findings.violation("did not fail: " + sql);
        return new SQLException("it did not fail");
    }

    static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void require(boolean holds, String what) {
        if (!holds) {
            findings.violation(what);
        }
    }
}
