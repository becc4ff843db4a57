package dev.sluice.bench;

import dev.sluice.admission.Priority;
import java.util.List;

/**
 * Live traffic over a pool of ten, and what it notices of a batch over the same pool.
 *
 * @param server what both ask for
 * @param way how the batch is run
 */
record Polite(Server server, Way way) implements Program {

    static final int SIZE = 10;

    private static final String WITHIN = "≤ 1.5";

    @Override
    public String name() {
        return (server == Server.POSTGRES ? "batch-polite" : "batch-polite-stand-in") + way.key();
    }

    @Override
    public List<Contender> contenders() {
        return way.isForAllPools()
                ? List.of(Contender.SLUICE, Contender.AGROAL, Contender.HIKARI)
                : List.of(Contender.SLUICE);
    }

    @Override
    public boolean isForTheLongForm() {
        return way != Way.USUAL;
    }

    @Override
    public List<Row> rows() {
        String label = "live beside a batch, " + (server == Server.POSTGRES ? "PostgreSQL" : "stand-in") + way.words();
        return List.of(
                Row.plain("used", label + ": pool used by live traffic alone, %"),
                Row.lower("alone-p50", label + ": request p50 alone, ms"),
                Row.lower("alone-p99", label + ": request p99 alone, ms"),
                Row.lower("p50", label + ": request p50 beside, ms"),
                Row.lower("p99", label + ": request p99 beside, ms"),
                Row.lower("times", label + ": request p99 beside ÷ alone").goal(WITHIN),
                Row.lower("lease-alone-p99", label + ": lease p99 alone, ms"),
                Row.lower("lease-p50", label + ": lease p50 beside, ms"),
                Row.lower("lease-p99", label + ": lease p99 beside, ms"),
                Row.higher("live", label + ": live requests/s beside ÷ alone"),
                Row.higher("rows", label + ": batch rows/s beside"),
                Row.higher("share", label + ": batch rows/s beside ÷ alone"));
    }

    @Override
    public Figures measure(Contender contender, Effort effort, Jvm jvm) throws Exception {
        if (server == Server.POSTGRES) {
            Postgres.start(jvm.directory());
        }
        return Program.super.measure(contender, effort, jvm);
    }

    @Override
    public Figures run(Contender contender, Effort effort) throws Exception {
        try (JdbcPeer pool = open(contender)) {
            server.prepare(pool);
            if (!way.apart()) {
                return new PoliteTurns(server, pool, pool, way, effort).figures();
            }
            try (JdbcPeer own = open(contender)) {
                return new PoliteTurns(server, pool, own, way, effort).figures();
            }
        }
    }

    private JdbcPeer open(Contender contender) throws Exception {
        PeerSettings settings = server.settings().withSize(SIZE);
        if (way.reserved() == 0) {
            return contender.openFull(settings);
        }
        JdbcPeer peer = SluicePeer.reserved(settings, Priority.NORMAL, way.reserved());
        Filling.await(peer, SIZE);
        return peer;
    }
}
