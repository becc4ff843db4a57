package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.PostgresServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A connection that two threads close at once is returned once")
@Timeout(300)
@Tag("service")
class ConcurrentCloseTest {

    private static final int ROUNDS = Integer.getInteger("sluice.rounds", 3_000);

    /** On a busy machine, where each of the two waits long for a core, fewer rounds will do. */
    private static final Duration LIMIT = Duration.ofMillis(10L * ROUNDS);

    private final PostgresServer server = PostgresServer.shared();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<Object, Thread> owners = new ConcurrentHashMap<>();
    private final AtomicInteger doublyOwned = new AtomicInteger();

    @BeforeEach
    void quiet() {
        server.awaitQuiet();
    }

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    @DisplayName("while others acquire: each session has one holder, and none is lost (C5)")
    void closeByTwoThreads() throws Exception {
        try (PostgresPool pool = PostgresPool.open(
                server,
                settings -> settings.rules
                        .minSize(2)
                        .maxSize(2)
                        .shortestWait(Duration.ZERO)
                        .acquisitionTimeout(Duration.ofMinutes(1)))) {
            List<String> before = pool.names();
            AtomicBoolean done = new AtomicBoolean();
            List<Future<Void>> others = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                others.add(threads.submit(untilDone(done, pool.dataSource())));
            }
            try {
                closeAgainAndAgain(pool.dataSource());
            } finally {
                done.set(true);
            }
            for (Future<Void> other : others) {
                other.get(60, TimeUnit.SECONDS);
            }
            pool.awaitRest();
            assertThat(doublyOwned).as("sessions that had two owners").hasValue(0);
            assertThat(pool.names()).as("no session was lost").isEqualTo(before);
            assertThat(pool.stats().counters().acquired())
                    .isEqualTo(pool.stats().counters().released());
        }
    }

    /** The second thread closes what the first one has acquired, in the same moment as that. */
    private void closeAgainAndAgain(DataSource dataSource) throws Exception {
        AtomicReference<Connection> offered = new AtomicReference<>();
        AtomicBoolean over = new AtomicBoolean();
        Future<Void> second = threads.submit(() -> {
            for (int looks = 0; !over.get(); looks++) {
                Connection connection = offered.getAndSet(null);
                if (connection == null) {
                    pause(looks);
                } else {
                    connection.close();
                    looks = 0;
                }
            }
            return null;
        });
        try {
            long begin = System.nanoTime();
            for (int i = 0; i < ROUNDS && System.nanoTime() - begin < LIMIT.toNanos(); i++) {
                Connection connection = dataSource.getConnection();
                disown(own(connection));
                offered.set(connection);
                for (int looks = 0; offered.get() != null && !second.isDone(); looks++) {
                    pause(looks);
                }
                connection.close();
            }
        } finally {
            over.set(true);
        }
        second.get(60, TimeUnit.SECONDS);
    }

    /** Where the other thread has no core, it gets this one. */
    private static void pause(int looks) {
        if (looks < 200) {
            Thread.onSpinWait();
        } else {
            Thread.yield();
        }
    }

    private Callable<Void> untilDone(AtomicBoolean done, DataSource dataSource) {
        return () -> {
            while (!done.get()) {
                try (Connection connection = dataSource.getConnection()) {
                    Object session = own(connection);
                    Thread.yield();
                    disown(session);
                }
            }
            return null;
        };
    }

    private Object own(Connection connection) throws SQLException {
        Object session = connection.unwrap(org.postgresql.PGConnection.class);
        if (owners.putIfAbsent(session, Thread.currentThread()) != null) {
            doublyOwned.incrementAndGet();
        }
        return session;
    }

    private void disown(Object session) {
        owners.remove(session, Thread.currentThread());
    }
}
