package dev.sluice.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.pool.CloseMode;
import dev.sluice.pool.Lease;
import dev.sluice.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A server, pools of connections to it, and what they told. */
final class Loopback implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(20);

    final EchoServer server;
    final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<TcpPool> pools = new ArrayList<>();

    Loopback() throws IOException {
        this(new EchoServer());
    }

    Loopback(EchoServer server) {
        this.server = server;
    }

    /** Opens a pool that is quick to find out and to try again. */
    TcpPool open(UnaryOperator<TcpPoolBuilder> settings) {
        TcpPool pool = settings.apply(TcpPool.builder()
                        .address(server.address())
                        .retryMin(Duration.ofMillis(10))
                        .retryMax(Duration.ofMillis(100))
                        .jitter(0)
                        .readTimeout(LONG)
                        .writeTimeout(LONG)
                        .watchInterval(Duration.ofMillis(20))
                        .printer(lines::add))
                .open();
        pools.add(pool);
        return pool;
    }

    /** As {@link #open}; returns when all are up. */
    TcpPool connected(UnaryOperator<TcpPoolBuilder> settings) {
        TcpPool pool = open(settings);
        awaitAllUp(pool);
        return pool;
    }

    /** Returns when all connections of the pool are up, and the server has no more than those. */
    void awaitAllUp(TcpPool pool) {
        Await.until("all are up", () -> {
            TcpStats stats = pool.stats();
            return stats.size() == pool.pool().config().maxSize()
                    && stats.connected() == stats.size()
                    && server.open() == stats.size();
        });
    }

    static List<Lease<TcpConnection>> acquire(TcpPool pool, int count) throws InterruptedException {
        List<Lease<TcpConnection>> leases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leases.add(pool.acquire());
        }
        return leases;
    }

    /** Writes, and reads as many bytes. */
    static String exchange(TcpConnection connection, String text) throws IOException, InterruptedException {
        connection.write(text.getBytes(UTF_8));
        return read(connection, text.length());
    }

    static String read(TcpConnection connection, int count) throws IOException, InterruptedException {
        byte[] bytes = new byte[count];
        int read = 0;
        while (read < count) {
            read += connection.read(bytes, read, count - read, LONG);
        }
        return new String(bytes, UTF_8);
    }

    @Override
    public void close() {
        for (TcpPool pool : pools) {
            pool.pool().close(CloseMode.FORCE, Duration.ZERO);
        }
        server.close();
    }
}
