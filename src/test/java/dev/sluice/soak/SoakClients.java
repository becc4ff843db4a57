package dev.sluice.soak;

import dev.sluice.admission.Priority;
import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.failure.PoolException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReadWriteLock;
import org.postgresql.PGConnection;

/** Fifty clients that use the pool in every way, in all lanes: most quickly, some for too long. */
final class SoakClients {

    static final int COUNT = 50;

    /** A client never waits longer than its timeout and this. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final SoakedPools pools;
    private final Counts counts;
    private final ReadWriteLock turns;
    private final Map<PGConnection, String> owners = new ConcurrentHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean over;

    /**
     * @param turns held for reading in a turn; whoever holds it for writing has all clients at rest
     */
    SoakClients(SoakedPools pools, Counts counts, ReadWriteLock turns) {
        this.pools = pools;
        this.counts = counts;
        this.turns = turns;
        for (int i = 0; i < COUNT; i++) {
            Random random = new Random(i);
            Thread thread = new Thread(() -> live(random), "client-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void live(Random random) {
        while (!over) {
            turns.readLock().lock();
            try {
                turn(random);
            } catch (Throwable e) {
                counts.violation("a client met " + e);
            } finally {
                turns.readLock().unlock();
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(40)));
        }
    }

    private void turn(Random random) {
        AcquireRequest request = request(random);
        counts.add("requests");
        try (Connection connection = acquire(request)) {
            PGConnection session = connection.unwrap(PGConnection.class);
            String me = Thread.currentThread().getName();
            String other = owners.putIfAbsent(session, me);
            if (other != null) {
                counts.violation("a session belongs to " + other + " and to " + me);
            }
            try {
                use(connection, random);
                counts.add("served");
            } finally {
                owners.remove(session, me);
            }
        } catch (SQLException e) {
            counts.add(kindOf(e));
        }
    }

    private static String kindOf(SQLException e) {
        return e.getCause() instanceof PoolException refusal
                ? "refused: " + refusal.getClass().getSimpleName()
                : "failed: " + e.getSQLState();
    }

    private static AcquireRequest request(Random random) {
        Priority[] lanes = Priority.values();
        return AcquireRequest.DEFAULT
                .withPriority(lanes[random.nextInt(lanes.length)])
                .withTimeout(Duration.ofMillis(100 + random.nextInt(2000)))
                .withTenant(random.nextBoolean() ? "acme" : "other")
                .withTag("job", random.nextInt(20) == 0 ? "report" : "request");
    }

    private Connection acquire(AcquireRequest request) throws SQLException {
        long begin = System.nanoTime();
        try {
            return pools.dataSource().acquire(request);
        } finally {
            long beyond = System.nanoTime() - begin - request.timeout().toNanos();
            if (beyond > GRACE.toNanos()) {
                counts.violation("a client waited for " + TimeUnit.NANOSECONDS.toMillis(beyond)
                        + " ms beyond its timeout of " + request.timeout());
            }
        }
    }

    private void use(Connection connection, Random random) throws SQLException {
        int choice = random.nextInt(200);
        if (choice == 0) {
            sleep(connection, 3); // an operator may break it
        } else if (choice == 1) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3)); // a leak, for a while
            ask(connection, random);
        } else if (choice < 12) {
            sleep(connection, 0.05);
        } else if (choice < 60) {
            write(connection, random);
        } else {
            ask(connection, random);
        }
    }

    private static void sleep(Connection connection, double seconds) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_sleep(" + seconds + ")");
        }
    }

    private void ask(Connection connection, Random random) throws SQLException {
        String nonce = Long.toString(random.nextLong());
        try (PreparedStatement statement = connection.prepareStatement("select ?::text")) {
            statement.setString(1, nonce);
            try (ResultSet rows = statement.executeQuery()) {
                if (!rows.next() || !nonce.equals(rows.getString(1))) {
                    counts.violation("a query was answered with another one's answer");
                }
            }
        }
    }

    /** Leaves half of its transactions to the pool to roll back. */
    private void write(Connection connection, Random random) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement statement =
                connection.prepareStatement("update soaked set value = value + 1 where id = ?")) {
            statement.setInt(1, random.nextInt(1000));
            statement.executeUpdate();
        }
        if (random.nextBoolean()) {
            connection.commit();
        }
    }

    /** Ends it, and waits for the end. */
    void end() throws InterruptedException {
        over = true;
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        }
    }
}
