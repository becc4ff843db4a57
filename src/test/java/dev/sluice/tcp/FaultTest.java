package dev.sluice.tcp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.CloseMode;
import dev.sluice.pool.Lease;
import dev.sluice.pool.PoolStats;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.Pace;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Clients ask an endpoint that drops, freezes, half-closes and restarts by a seeded choice. Each question has a number
 * of its own, and so has its answer.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@Tag("campaign")
class FaultTest {

    private static final int SIZE = 4;
    private static final int CLIENTS = 8;
    private static final int FAULTS = 120;
    private static final int NUMBER_LENGTH = 12;
    private static final Duration PATIENCE = Duration.ofMillis(300);
    /** Far beyond the patience of all steps together: only a call that hangs takes as long. */
    private static final Duration THINKING = Duration.ofMillis(1);

    private static final Duration LATEST = Duration.ofSeconds(30);

    private final AtomicLong lastNumber = new AtomicLong();
    private final AtomicLong answers = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    @DisplayName(
            "T06 T07 T15 under all faults of the server, each caller gets its own answer, and in the end the pool is complete")
    void survives() throws Exception {
        run(3, settings -> settings, false);
    }

    @Test
    @DisplayName("T06 T07 T15 the same holds with a reset hook, and while operators reset, renew and pause")
    void survivesOperators() throws Exception {
        AtomicLong resets = new AtomicLong();
        run(5, settings -> settings.resetHook(connection -> resets.incrementAndGet()), true);
        assertThat(resets).hasPositiveValue();
    }

    private void run(long seed, UnaryOperator<TcpPoolBuilder> settings, boolean operated) throws Exception {
        try (Loopback loopback = new Loopback()) {
            TcpPool pool =
                    loopback.connected(own -> settings.apply(own.size(SIZE).name("faulty")));
            List<Caller<Void>> clients = Caller.startTogether(CLIENTS, () -> {
                while (!over.get()) {
                    ask(pool);
                    LockSupport.parkNanos(THINKING.toNanos()); // otherwise the echoes take both processors
                }
                return null;
            });
            Caller<Void> operator = Caller.start(() -> {
                while (operated && !over.get()) {
                    operate(pool, clients);
                }
                return null;
            });
            Random random = new Random(seed);
            for (int i = 0; i < FAULTS; i++) {
                strike(loopback.server, random, clients);
                awaitAttempts(CLIENTS, clients);
            }
            over.set(true);
            for (Caller<Void> client : clients) {
                client.result();
            }
            operator.result();

            assertThat(answers).as("it served between the faults").hasPositiveValue();
            assertThat(failures).as("the faults were felt").hasPositiveValue();
            assertAsItWas(loopback, pool);
        }
    }

    /** Asks one question on one lease. */
    private void ask(TcpPool pool) throws InterruptedException {
        long start = System.nanoTime();
        String question = ("%0" + NUMBER_LENGTH + "d").formatted(lastNumber.incrementAndGet());
        try (Lease<TcpConnection> lease = pool.acquire(PATIENCE)) {
            lease.resource().write(question.getBytes(US_ASCII), PATIENCE);
            assertThat(answer(lease.resource())).isEqualTo(question);
            answers.incrementAndGet();
        } catch (IOException | AcquireTimeout e) {
            failures.incrementAndGet();
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LATEST);
    }

    private static String answer(TcpConnection connection) throws IOException, InterruptedException {
        byte[] bytes = new byte[NUMBER_LENGTH];
        int count = 0;
        while (count < bytes.length) {
            count += connection.read(bytes, count, bytes.length - count, PATIENCE);
        }
        return new String(bytes, US_ASCII);
    }

    private void strike(EchoServer server, Random random, List<Caller<Void>> clients) throws Exception {
        switch (random.nextInt(5)) {
            case 0 -> server.dropOne();
            case 1 -> server.dropAll();
            case 2 -> server.halfCloseAll();
            case 3 -> {
                server.freeze(true);
                awaitFailures(random.nextInt(2), clients);
                server.freeze(false);
            }
            default -> {
                server.stop();
                awaitFailures(random.nextInt(2), clients);
                server.start();
            }
        }
    }

    private void awaitFailures(int more, List<Caller<Void>> clients) {
        long goal = failures.get() + more;
        Await.until(
                "clients feel the fault",
                () -> failures.get() >= goal || clients.stream().anyMatch(Caller::isDone));
    }

    private void awaitAttempts(int more, List<Caller<Void>> clients) {
        long goal = answers.get() + failures.get() + more;
        Await.until(
                "clients go on",
                () -> answers.get() + failures.get() >= goal || clients.stream().anyMatch(Caller::isDone));
    }

    private void operate(TcpPool pool, List<Caller<Void>> clients) {
        pool.pool().reset(false);
        pool.pool().renew(new Pace(2, 0, SIZE), OperationContext.plain());
        pool.pool().pause();
        Await.until("a client waits", () -> over.get() || pool.pool().stats().waiting() > 0);
        pool.pool().resume();
        awaitAttempts(CLIENTS, clients);
    }

    private static void assertAsItWas(Loopback loopback, TcpPool pool) throws Exception {
        loopback.awaitAllUp(pool);
        List<Lease<TcpConnection>> all = Loopback.acquire(pool, SIZE);
        for (Lease<TcpConnection> lease : all) {
            assertThat(Loopback.exchange(lease.resource(), "well")).isEqualTo("well");
        }
        all.forEach(Lease::close);
        Await.until("all are back", () -> pool.pool().stats().inUse() == 0);
        PoolStats stats = pool.pool().stats();
        assertThat(stats.total()).isEqualTo(SIZE);
        assertThat(stats.waiting()).isZero();
        assertThat(stats.counters().acquired()).isEqualTo(stats.counters().released());
        assertThat(pool.stats().reconnects()).isPositive();

        pool.close(CloseMode.DRAIN, Duration.ofSeconds(10));

        Await.until("the server has no connection", () -> loopback.server.open() == 0);
        Await.until(
                "no thread is left",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().contains("faulty")));
    }
}
