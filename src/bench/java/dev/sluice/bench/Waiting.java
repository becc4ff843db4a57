package dev.sluice.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What it costs to wait: 10,000 virtual threads wait for a pool whose connections are all held. Then one connection is
 * given back and goes through the hands of all of them.
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
                        .goal("0"),
                Row.plain("pinned", "10,000 virtual threads wait: times a thread was pinned")
                        .goal("0"),
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
     * What a waiter weighs more than a parked thread. The first are left out: frames of methods that are not compiled
     * yet are larger.
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

    /** What a virtual thread weighs that does nothing but park with a timeout. */
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

    /** How they wait, and how they are served by one connection. */
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
