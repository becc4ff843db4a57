package dev.sluice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures the cost of waiting: 10,000 virtual threads wait for a pool whose connections are all leased. Then one
 * connection is released and passes through all of them.
 */
final class Waiting implements Program {

    private static final int CALLERS = 10_000;
    private static final int REHEARSALS = 3;
    private static final double NANOS_PER_MICRO = 1000;
    private static final double PERCENT = 100;

    @Override
    public String name() {
        return "waiting";
    }

    @Override
    public boolean isVirtual() {
        return true;
    }

    @Override
    public List<Contender> contenders(Effort effort) {
        return effort.full() ? Contender.JDBC : List.of(Contender.SLUICE, Contender.AGROAL, Contender.HIKARI);
    }

    @Override
    public List<Row> rows() {
        return List.of(
                Row.plain("cpu", "10,000 virtual threads wait: CPU, % of a core")
                        .goal("< 5"),
                Row.lower("bytes", "10,000 virtual threads wait: heap per waiter beyond a parked thread, bytes")
                        .goal("≤ 300"),
                Row.plain("disorder", "10,000 virtual threads wait: served before one that queued earlier")
                        .goal("= 0"),
                Row.plain("pinned", "10,000 virtual threads wait: times a thread was pinned")
                        .goal("= 0"),
                Row.lower("served", "10,000 virtual threads wait: µs per hand-off of the one connection"));
    }

    @Override
    public Figures run(Contender contender, Effort effort) throws Exception {
        try (JdbcPeer peer = contender.openFree()) {
            Figures figures = new Figures().put("bytes", bytes(peer, effort.pick(1, 3)));
            watch(peer, effort.pick(2, 5), figures);
            return figures;
        }
    }

    /**
     * Returns the bytes of a waiter beyond those of a parked thread. The first weighings are left out: frames of
     * methods that are not compiled yet are larger.
     */
    private static double bytes(JdbcPeer peer, int weighings) throws Exception {
        List<Double> bytes = new ArrayList<>();
        for (int i = 0; i < REHEARSALS + weighings; i++) {
            double parked = bytesOfParked();
            double waiting = bytesOfWaiting(peer);
            if (i >= REHEARSALS) {
                bytes.add(waiting - parked);
            }
        }
        return Numbers.median(bytes);
    }

    /** Returns the bytes of a virtual thread that only parks with a timeout. */
    private static double bytesOfParked() throws InterruptedException {
        long before = ProcessCost.heap();
        Parked parked = new Parked(CALLERS);
        TimeUnit.MILLISECONDS.sleep(200);
        double bytes = (ProcessCost.heap() - before) / (double) CALLERS;
        parked.end();
        return bytes;
    }

    private static double bytesOfWaiting(JdbcPeer peer) throws Exception {
        List<AutoCloseable> held = Filling.hold(peer, PeerSettings.SIZE);
        long before = ProcessCost.heap();
        Queue queue = new Queue(peer, CALLERS);
        queue.fill();
        double bytes = (ProcessCost.heap() - before) / (double) CALLERS;
        Filling.release(held);
        queue.awaitServed();
        return bytes;
    }

    /** Measures how the threads wait, and how one connection serves them. */
    private static void watch(JdbcPeer peer, long seconds, Figures figures) throws Exception {
        List<AutoCloseable> held = Filling.hold(peer, PeerSettings.SIZE);
        double idle = ProcessCost.cpuShare(seconds);
        try (Pinning pinning = Pinning.watch()) {
            Queue queue = new Queue(peer, CALLERS);
            queue.fill();
            double busy = ProcessCost.cpuShare(seconds);
            long start = System.nanoTime();
            held.remove(0).close();
            queue.awaitServed();
            figures.put("served", (System.nanoTime() - start) / NANOS_PER_MICRO / CALLERS)
                    .put("cpu", Math.max(0, busy - idle) * PERCENT)
                    .put("pinned", pinning.count());
            if (queue.isOrderKnown()) {
                figures.put("disorder", queue.disorder());
            }
        }
        Filling.release(held);
    }
}
