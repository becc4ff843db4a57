package dev.sluice.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** A batch as one writes it by hand: threads that each take some rows, lease a connection, and commit. */
final class BatchByHand {

    private final JdbcPeer peer;
    private final Statements statements;
    private final AtomicLong done = new AtomicLong();

    /** The statements of one transaction for some rows. */
    @FunctionalInterface
    interface Statements {
        void run(Connection connection, List<String[]> rows) throws SQLException;
    }

    BatchByHand(JdbcPeer peer, Statements statements) {
        this.peer = peer;
        this.statements = statements;
    }

    /** Rows so far. */
    long done() {
        return done.get();
    }

    /** Until there are no rows any more; the supplier is asked by all threads. */
    void run(int workers, Supplier<List<String[]>> rows) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                all.add(threads.submit(() -> {
                    work(rows);
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private void work(Supplier<List<String[]>> rows) throws SQLException {
        for (List<String[]> some = rows.get(); !some.isEmpty(); some = rows.get()) {
            try (Connection connection = peer.acquire()) {
                connection.setAutoCommit(false);
                statements.run(connection, some);
                connection.commit();
            }
            done.addAndGet(some.size());
        }
    }
}
