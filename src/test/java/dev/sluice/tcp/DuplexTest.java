package dev.sluice.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several threads at one connection. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class DuplexTest {

    private static final byte[] HELLO = "hello".getBytes(UTF_8);

    /** More than the buffers of two sockets hold. */
    private static final byte[] HUGE = new byte[64 << 20];

    private final Loopback loopback;
    private final TcpPool pool;
    private final TcpConnection connection;

    DuplexTest() throws Exception {
        loopback = new Loopback();
        pool = loopback.connected(settings -> settings.size(1).readTimeout(Duration.ZERO));
        connection = pool.acquire().resource();
    }

    @AfterEach
    void close() {
        loopback.close();
    }

    private Caller<String> reader() {
        Caller<String> reader = Caller.start(() -> Loopback.read(connection, HELLO.length));
        Await.until("it reads", connection::isInCall);
        return reader;
    }

    private Caller<Void> stuckWriter(Duration timeout) {
        loopback.server.freeze(true);
        return Caller.start(() -> {
            connection.write(HUGE, timeout);
            return null;
        });
    }

    @Test
    @DisplayName("T14 while one thread is blocked in a read, another one writes, and the answer reaches the first")
    void readAndWrite() throws Exception {
        Caller<String> reader = reader();

        connection.write(HELLO);

        assertThat(reader.result()).isEqualTo("hello");
    }

    @Test
    @DisplayName(
            "T14 a close from a third thread ends a blocked read and a blocked write, and their waiting successors")
    void closeEndsBoth() throws Exception {
        Caller<String> reader = reader();
        Caller<String> second = Caller.start(() -> Loopback.read(connection, 1));
        Caller<Void> writer = stuckWriter(Duration.ZERO);
        Await.until("it writes", () -> connection.isBeingWritten());

        connection.close();

        assertThat(reader.failure()).hasMessage("cannot perform I/O on closed connection");
        assertThat(second.failure()).hasMessage("cannot perform I/O on closed connection");
        assertThat(writer.failure()).hasMessage("cannot perform I/O on closed connection");
        assertThat(loopback.lines).isEmpty();
    }

    @Test
    @DisplayName(
            "T16 a write that the other side does not read ends at its timeout, and the connection is dialled again")
    void writeTimeout() throws Exception {
        Caller<Void> writer = stuckWriter(Duration.ofMillis(200));

        assertThat(writer.failure())
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("cannot write: not taken within 200 ms");
        loopback.server.freeze(false);
        Await.until("it is up again", connection::isConnected);
        assertThat(Loopback.exchange(connection, "again")).isEqualTo("again");
        assertThat(pool.stats().ioErrors()).isEqualTo(1);
        assertThat(pool.stats().reconnects()).isEqualTo(1);
    }

    @Test
    @DisplayName("a thread that waits behind another one gives up at its own timeout")
    void waitsBehind() throws Exception {
        reader();

        assertThatThrownBy(() -> connection.read(new byte[1], Duration.ofMillis(20)))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessageStartingWith("cannot read: another thread was at it");
    }

    @Test
    @DisplayName("an interrupt ends a read that is blocked, and the wait for a connection")
    void interrupt() throws Exception {
        Caller<String> reader = reader();
        reader.interrupt();
        assertThat(reader.failure()).isInstanceOf(InterruptedException.class);

        loopback.awaitAllUp(pool); // the interrupt may have ended the socket, and a redial may be under way
        loopback.server.stop();
        Await.until("it is down", () -> !connection.isConnected());
        Caller<Integer> waiter = Caller.start(() -> connection.read(HUGE));
        Await.until("it waits", waiter::isWaiting);
        waiter.interrupt();
        assertThat(waiter.failure()).isInstanceOf(InterruptedException.class);
    }

    @Test
    @DisplayName("the streams of a connection read and write as it does, and close it")
    void streams() throws Exception {
        connection.output().write('x');
        assertThat(connection.input().read()).isEqualTo('x');
        connection.output().write(HELLO);
        assertThat(connection.input().readNBytes(5)).isEqualTo(HELLO);

        Caller<Integer> reader = Caller.start(() -> connection.input().read());
        Await.until("it reads", connection::isInCall);
        reader.interrupt();
        assertThat(reader.failure()).isInstanceOf(InterruptedIOException.class);

        connection.input().close();
        assertThatThrownBy(() -> connection.output().write(1))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot perform I/O on closed connection");
    }
}
