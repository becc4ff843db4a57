package dev.sluice.bench;

import java.util.List;

/** Measures the cost of an idle resource, of which a pool has many. */
final class Idle implements Program {

    private static final int COUNT = 10_000;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public List<Contender> contenders() {
        return Contender.GENERIC;
    }

    @Override
    public List<Row> rows() {
        return List.of(Row.lower("bytes", "generic pool: heap for one more idle resource, its 16 bytes included")
                .goal("≤ 216"));
    }

    @Override
    public Figures run(Contender contender, Effort effort) throws Exception {
        heapOf(contender, PeerSettings.SIZE); // so that code and tables are there
        double more = heapOf(contender, 2 * COUNT) - heapOf(contender, COUNT);
        return new Figures().put("bytes", more / COUNT);
    }

    private static double heapOf(Contender contender, int size) throws Exception {
        long before = ProcessCost.heap();
        try (Peer peer = contender.openGeneric(size)) {
            double bytes = ProcessCost.heap() - before;
            peer.acquire().close();
            return bytes;
        }
    }
}
