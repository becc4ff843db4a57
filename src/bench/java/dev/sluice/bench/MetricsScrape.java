package dev.sluice.bench;

import dev.sluice.adapter.metrics.PoolMeters;
import dev.sluice.control.PoolManager;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The answer of {@code /q/metrics} without HTTP: the meters of a pool of 20 connections, and of one of 500, as text for
 * Prometheus. Both pools are in one JVM, and are read in turns, so that a drift of the machine cancels out.
 */
@SuppressWarnings("deprecation") // the registry that Quarkus has
final class MetricsScrape implements Program {

    private static final int SMALL = 20;
    private static final int LARGE = 500;
    private static final long TURN_MILLIS = 250;
    private static final double NANOS_PER_MICRO = 1000;

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public List<Contender> contenders() {
        return List.of(Contender.SLUICE);
    }

    @Override
    public List<Row> rows() {
        return List.of(
                Row.higher("rate-20", "meters of 20 connections: answers/s"),
                Row.higher("rate-500", "meters of 500 connections: answers/s").goal("≥ 0.95 × metrics.rate-20"),
                Row.lower("figures-20", "statistics of 20 connections: µs per reading"),
                Row.lower("figures-500", "statistics of 500 connections: µs per reading"));
    }

    @Override
    public Figures run(Contender contender, Effort effort) {
        int turns = effort.pick(4, 12);
        try (Metered small = new Metered(SMALL);
                Metered large = new Metered(LARGE)) {
            Map<String, Double> sums = new TreeMap<>();
            for (int turn = -2; turn < turns; turn++) { // two for warm-up
                boolean smallFirst = (turn & 1) == 0;
                for (Metered each : smallFirst ? List.of(small, large) : List.of(large, small)) {
                    double rate = perSecond(each::scrape);
                    double figures = perSecond(each.peer.pool()::figures);
                    if (turn >= 0) {
                        sums.merge("rate-" + each.size, rate / turns, Double::sum);
                        sums.merge("figures-" + each.size, 1e9 / figures / NANOS_PER_MICRO / turns, Double::sum);
                    }
                }
            }
            Figures figures = new Figures();
            sums.forEach(figures::put);
            return figures;
        }
    }

    private static double perSecond(Runnable action) {
        long start = System.nanoTime();
        long end = start + TimeUnit.MILLISECONDS.toNanos(TURN_MILLIS);
        int count = 0;
        while (System.nanoTime() < end) {
            action.run();
            count++;
        }
        return count * 1e9 / (System.nanoTime() - start);
    }

    /** A full pool with its meters. */
    private static final class Metered implements AutoCloseable {

        private final int size;
        private final SluicePeer peer;
        private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

        Metered(int size) {
            this.size = size;
            peer = SluicePeer.open(PeerSettings.free(size, size));
            try {
                Filling.await(peer, size);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            PoolManager manager = new PoolManager();
            manager.register(peer.pool());
            new PoolMeters(manager).bindTo(registry);
        }

        void scrape() {
            if (registry.scrape().isEmpty()) {
                throw new IllegalStateException("no meters");
            }
        }

        @Override
        public void close() {
            peer.close();
        }
    }
}
