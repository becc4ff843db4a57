package dev.sluice.bench;

import dev.sluice.batch.BatchRun;
import dev.sluice.batch.Chunk;
import dev.sluice.batch.JobSource;
import dev.sluice.batch.rows.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A batch that goes on until it is ended: Sluice's own, or one by hand. */
final class Flood {

    private final FutureTask<Void> task;
    private final LongSupplier done;
    private final Rows rows;

    private Flood(Rows rows, Callable<Void> batch, LongSupplier done) {
        this.rows = rows;
        this.done = done;
        task = new FutureTask<>(batch);
        Threads.PLATFORM.start(task);
    }

    static Flood of(JdbcPeer peer, Server server, int workers, int chunkSize) {
        Rows rows = new Rows(chunkSize);
        if (peer instanceof SluicePeer sluice) {
            BatchRun<Row> run =
                    SluiceBatch.of(workers, chunkSize, rows, SluiceBatch.work(sluice.dataSource(), server.writes()));
            return new Flood(
                    rows,
                    () -> {
                        SluiceBatch.run(run);
                        return null;
                    },
                    () -> run.report().succeeded());
        }
        BatchByHand batch = new BatchByHand(peer, server::write);
        return new Flood(
                rows,
                () -> {
                    batch.run(workers, rows::some);
                    return null;
                },
                batch::done);
    }

    /** Watches it for that time: rows per second. */
    double rate(Duration time) throws InterruptedException {
        long before = done.getAsLong();
        long start = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
        return (done.getAsLong() - before) * 1e9 / (System.nanoTime() - start);
    }

    /** Returns when the last chunk is written. */
    void end() throws Exception {
        rows.ended = true;
        task.get();
    }

    /** Always other ones. */
    private static final class Rows implements JobSource<Row> {

        private static final AtomicLong LAST = new AtomicLong();

        private final int chunkSize;
        private long chunks;
        private volatile boolean ended;

        Rows(int chunkSize) {
            this.chunkSize = chunkSize;
        }

        /** By hand; empty at the end. */
        List<String[]> some() {
            List<String[]> some = new ArrayList<>(chunkSize);
            for (int i = 0; i < chunkSize && !ended; i++) {
                some.add(BatchTable.person(LAST.incrementAndGet()));
            }
            return some;
        }

        @Override
        public Chunk<Row> next() {
            List<Row> some = new ArrayList<>(chunkSize);
            for (String[] each : some()) {
                long number = chunks * chunkSize + some.size() + 1;
                some.add(new Row(number, BatchTable.COLUMNS, Arrays.asList((Object[]) each), null));
            }
            return some.isEmpty() ? null : new Chunk<>(chunks++, some.get(0).number(), some);
        }

        @Override
        public OptionalLong total() {
            return OptionalLong.empty();
        }
    }
}
