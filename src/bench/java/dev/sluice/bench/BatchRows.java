package dev.sluice.bench;

import dev.sluice.batch.JobSource;
import dev.sluice.batch.jdbc.JdbcWork;
import dev.sluice.batch.rows.BadInput;
import dev.sluice.batch.rows.RowFile;
import dev.sluice.batch.rows.RowFormat;
import dev.sluice.batch.rows.RowJobs;
import dev.sluice.batch.rows.RowReaders;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * 200,000 rows of a CSV file are written to PostgreSQL, 500 in a transaction, by four workers over four connections:
 * by a batch of Sluice's, and by hand over the other pools.
 */
final class BatchRows implements Program {

    private static final int WORKERS = 4;
    private static final int CHUNK = 500;
    private static final int WARM_UPS = 6;

    private final boolean rewritten;

    /** Creates the scenario; {@code rewritten} makes the driver combine a batch into few long statements. */
    BatchRows(boolean rewritten) {
        this.rewritten = rewritten;
    }

    /** Writes all rows. */
    @FunctionalInterface
    private interface Load {
        void run() throws Exception;
    }

    @Override
    public String name() {
        return rewritten ? "batch-rows-rewritten" : "batch-rows";
    }

    @Override
    public List<Contender> contenders() {
        return List.of(Contender.SLUICE, Contender.AGROAL, Contender.HIKARI);
    }

    @Override
    public boolean isForTheLongForm() {
        return rewritten;
    }

    @Override
    public List<Row> rows() {
        String label = "CSV → PostgreSQL, 4 workers, 500 a transaction" + (rewritten ? ", inserts rewritten" : "");
        return List.of(
                Row.higher("rate", label + ": rows/s").goal("≥ 0.8 × HikariCP"),
                Row.higher("streamed", label + ", not counted first: rows/s"),
                Row.higher("kept", label + ", with checkpoints: rows/s"));
    }

    @Override
    public Figures measure(Contender contender, Effort effort, Jvm jvm) throws Exception {
        Postgres.start(jvm.directory());
        BatchFile.write(jvm.directory());
        return Program.super.measure(contender, effort, jvm);
    }

    @Override
    public Figures run(Contender contender, Effort effort) throws Exception {
        PeerSettings settings = Postgres.settings().withSize(WORKERS);
        try (JdbcPeer peer = contender.openFull(rewritten ? settings.with("reWriteBatchedInserts=true") : settings)) {
            BatchTable.create(peer);
            Map<String, Load> loads = loads(peer);
            Map<String, List<Double>> rates = new LinkedHashMap<>();
            for (int i = 0; i < WARM_UPS / loads.size(); i++) { // as many rows for each pool
                for (Load each : loads.values()) {
                    rate(peer, each);
                }
            }
            for (int i = 0; i < effort.pick(3, 5); i++) {
                for (Map.Entry<String, Load> each : loads.entrySet()) {
                    rates.computeIfAbsent(each.getKey(), key -> new ArrayList<>())
                            .add(rate(peer, each.getValue()));
                }
            }
            Figures figures = new Figures();
            rates.forEach((key, all) -> figures.put(key, Numbers.median(all)));
            return figures;
        }
    }

    private static double rate(JdbcPeer peer, Load load) throws Exception {
        BatchTable.empty(peer);
        System.gc();
        long start = System.nanoTime();
        load.run();
        double rate = BatchFile.ROWS * 1e9 / (System.nanoTime() - start);
        BatchTable.requireRows(peer, BatchFile.ROWS);
        return rate;
    }

    private static Map<String, Load> loads(JdbcPeer peer) {
        if (!(peer instanceof SluicePeer sluice)) {
            return Map.of("rate", () -> byHand(peer));
        }
        JdbcWork<dev.sluice.batch.rows.Row> work = SluiceBatch.work(sluice.dataSource(), SluiceBatch.inserts());
        Map<String, Load> loads = new LinkedHashMap<>();
        loads.put("rate", () -> bySluice(counted(), work));
        loads.put("streamed", () -> bySluice(streamed(), work));
        loads.put("kept", () -> bySluice(counted(), work.keeping(kept())));
        return loads;
    }

    private static void byHand(JdbcPeer peer) throws Exception {
        try (BatchFile file = BatchFile.open()) {
            new BatchByHand(peer, BatchTable::insert).run(WORKERS, () -> file.next(CHUNK));
        }
    }

    private static void bySluice(JobSource<dev.sluice.batch.rows.Row> rows, JdbcWork<dev.sluice.batch.rows.Row> work) {
        SluiceBatch.run(SluiceBatch.of(WORKERS, CHUNK, rows, work));
    }

    /** As an order has it: the file is read once to count the rows, and once more for them. */
    private static JobSource<dev.sluice.batch.rows.Row> counted() throws BadInput {
        RowFile file = RowFile.scan(BatchFile.path(), RowFormat.CSV, false);
        file.requires(BatchTable.COLUMNS);
        return new RowJobs(file.open(), CHUNK, OptionalLong.of(file.rows()));
    }

    /** As an order has it whose rows come with it: nobody knows how many they will be. */
    private static JobSource<dev.sluice.batch.rows.Row> streamed() throws BadInput, IOException {
        return new RowJobs(
                RowReaders.open(Files.newInputStream(BatchFile.path()), RowFormat.CSV), CHUNK, OptionalLong.empty());
    }

    /** Under a new name each time: nothing of it is done. */
    private static JdbcWork.Keeping kept() {
        return new JdbcWork.Keeping("bench-" + System.nanoTime(), BatchTable.NAMED, CHUNK);
    }
}
