package dev.sluice.bench;

import dev.sluice.jdbc.DatabaseKind;
import dev.sluice.jdbc.JdbcPool;
import dev.sluice.jdbc.SessionRules;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.PoolThreads;
import dev.sluice.pool.policy.AdaptiveSize;
import dev.sluice.pool.policy.PolicyMode;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.testing.PostgresServer;
import dev.sluice.time.Deadline;
import dev.sluice.time.Ticker;
import dev.sluice.time.Workers;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

/**
 * Compares the throughput that the policy adaptiveSize reaches with that of the best fixed size, for three loads at a
 * PostgreSQL of the tests. Prints one line for each load. Run it on a quiet machine: main, with the test class path. Ends
 * within three minutes.
 */
public final class AdaptiveSizeBenchmark {

    private static final List<Integer> SIZES = List.of(1, 2, 4, 8, 16, 32);
    private static final int FIRST = 8;
    private static final int CALLERS = 64;
    private static final Duration WARM_UP = Duration.ofMillis(500);
    private static final Duration FIXED = Duration.ofSeconds(2);
    private static final Duration SEARCH = Duration.ofSeconds(28);
    private static final Duration FOUND = Duration.ofSeconds(4);
    private static final Duration LIMIT = Duration.ofSeconds(175);
    private static final Duration LOGIN = Duration.ofSeconds(10);

    private static final String SHORT = "select 1";
    private static final String LONG = "select sum(sqrt(i)) from generate_series(1, 200000) i";
    private static final String WAITING = "select pg_sleep(0.01)";

    private final PostgresServer server;

    /** A load by its queries, of which the callers select at random. */
    private record QueryLoad(String name, List<String> queries) {

        String next() {
            return queries.get(ThreadLocalRandom.current().nextInt(queries.size()));
        }
    }

    private AdaptiveSizeBenchmark(PostgresServer server) {
        this.server = server;
    }

    /** Runs all loads. */
    public static void main(String... args) {
        Thread limit = new Thread(AdaptiveSizeBenchmark::endLate, "benchmark-limit");
        limit.setDaemon(true);
        limit.start();
        AdaptiveSizeBenchmark benchmark = new AdaptiveSizeBenchmark(PostgresServer.shared());
        benchmark.run(new QueryLoad("short", List.of(SHORT)));
        benchmark.run(new QueryLoad("mixed", List.of(SHORT, SHORT, SHORT, WAITING, LONG)));
        benchmark.run(new QueryLoad("long", List.of(LONG)));
        System.exit(0);
    }

    private static void endLate() {
        pause(LIMIT);
        System.out.println("ended after " + LIMIT.toSeconds() + " s, incomplete");
        Runtime.getRuntime().halt(1);
    }

    private static void pause(Duration time) {
        Deadline end = Deadline.in(time, Ticker.system());
        while (!end.isExpired()) {
            Ticker.system().park(end, end.remainingNanos());
        }
    }

    private void run(QueryLoad load) {
        double best = 0;
        int bestSize = 0;
        StringBuilder all = new StringBuilder();
        for (int size : SIZES) {
            double rate = measure(load, size, PoolPolicies.NONE, WARM_UP, FIXED).rate();
            all.append(String.format(Locale.ROOT, " %d:%.0f", size, rate));
            if (rate > best) {
                best = rate;
                bestSize = size;
            }
        }
        AdaptiveSize policy = new AdaptiveSize(1, SIZES.get(SIZES.size() - 1), FIXED.dividedBy(4), PolicyMode.ENFORCE);
        Found found = measure(load, FIRST, PoolPolicies.NONE.with(policy), SEARCH, FOUND);
        System.out.printf(
                Locale.ROOT,
                "%s: adaptive / best fixed = %.2f (adaptive %.0f/s at max %d after %d steps, best fixed %.0f/s at max %d;"
                        + " all:%s)%n",
                load.name(),
                found.rate() / best,
                found.rate(),
                found.max(),
                found.steps(),
                best,
                bestSize,
                all);
    }

    private record Found(double rate, int max, long steps) {}

    private Found measure(QueryLoad load, int size, PoolPolicies policies, Duration before, Duration time) {
        PoolConfig config =
                PoolConfig.builder().minSize(0).maxSize(size).policies(policies).build();
        ExecutorService callers = Workers.named("benchmark-caller", CALLERS);
        try (PoolThreads threads = new PoolThreads("benchmark", size, Throwable::printStackTrace);
                JdbcPool pool = JdbcPool.create("benchmark", config, sessions(), threads.runtime())) {
            pool.pool().start().join();
            LongAdder done = new LongAdder();
            Deadline end = Deadline.in(before.plus(time), Ticker.system());
            for (int i = 0; i < CALLERS; i++) {
                callers.execute(() -> call(pool, load, done, end));
            }
            pause(before);
            long first = done.sum();
            long begin = System.nanoTime();
            pause(time.minusMillis(50));
            double rate = (done.sum() - first) * 1e9 / (System.nanoTime() - begin);
            PoolStats stats = pool.pool().stats();
            pause(Duration.ofMillis(50));
            pool.pool().close(CloseMode.DRAIN, Duration.ofSeconds(5));
            return new Found(rate, stats.maxConnections(), stats.counters().sizeSteps());
        } finally {
            callers.shutdownNow();
        }
    }

    private static void call(JdbcPool pool, QueryLoad load, LongAdder done, Deadline end) {
        while (!end.isExpired()) {
            try (Connection connection = pool.dataSource().getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(load.next())) {
                rows.next();
                done.increment();
            } catch (SQLException e) {
                if (!end.isExpired()) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    private JdbcPool.Sessions sessions() {
        AgroalConnectionPoolConfigurationSupplier agroal =
                new AgroalConnectionPoolConfigurationSupplier().maxSize(FIRST);
        agroal.connectionFactoryConfiguration()
                .jdbcUrl(server.url())
                .principal(new NamePrincipal(server.user()))
                .credential(new SimplePassword(server.password()));
        return new JdbcPool.Sessions(
                agroal.get(), new DatabaseKind.Timeouts(LOGIN, LOGIN, Duration.ofMinutes(1)), SessionRules.DEFAULT);
    }
}
