package dev.sluice.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import dev.sluice.pool.failure.AcquireTimeout;
import dev.sluice.pool.failure.ReleaseRefused;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.NeverReturns;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Taking connections out of a pool and giving them back. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class LeaseTest {

    private static final AcquireRequest PATIENT = AcquireRequest.DEFAULT.withTimeout(AcquireRequest.FOREVER);

    private final Loopback loopback;

    LeaseTest() throws Exception {
        loopback = new Loopback();
    }

    @AfterEach
    void close() {
        loopback.close();
    }

    @Test
    @DisplayName("T02 written bytes are echoed, and the next leases use all five connections in turn")
    void roundAndRound() throws Exception {
        TcpPool pool = loopback.connected(settings -> settings);
        List<TcpConnection> used = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            try (Lease<TcpConnection> lease = pool.acquire()) {
                TcpConnection connection = lease.resource();
                connection.write("hello, world".getBytes(UTF_8));
                byte[] buffer = new byte[512];
                int length = connection.read(buffer);
                String rest = Loopback.read(connection, 12 - length);
                assertThat(new String(buffer, 0, length, UTF_8) + rest).isEqualTo("hello, world");
                used.add(connection);
            }
        }
        assertThat(used.subList(0, 5)).doesNotHaveDuplicates().isEqualTo(used.subList(5, 10));
    }

    @Test
    @DisplayName("T03 the sixth caller waits, gets the released connection, or gives up at its timeout or an interrupt")
    void sixth() throws Exception {
        TcpPool pool = loopback.connected(settings -> settings);
        List<Lease<TcpConnection>> leases = Loopback.acquire(pool, 5);

        assertThatThrownBy(() -> pool.acquire(Duration.ofMillis(100))).isInstanceOf(AcquireTimeout.class);

        Caller<Lease<TcpConnection>> interrupted = Caller.start(() -> pool.acquire(PATIENT));
        Await.until("it waits", () -> pool.pool().stats().waiting() == 1);
        interrupted.interrupt();
        assertThat(interrupted.failure()).isInstanceOf(InterruptedException.class);

        Caller<Lease<TcpConnection>> sixth = Caller.start(() -> pool.acquire(PATIENT));
        Await.until("it waits", () -> pool.pool().stats().waiting() == 1);
        leases.get(3).close();

        assertThat(sixth.result().resource()).isSameAs(leases.get(3).resource());
        assertThat(pool.stats().lent()).isEqualTo(5);
    }

    @Test
    @DisplayName("T11 a connection that its holder closed fails at once, and is replaced at its release")
    void closedByItsHolder() throws Exception {
        TcpPool pool = loopback.connected(settings -> settings);
        Lease<TcpConnection> lease = pool.acquire();
        TcpConnection connection = lease.resource();
        connection.close();
        connection.close();

        assertThat(connection.state()).isEqualTo(ConnectionState.CLOSED);
        assertThatThrownBy(() -> connection.read(new byte[1]))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot perform I/O on closed connection");
        assertThatThrownBy(() -> connection.write(new byte[1]))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot perform I/O on closed connection");
        pool.release(lease);

        loopback.awaitAllUp(pool);
        assertThat(pool.stats().size()).isEqualTo(5);
        assertThat(all(pool)).doesNotContain(connection).allMatch(TcpConnection::isConnected);
    }

    @Test
    @DisplayName("T11 no caller receives a connection that an earlier holder closed")
    void closedLate() throws Exception {
        TcpPool pool = loopback.connected(settings -> settings.size(2));
        Lease<TcpConnection> lease = pool.acquire();
        lease.close();
        lease.resource().close();

        assertThat(all(pool)).doesNotContain(lease.resource()).noneMatch(TcpConnection::isClosed);
    }

    private static List<TcpConnection> all(TcpPool pool) throws InterruptedException {
        List<Lease<TcpConnection>> leases = Loopback.acquire(pool, pool.stats().size());
        leases.forEach(Lease::close);
        return leases.stream().map(Lease::resource).toList();
    }

    @Test
    @DisplayName("T12 a null, foreign or released lease is refused, and the size stays")
    void refused() throws Exception {
        TcpPool pool = loopback.connected(settings -> settings.name("one").size(2));
        TcpPool other = loopback.open(settings -> settings.name("other").size(2));
        Lease<TcpConnection> foreign = other.acquire();
        Lease<TcpConnection> lease = pool.acquire();
        pool.release(lease);

        for (Lease<TcpConnection> wrong : Stream.of(lease, foreign).toList()) {
            assertThatThrownBy(() -> pool.release(wrong)).isInstanceOf(ReleaseRefused.class);
        }
        assertThatThrownBy(() -> pool.release(null)).isInstanceOf(ReleaseRefused.class);
        assertThat(pool.stats().size()).isEqualTo(2);
        assertThat(pool.stats().lent()).isZero();
        assertThat(other.stats().lent()).isEqualTo(1);
    }

    @Test
    @DisplayName("T15 the reset hook runs once for each lease that ends, before the next one begins")
    void resetHook() throws Exception {
        AtomicInteger resets = new AtomicInteger();
        TcpPool pool = loopback.connected(settings -> settings.size(1)
                .settings(rules -> rules.validationTimeout(Duration.ofMinutes(5)))
                .resetHook(connection -> resets.incrementAndGet()));
        pool.acquire().close();
        for (int i = 1; i <= 20; i++) {
            Lease<TcpConnection> lease = pool.acquire(Loopback.LONG);
            assertThat(resets).hasValue(i);
            lease.close();
            lease.close();
        }
        pool.acquire(Loopback.LONG);
        assertThat(resets).hasValue(21);
    }

    @Test
    @DisplayName("a connection whose reset hook fails is replaced")
    void resetFails() throws Exception {
        AtomicInteger resets = new AtomicInteger();
        TcpPool pool = loopback.connected(settings -> settings.size(1).resetHook(connection -> {
            if (resets.incrementAndGet() == 1) {
                throw new IOException("not reset");
            }
        }));
        Lease<TcpConnection> lease = pool.acquire();
        lease.close();

        assertThat(pool.acquire(Loopback.LONG).resource()).isNotSameAs(lease.resource());
        assertThat(lease.resource().isClosed()).isTrue();
    }

    @Test
    @DisplayName("a connection whose reset hook never returns is replaced at the limit, and the thread is counted")
    void resetNeverReturns() throws Exception {
        NeverReturns foreign = new NeverReturns();
        AtomicInteger resets = new AtomicInteger();
        TcpPool pool = loopback.connected(settings -> settings.size(1)
                .settings(rules -> rules.validationTimeout(Duration.ofMillis(50)))
                .resetHook(connection -> {
                    if (resets.incrementAndGet() == 1) {
                        foreign.hang();
                    }
                }));
        Lease<TcpConnection> lease = pool.acquire();
        lease.close();

        assertThat(pool.acquire(Loopback.LONG).resource()).isNotSameAs(lease.resource());
        assertThat(lease.resource().isClosed()).isTrue();
        assertThat(pool.pool().stats().stuckThreads()).isEqualTo(1);
        foreign.free();
        Await.until("the thread has come back", () -> pool.pool().stats().stuckThreads() == 0);
    }

    @Test
    @DisplayName("an answer that its caller did not wait for never reaches the next one")
    void lateAnswer() throws Exception {
        TcpPool pool = loopback.connected(settings -> settings.size(1));
        loopback.server.freeze(true);
        try (Lease<TcpConnection> lease = pool.acquire()) {
            lease.resource().write("old".getBytes(UTF_8));
            assertThatThrownBy(() -> lease.resource().read(new byte[3], Duration.ofMillis(20)))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessage("cannot read: no byte arrived within 20 ms");
        }
        loopback.server.freeze(false);

        try (Lease<TcpConnection> lease = pool.acquire()) {
            assertThat(Loopback.exchange(lease.resource(), "new")).isEqualTo("new");
        }
        assertThat(pool.stats().ioErrors()).isZero();
    }

    @Test
    @DisplayName("a caller whose read timed out may read on")
    void readsOn() throws Exception {
        TcpPool pool = loopback.connected(settings -> settings.size(1));
        loopback.server.freeze(true);
        try (Lease<TcpConnection> lease = pool.acquire()) {
            lease.resource().write("old".getBytes(UTF_8));
            assertThatThrownBy(() -> lease.resource().read(new byte[3], Duration.ofMillis(20)))
                    .isInstanceOf(SocketTimeoutException.class);
            loopback.server.freeze(false);

            assertThat(Loopback.read(lease.resource(), 3)).isEqualTo("old");
        }
    }
}
