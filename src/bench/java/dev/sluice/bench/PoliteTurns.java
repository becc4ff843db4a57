package dev.sluice.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Live traffic and a batch, alone and together: there and back again, so that a drift cancels out. */
final class PoliteTurns {

    private final Server server;
    private final JdbcPeer live;
    private final JdbcPeer batch;
    private final Way way;
    private final Effort effort;
    private final LiveTraffic alone;
    private final LiveTraffic beside;
    private double rowsAlone;
    private double rowsBeside;

    PoliteTurns(Server server, JdbcPeer live, JdbcPeer batch, Way way, Effort effort) {
        this.server = server;
        this.live = live;
        this.batch = batch;
        this.way = way;
        this.effort = effort;
        alone = new LiveTraffic(live, server);
        beside = new LiveTraffic(live, server);
    }

    Figures figures() throws Exception {
        warmUp();
        int pairs = effort.pick(1, 2);
        for (int i = 0; i < pairs; i++) {
            alone();
            rowsBeside += beside(beside) / 2 / pairs;
            rowsAlone += batchAlone() / 2 / pairs;
            rowsAlone += batchAlone() / 2 / pairs;
            rowsBeside += beside(beside) / 2 / pairs;
            alone();
        }
        return new Figures()
                .put("used", alone.usedPercent(Polite.SIZE))
                .put("alone-p50", alone.requestMillis(50))
                .put("alone-p99", alone.requestMillis(99))
                .put("p50", beside.requestMillis(50))
                .put("p99", beside.requestMillis(99))
                .put("times", beside.requestMillis(99) / alone.requestMillis(99))
                .put("lease-alone-p99", alone.leaseMillis(99))
                .put("lease-p50", beside.leaseMillis(50))
                .put("lease-p99", beside.leaseMillis(99))
                .put("live", beside.rate() / alone.rate())
                .put("rows", rowsBeside)
                .put("share", rowsBeside / rowsAlone);
    }

    /** Of the code, until both sides are compiled; each turn has its own besides. */
    private void warmUp() throws Exception {
        batchAlone();
        beside(new LiveTraffic(live, server));
        batchAlone();
    }

    private void alone() throws Exception {
        server.tidy(live);
        alone.watch(effort.warmUp(), () -> TimeUnit.NANOSECONDS.sleep(time().toNanos()));
    }

    private double beside(LiveTraffic traffic) throws Exception {
        server.tidy(live);
        double[] rate = new double[1];
        Flood flood = flood();
        try {
            traffic.watch(effort.warmUp(), () -> rate[0] = flood.rate(time()));
        } finally {
            flood.end();
        }
        return rate[0];
    }

    private double batchAlone() throws Exception {
        server.tidy(live);
        Flood flood = flood();
        try {
            flood.rate(effort.warmUp());
            return flood.rate(time());
        } finally {
            flood.end();
        }
    }

    private Flood flood() {
        return Flood.of(batch, server, way.workers(), way.chunkSize());
    }

    private Duration time() {
        return effort.measured();
    }
}
