package dev.sluice.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeTime;
import dev.sluice.testing.NeverReturns;
import dev.sluice.time.Workers;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The dialling of connections. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class DialTest {

    private final Loopback loopback;

    DialTest() throws Exception {
        loopback = new Loopback();
    }

    @AfterEach
    void close() {
        loopback.close();
    }

    @Test
    @DisplayName("T16 an attempt without an answer ends at its timeout, and the next address is tried")
    void dialTimeout() throws Exception {
        try (FullServer full = new FullServer()) {
            TcpPool alone = loopback.open(
                    settings -> settings.size(1).address(full.address()).connectTimeout(Duration.ofMillis(200)));
            Await.until("it failed", () -> !loopback.lines.isEmpty());
            assertThat(alone.stats().dialFailures()).isPositive();
            assertThat(loopback.lines.get(0))
                    .isEqualToIgnoringCase("cannot connect: " + full.address() + ": Connect timed out");

            TcpPool two = loopback.open(settings -> settings.size(1)
                    .address(full.address(), loopback.server.address())
                    .connectTimeout(Duration.ofMillis(200)));
            Await.until("it is up", () -> two.stats().connected() == 1);
            assertThat(two.stats().dialFailures()).isZero();
        }
    }

    @Test
    @DisplayName("T16 a read ends at its timeout, the one of its call or that of the pool")
    void readTimeout() throws Exception {
        TcpPool pool = loopback.connected(settings -> settings.size(1).readTimeout(Duration.ofMillis(30)));
        TcpConnection connection = pool.acquire().resource();

        assertThatThrownBy(() -> connection.read(new byte[1]))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("cannot read: no byte arrived within 30 ms");
        assertThatThrownBy(() -> connection.read(new byte[1], Duration.ofMillis(40)))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("cannot read: no byte arrived within 40 ms");
        assertThatThrownBy(() -> connection.read(new byte[1], Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(connection.isConnected()).isTrue();
    }

    @Test
    @DisplayName("T16 keep-alive and the delay of small writes are set on each socket as configured")
    void socketOptions() throws Exception {
        List<Socket> sockets = new CopyOnWriteArrayList<>();
        loopback.connected(
                settings -> settings.size(2).keepAlive(true).tcpNoDelay(false).sockets(() -> {
                    Socket socket = new Socket();
                    sockets.add(socket);
                    return socket;
                }));

        assertThat(sockets).hasSize(2);
        for (Socket socket : sockets) {
            assertThat(socket.getKeepAlive()).isTrue();
            assertThat(socket.getTcpNoDelay()).isFalse();
        }
    }

    private InetAddress address(int last) throws UnknownHostException {
        return InetAddress.getByAddress("cache.example", new byte[] {127, 0, 0, (byte) last});
    }

    @Test
    @DisplayName("all addresses of a name are tried in turn, and a failure names each")
    void addressesInTurn() throws Exception {
        String name = "cache.example:" + loopback.server.port();
        InetAddress[] addresses = {address(3), address(2)};
        TcpPool pool = loopback.open(settings -> settings.size(1).address(name).resolver(host -> addresses.clone()));
        Await.until("it failed", () -> !loopback.lines.isEmpty());
        assertThat(pool.stats().dialFailures()).isPositive();
        assertThat(loopback.lines.get(0))
                .startsWith("cannot connect: " + name + " (127.0.0.3): Connection refused")
                .contains(", " + name + " (127.0.0.2): Connection refused");

        addresses[1] = address(1);

        Await.until("it is up", () -> pool.stats().connected() == 1);
    }

    @Test
    @DisplayName("after a break the name is resolved again, so that a moved endpoint is found")
    void moved() throws Exception {
        try (EchoServer second = new EchoServer()) {
            AtomicInteger resolved = new AtomicInteger();
            TcpPool pool = loopback.connected(settings -> settings.size(1)
                    .address("gone.example:" + second.port(), "cache.example:" + loopback.server.port())
                    .resolver(host -> {
                        if (host.equals("gone.example") && resolved.getAndIncrement() == 0) {
                            throw new UnknownHostException(host);
                        }
                        return new InetAddress[] {address(1)};
                    }));
            loopback.server.stop();

            Await.until("it is at the second", () -> second.open() == 1);
            TcpConnection connection = pool.acquire().resource();
            assertThat(Loopback.exchange(connection, "moved")).isEqualTo("moved");
        }
    }

    @Test
    @DisplayName("T17 after any exception of a resolver or a printer, the pool tries again")
    void throwingResolver() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        TcpPool pool = loopback.open(settings -> settings.size(1)
                .printer(line -> {
                    throw new IllegalStateException("printer");
                })
                .resolver(host -> {
                    if (attempts.incrementAndGet() < 3) {
                        throw new IllegalStateException("resolver");
                    }
                    return InetAddress.getAllByName(host);
                }));

        Await.until("it is up", () -> pool.stats().connected() == 1);
        assertThat(pool.stats().dialFailures()).isEqualTo(2);
    }

    @Test
    @DisplayName(
            "a search for addresses that never returns is given up at its limit, and the next one continues beside it")
    void neverReturningResolver() throws Exception {
        FakeTime time = new FakeTime();
        ExecutorService threads = Workers.named("test-resolver", 1);
        NeverReturns foreign = new NeverReturns();
        LimitedResolver resolver = new LimitedResolver(
                host -> {
                    if (host.equals("hangs.example")) {
                        foreign.hang();
                    }
                    return new InetAddress[] {address(1)};
                },
                threads,
                time);
        try {
            Caller<InetAddress[]> caller = Caller.start(() -> resolver.resolve("hangs.example"));
            foreign.await(1);
            time.advance(LimitedResolver.LIMIT);
            assertThat(caller.failure())
                    .isInstanceOf(UnknownHostException.class)
                    .hasMessageContaining("no answer within 30 s");
            assertThat(resolver.stuckThreads()).isEqualTo(1);
            assertThat(resolver.resolve("works.example")).containsExactly(address(1));
            foreign.free();
            Await.until("the thread has come back", () -> resolver.stuckThreads() == 0);
        } finally {
            foreign.free();
            threads.shutdown();
        }
    }

    @Test
    @DisplayName("T17 without a printer nothing is printed, and nothing fails")
    void silent() throws Exception {
        loopback.server.stop();
        try (TcpPool pool = TcpPool.builder()
                .address(loopback.server.address())
                .size(1)
                .retryMin(Duration.ofMillis(10))
                .open()) {
            Await.until("it failed", () -> pool.stats().dialFailures() > 0);
            loopback.server.start();
            Await.until("it is up", () -> pool.stats().connected() == 1);
        }
    }

    @Test
    @DisplayName("T16 a socket that the system connects to itself counts as refused")
    void connectedToItself() throws Exception {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            String address = "127.0.0.1:" + socket.getLocalPort();
            TcpPool pool = loopback.open(settings -> settings.size(1)
                    .address(address)
                    .retryMin(Duration.ofMinutes(5))
                    .retryMax(Duration.ofMinutes(5))
                    .sockets(() -> socket));

            Await.until(
                    "the attempt has ended",
                    () -> !loopback.lines.isEmpty() || pool.stats().connected() == 1);

            assertThat(loopback.lines)
                    .containsExactly("cannot connect: " + address
                            + ": connection refused: no listener (the socket was connected to itself)");
            assertThat(pool.stats().connected()).isZero();
            assertThat(socket.isClosed()).isTrue();
        }
    }

    @Test
    @DisplayName("T18 statistics have size, connected, leased, reconnects, failed dials and errors")
    void statistics() throws Exception {
        TcpPool pool = loopback.connected(settings -> settings.size(3));
        pool.acquire();
        assertThat(pool.stats()).isEqualTo(new TcpStats(3, 3, 1, 0, 0, 0));

        loopback.server.stop();
        Await.until(
                "each has failed",
                () -> pool.stats().ioErrors() == 3 && pool.stats().dialFailures() >= 3);
        assertThat(pool.stats().connected()).isZero();

        loopback.server.start();
        loopback.awaitAllUp(pool);
        assertThat(pool.stats().reconnects()).isEqualTo(3);
        assertThat(pool.stats().size()).isEqualTo(3);
    }
}
