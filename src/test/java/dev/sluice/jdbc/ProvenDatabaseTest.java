package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.control.PoolManager;
import dev.sluice.control.Readiness;
import dev.sluice.control.Readiness.Status;
import dev.sluice.pool.PoolState;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.store.FailureKind;
import dev.sluice.testing.Await;
import dev.sluice.testing.PostgresServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An idle pool and a database that dies; the pool's look waits so long that a busy machine does not decide the test. */
@Timeout(60)
@Tag("service")
class ProvenDatabaseTest {

    private static final Duration ANSWER = Duration.ofSeconds(2);

    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = PostgresServer.start();
    }

    @AfterAll
    static void end() {
        if (server != null) {
            server.close();
        }
    }

    private static PostgresPool idlePool(Duration wait) {
        PostgresPool pool = PostgresPool.open(server, settings -> {
            settings.rules
                    .minSize(4)
                    .maxSize(4)
                    .validationTimeout(ANSWER)
                    .probeAfter(Duration.ofMillis(10))
                    .probeWait(wait);
            settings.timeouts = new DatabaseKind.Timeouts(ANSWER, ANSWER, Duration.ofSeconds(5));
        });
        Await.until("its proof is old", () -> pool.stats().provenSecondsAgo() > 0.02);
        return pool;
    }

    @Test
    @DisplayName("A3 the first check after a kill reports FAILED and REFUSED, and the first after the restart OK")
    void killed() {
        try (PostgresPool pool = idlePool(Duration.ofSeconds(10));
                PoolManager manager = new PoolManager()) {
            manager.register(pool.pool());
            server.kill();
            try {
                PoolStats stats = manager.probedStats("test");
                assertThat(stats.state()).isEqualTo(PoolState.FAILED);
                assertThat(stats.stateReason()).isEqualTo(FailureKind.REFUSED);
                assertThat(stats.available()).isZero();
                assertThat(manager.readiness("test").cause()).isEqualTo(FailureKind.REFUSED);
            } finally {
                server.startAgain();
            }
            Await.until("it works", () -> manager.readiness("test").status() == Status.OK);
        }
    }

    @Test
    @DisplayName(
            "A3 the first check of a frozen database reports FAILED and NO_ANSWER at the bound, and so do the next ones")
    void frozen() {
        try (PostgresPool pool = idlePool(Duration.ofMillis(200));
                PoolManager manager = new PoolManager()) {
            manager.register(pool.pool());
            server.freeze();
            try {
                Readiness first = manager.readiness("test");
                assertThat(first.ready()).isFalse();
                assertThat(first.status()).isEqualTo(Status.FAILED);
                assertThat(first.cause()).isEqualTo(FailureKind.NO_ANSWER);
                assertThat(pool.stats().state()).isEqualTo(PoolState.FAILED);
                Await.until("the creation has failed, too", () -> pool.pool().lastCreationFailure() != null);
                assertThat(manager.readiness("test").cause()).isEqualTo(FailureKind.NO_ANSWER);
            } finally {
                server.resume();
            }
            Await.until("it works", () -> manager.readiness("test").status() == Status.OK);
        }
    }
}
