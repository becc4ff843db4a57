package dev.sluice.faults;

import dev.sluice.pool.operation.Selector;
import dev.sluice.testing.OwnThread;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Faults of those who use the pool. */
final class CallerFaults {

    private static final int TIMES = 5;
    private static final int MOST_MICROS = 4000;

    private CallerFaults() {}

    /** A statement is canceled about when it ends; its connection goes to somebody else at once. */
    static void lateCancel(Scene scene) throws Exception {
        for (int i = 0; i < TIMES; i++) {
            long delay = TimeUnit.MICROSECONDS.toNanos(scene.random().nextInt(MOST_MICROS));
            CompletableFuture<Statement> begun = new CompletableFuture<>();
            CompletableFuture<Void> canceled = begun.thenAcceptAsync(
                    statement -> {
                        LockSupport.parkNanos(delay);
                        cancel(statement);
                    },
                    OwnThread.EACH);
            scene.act((connection, pid) -> {
                try (Statement statement = connection.createStatement()) {
                    begun.complete(statement);
                    statement.execute("select pg_sleep(0.001)");
                } catch (SQLException e) {
                    scene.findings().failed(e); // it was in time
                } finally {
                    begun.cancel(false);
                }
            });
            canceled.exceptionally(e -> null).get(20, TimeUnit.SECONDS);
        }
    }

    private static void cancel(Statement statement) {
        try {
            statement.cancel();
        } catch (SQLException e) {
            // too late
        }
    }

    static void interrupts(Scene scene) {
        for (int i = 0; i < TIMES; i++) {
            scene.traffic().interruptOne(scene.random());
            scene.traffic().feel(scene.random().nextInt(Traffic.CLIENTS), Duration.ofMillis(20));
        }
    }

    /** While it fails, everything happens that a listener is told of. */
    static void throwingListener(Scene scene) {
        int before = scene.site().listener().outbursts();
        scene.site().listener().loseTemper();
        scene.site().pool().expire(new Selector(Duration.ZERO, null, null));
        scene.site().wire().resetAll();
        scene.feel(20, 100);
        scene.require(scene.site().listener().outbursts() > before, "the listener was told nothing");
    }
}
