package dev.sluice.adapter.quarkus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.jdbc.DatabaseKind;
import dev.sluice.jdbc.JdbcPool;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.PoolListener;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.PoolThreads;
import dev.sluice.testing.Await;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.PostgresServer;
import dev.sluice.testing.wire.FaultyWire;
import dev.sluice.testing.wire.Way;
import dev.sluice.testing.wire.Weather;
import dev.sluice.time.ThreadTimer;
import dev.sluice.time.Ticker;
import dev.sluice.time.Workers;
import io.agroal.api.configuration.supplier.AgroalConnectionPoolConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The housekeeping of one pool never delays that of another")
@Timeout(90)
@Tag("service")
class HousekeepingTest {

    private static final int POOLS = 20;
    private static final int ROUNDS = 5;
    private static final Duration INTERVAL = Duration.ofMillis(20);

    private static PoolConfig rules() {
        return PoolConfig.builder()
                .minSize(1)
                .maxSize(2)
                .maxLifetime(Duration.ZERO)
                .backgroundValidation(Duration.ofMillis(1))
                .validationTimeout(Duration.ofSeconds(30))
                .maintenanceInterval(INTERVAL)
                .build();
    }

    /** Counts what housekeeping has done. */
    private static final class Rounds implements PoolListener {

        final AtomicInteger all = new AtomicInteger();
        final AtomicInteger validations = new AtomicInteger();
        final AtomicInteger sinceValidation = new AtomicInteger();

        static Rounds of(ManagedPool<?> pool) {
            Rounds rounds = new Rounds();
            pool.addListener(rounds);
            return rounds;
        }

        @Override
        public void on(PoolEvent event) {
            if (event.type() == Type.VALIDATED) {
                validations.incrementAndGet();
                sinceValidation.set(0);
            } else if (event.type() == Type.STATUS) {
                all.incrementAndGet();
                sinceValidation.incrementAndGet();
            }
        }

        void awaitMore(String what) {
            int rounds = all.get() + ROUNDS;
            int validated = validations.get() + ROUNDS;
            Await.until(what + " is maintained", () -> all.get() >= rounds && validations.get() >= validated);
        }
    }

    @Test
    @DisplayName("twenty pools on one timer, one with a silent database: nineteen are validated and serve")
    void oneSilentDatabase() throws Exception {
        PostgresServer server = PostgresServer.shared();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<ExecutorService> workers = new ArrayList<>();
        List<JdbcPool> pools = new ArrayList<>();
        try (FaultyWire wire = FaultyWire.to(server.port());
                ThreadTimer timer = new ThreadTimer("shared-timer", failure::set)) {
            for (int i = 0; i < POOLS; i++) {
                ExecutorService own = Workers.named("pool-" + i, 2);
                workers.add(own);
                String url = i == 0 ? "jdbc:postgresql://127.0.0.1:" + wire.port() + "/postgres" : server.url();
                pools.add(open("pool-" + i, url, server, new PoolRuntime(Ticker.system(), timer, own, () -> 0.5)));
            }
            JdbcPool silent = pools.get(0);
            Rounds rounds = Rounds.of(silent.pool());
            rounds.awaitMore("the one that will be silent");
            wire.weather(Weather.blackHole(Way.TO_SERVER, Way.TO_CLIENT));
            Await.until("its validation does not end", () -> rounds.sinceValidation.get() >= ROUNDS);
            int validations = rounds.validations.get();

            for (JdbcPool other : pools.subList(1, POOLS)) {
                Rounds.of(other.pool()).awaitMore(other.pool().name());
                try (Connection connection = other.dataSource().getConnection()) {
                    assertThat(connection.isValid(5)).isTrue();
                }
            }

            assertThat(rounds.validations.get())
                    .as("all that time, it was silent: no validation but the one whose answer was there already")
                    .isBetween(validations, validations + 1);
            assertThat(failure).hasNullValue();
            wire.weather(Weather.FAIR);
            wire.resetAll();
            rounds.awaitMore("the one that was silent");
            assertThat(silent.pool().stats().counters().validationFailures()).isPositive();
        } finally {
            pools.forEach(pool -> pool.pool().close(CloseMode.FORCE, Duration.ZERO));
            workers.forEach(ExecutorService::shutdownNow);
        }
    }

    private static JdbcPool open(String name, String url, PostgresServer server, PoolRuntime runtime) {
        AgroalConnectionPoolConfigurationSupplier sessions = new AgroalConnectionPoolConfigurationSupplier().maxSize(2);
        sessions.connectionFactoryConfiguration()
                .jdbcUrl(url)
                .principal(new NamePrincipal(server.user()))
                .credential(new SimplePassword(server.password()));
        JdbcPool pool = JdbcPool.create(name, rules(), sessions.get(), DatabaseKind.Timeouts.NONE, runtime);
        pool.pool().start().orTimeout(20, TimeUnit.SECONDS).join();
        return pool;
    }

    @Test
    @DisplayName(
            "twenty pools with the threads of the service, one with a listener that does not return: nineteen continue")
    void oneListenerThatHangs() throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        List<PoolThreads> threads = IntStream.range(0, POOLS)
                .mapToObj(i -> new PoolThreads("pool-" + i, 2, failure::set))
                .toList();
        List<ManagedPool<FakeStore.Thing>> pools = IntStream.range(0, POOLS)
                .mapToObj(i -> new ManagedPool<>(
                        "pool-" + i, rules(), new FakeStore(), threads.get(i).runtime()))
                .toList();
        try {
            pools.forEach(pool -> pool.start().orTimeout(20, TimeUnit.SECONDS).join());
            pools.get(0).addListener(hangingAt(Type.STATUS, hangs, release));
            Await.open(hangs);

            for (ManagedPool<?> other : pools.subList(1, POOLS)) {
                Rounds.of(other).awaitMore(other.name());
            }

            assertThat(release.getCount()).as("it still hangs").isOne();
            assertThat(failure).hasNullValue();
        } finally {
            release.countDown();
            pools.forEach(pool -> pool.close(CloseMode.FORCE, Duration.ZERO));
            threads.forEach(PoolThreads::close);
        }
    }

    private static PoolListener hangingAt(Type type, CountDownLatch hangs, CountDownLatch release) {
        return event -> {
            if (event.type() == type) {
                hangs.countDown();
                Await.open(release);
            }
        };
    }
}
