package dev.sluice.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.CloseMode;
import dev.sluice.pool.Lease;
import dev.sluice.pool.PoolState;
import dev.sluice.pool.failure.PoolClosed;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The close of a pool of connections. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class EndTest {

    private final Loopback loopback;

    EndTest() throws Exception {
        loopback = new Loopback();
    }

    @AfterEach
    void close() {
        loopback.close();
    }

    static long threadsOf(String pool) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.matches("sluice-(timer-|create-|dial-)?" + pool + "-\\d+"))
                .count();
    }

    @Test
    @DisplayName("T09 a close ends the three idle connections; the two leased ones continue, and end at their release")
    void lentOnesGoOn() throws Exception {
        TcpPool pool = loopback.connected(settings -> settings.name("lent"));
        List<Lease<TcpConnection>> lent = Loopback.acquire(pool, 2);

        pool.close();

        Await.until("three have ended", () -> loopback.server.open() == 2);
        for (Lease<TcpConnection> lease : lent) {
            assertThat(Loopback.exchange(lease.resource(), "still there")).isEqualTo("still there");
        }
        assertThatThrownBy(pool::acquire).isInstanceOf(PoolClosed.class);

        pool.release(lent.get(0));
        Await.until("it has ended", () -> loopback.server.open() == 1);
        assertThat(lent.get(0).resource().isClosed()).isTrue();
        lent.get(1).close();
        Await.until("the pool has ended", () -> pool.pool().state() == PoolState.STOPPED);
        Await.until("no thread is left", () -> threadsOf("lent") == 0);
        Await.until("no socket is left", () -> loopback.server.open() == 0);
    }

    @Test
    @DisplayName("T09 a waiter for a lease is refused at once, because the pool is closed")
    void waiters() throws Exception {
        TcpPool pool = loopback.connected(settings -> settings.size(1));
        pool.acquire();
        Caller<Lease<TcpConnection>> waiter = Caller.start(() -> pool.acquire(Loopback.LONG));
        Await.until("it waits", () -> pool.pool().stats().waiting() == 1);

        pool.close();

        assertThat(waiter.failure()).isInstanceOf(PoolClosed.class);
    }

    @Test
    @DisplayName("T09 a leased connection that breaks after the close is not dialled again")
    void breaksAfterwards() throws Exception {
        TcpPool pool = loopback.connected(settings -> settings.size(1));
        TcpConnection connection = pool.acquire().resource();
        pool.close();
        loopback.server.dropAll();

        assertThatThrownBy(() -> connection.read(new byte[1])).hasMessageStartingWith("cannot ");
        assertThat(connection.isClosed()).isTrue();
        assertThatThrownBy(() -> connection.read(new byte[1])).hasMessage("cannot perform I/O on closed connection");
        assertThat(loopback.server.accepted()).isEqualTo(1);
    }

    @Test
    @DisplayName("T10 a close while the endpoint is down does not wait for it, ends its waiters, and leaves no thread")
    void whileDown() throws Exception {
        loopback.server.stop();
        TcpPool pool = loopback.open(settings ->
                settings.name("down").retryMin(Duration.ofMinutes(5)).retryMax(Duration.ofMinutes(5)));
        TcpConnection connection = pool.acquire().resource();
        Caller<Integer> reader = Caller.start(() -> connection.read(new byte[1]));
        Await.until("each has failed once", () -> pool.stats().dialFailures() == 5);
        Await.until("it waits", reader::isWaiting);

        Caller<Void> closer = Caller.start(() -> {
            pool.close(CloseMode.FORCE, Duration.ZERO);
            return null;
        });

        closer.result();
        assertThat(reader.failure()).hasMessage("cannot perform I/O on closed connection");
        Await.until("no thread is left", () -> threadsOf("down") == 0);
    }

    @Test
    @DisplayName("T10 a close does not wait for an attempt to dial that hangs")
    void whileDialling() throws Exception {
        FullServer full = new FullServer();
        try (full) {
            TcpPool pool = loopback.open(settings ->
                    settings.name("dialling").address(full.address()).connectTimeout(Duration.ZERO));

            pool.close();

            Await.until("no thread is left", () -> threadsOf("dialling") == 0);
            assertThat(loopback.lines).isEmpty();
        }
    }

    @Test
    @DisplayName("T13 if two fail to close all are closed, and the failure has the messages of both")
    void closeFails() throws Exception {
        AtomicInteger closes = new AtomicInteger();
        TcpPool pool = loopback.connected(settings -> settings.closeHook(connection -> {
            if (closes.incrementAndGet() % 2 == 0) {
                throw new IOException("foo");
            }
        }));

        assertThatThrownBy(pool::close).isInstanceOf(IOException.class).hasMessage("foo, foo");
        assertThat(closes).hasValue(5);
        Await.until("all have ended", () -> loopback.server.open() == 0);
        pool.close();
        assertThat(pool.pool().stats().counters().closeFailures()).isEqualTo(2);
    }

    @Test
    @DisplayName("T13 if a single one fails to close, the failure has its message, and its hook is called once")
    void oneCloseFails() throws Exception {
        AtomicInteger closes = new AtomicInteger();
        TcpPool pool = loopback.connected(settings -> settings.size(1).closeHook(connection -> {
            closes.incrementAndGet();
            throw new IOException("foo");
        }));

        assertThatThrownBy(pool::close).isInstanceOf(IOException.class).hasMessage("foo");
        assertThat(closes).hasValue(1);
    }
}
