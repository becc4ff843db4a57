package dev.sluice.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.Lease;
import dev.sluice.testing.Await;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that the other side ends. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class BreakTest {

    private final Loopback loopback;

    BreakTest() throws Exception {
        loopback = new Loopback();
    }

    @AfterEach
    void close() {
        loopback.close();
    }

    @Test
    @DisplayName(
            "T06 a holder of a dropped connection is notified once, nothing is sent again, and the same object works again")
    void droppedInRead() throws Exception {
        TcpPool pool = loopback.connected(settings -> settings.size(1).watchInterval(Duration.ZERO));
        Lease<TcpConnection> lease = pool.acquire();
        TcpConnection connection = lease.resource();
        assertThat(Loopback.exchange(connection, "four")).isEqualTo("four");

        loopback.server.dropOne();

        assertThatThrownBy(() -> connection.read(new byte[1]))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot read: ")
                .hasCauseInstanceOf(EOFException.class);
        assertThat(Loopback.exchange(connection, "hello")).isEqualTo("hello");
        assertThat(loopback.server.received()).isEqualTo(9);
        assertThat(loopback.lines).hasSize(1).allMatch(line -> line.startsWith("cannot read: "));
        assertThat(pool.stats()).isEqualTo(new TcpStats(1, 1, 1, 1, 0, 1));
        lease.close();
        assertThat(pool.acquire().resource()).isSameAs(connection);
    }

    @Test
    @DisplayName("T06 a write into an ended connection fails, and is not repeated on the next one")
    void droppedInWrite() throws Exception {
        TcpPool pool = loopback.connected(
                settings -> settings.size(1).watchInterval(Duration.ZERO).retryMin(Duration.ofMillis(100)));
        TcpConnection connection = pool.acquire().resource();
        loopback.server.dropOne();

        // the system takes what comes first, and learns only by that that nobody is there
        assertThatThrownBy(() -> {
                    while (pool.stats().ioErrors() == 0) {
                        connection.write(new byte[1]);
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot write: ");
        Await.until("it is up again", connection::isConnected);
        Await.until("the server knows of it", () -> loopback.server.accepted() == 2);
        assertThat(loopback.server.receivedByOpen()).isZero();
        assertThat(loopback.lines).hasSize(1);
    }

    @Test
    @DisplayName("T06 the end of the other side's output is a failure, even if it still reads")
    void halfClosed() throws Exception {
        TcpPool pool = loopback.connected(settings -> settings.size(1).watchInterval(Duration.ZERO));
        TcpConnection connection = pool.acquire().resource();
        loopback.server.halfCloseAll();

        assertThatThrownBy(() -> connection.read(new byte[1]))
                .hasMessage("cannot read: the other side has ended the connection");
        assertThat(Loopback.exchange(connection, "again")).isEqualTo("again");
    }

    @Test
    @DisplayName("T07 after a restart of the server all five are there again, the same five, and no more than five")
    void restart() throws Exception {
        TcpPool pool = loopback.connected(settings -> settings);
        Set<TcpConnection> before = all(pool);
        loopback.server.stop();
        Await.until("all are down", () -> pool.stats().connected() == 0);

        loopback.server.start();

        loopback.awaitAllUp(pool);
        assertThat(all(pool)).isEqualTo(before);
        assertThat(pool.stats().reconnects()).isEqualTo(5);
        assertThat(dialThreads("sluice-dial-tcp")).isLessThanOrEqualTo(5);
    }

    private static Set<TcpConnection> all(TcpPool pool) throws InterruptedException {
        List<Lease<TcpConnection>> leases = Loopback.acquire(pool, pool.stats().size());
        leases.forEach(Lease::close);
        Set<TcpConnection> all = new HashSet<>();
        leases.forEach(lease -> all.add(lease.resource()));
        return all;
    }

    private static long dialThreads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(name + "-"))
                .count();
    }

    @Test
    @DisplayName(
            "T08 while one of five connections is dialled again, the others are handed out; the broken connection is the last")
    void preferred() throws Exception {
        TcpPool pool = loopback.connected(
                settings -> settings.retryMin(Duration.ofMinutes(5)).retryMax(Duration.ofMinutes(5)));
        List<Lease<TcpConnection>> five = Loopback.acquire(pool, 5);
        TcpConnection down = five.get(2).resource();
        five.forEach(Lease::close);
        loopback.server.dropFrom(portOf(down));
        Await.until("it is down", () -> !down.isConnected());

        for (int i = 0; i < 20; i++) {
            try (Lease<TcpConnection> lease = pool.acquire()) {
                assertThat(lease.resource()).isNotSameAs(down);
            }
        }
        assertThat(Loopback.acquire(pool, 5).get(4).resource()).isSameAs(down);
    }

    private static int portOf(TcpConnection connection) {
        return ((InetSocketAddress) connection.localAddress()).getPort();
    }

    @Test
    @DisplayName("bytes that arrive without a reader are kept for the next reader")
    void unasked() throws Exception {
        TcpPool pool = loopback.connected(settings -> settings.size(1));
        loopback.server.sendAll(new byte[] {'h', 'i'});
        TcpConnection connection = pool.acquire().resource();
        for (int i = 0; i < 5; i++) {
            connection.checkEnd();
        }

        assertThat(Loopback.read(connection, 2)).isEqualTo("hi");
        assertThat(Loopback.exchange(connection, "more")).isEqualTo("more");
    }
}
