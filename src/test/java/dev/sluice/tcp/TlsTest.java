package dev.sluice.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.CloseMode;
import dev.sluice.pool.PoolState;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The behaviour over TLS, which is the same as without TLS. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("service")
class TlsTest {

    /** More than the buffers of two sockets hold. */
    private static final byte[] HUGE = new byte[64 << 20];

    /** To encrypt and decrypt megabytes on a busy machine. */
    private static final Duration A_WHILE = Duration.ofMinutes(2);

    private final Loopback loopback;

    TlsTest() throws Exception {
        loopback = new Loopback(new EchoServer(Certificates.server().getServerSocketFactory()));
    }

    @AfterEach
    void close() {
        loopback.close();
    }

    private TcpPoolBuilder tls(TcpPoolBuilder settings) {
        return settings.size(1).tls(client("TLS")).address("localhost:" + loopback.server.port());
    }

    private static SSLContext client(String version) {
        try {
            return Certificates.clientOf(version);
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @DisplayName("T02 over TLS, written bytes are echoed, and the idle check breaks nothing")
    void echo() throws Exception {
        TcpPool pool = loopback.connected(settings -> tls(settings).size(2));
        TcpConnection connection = pool.acquire().resource();
        for (int i = 0; i < 20; i++) {
            assertThat(Loopback.exchange(connection, "hello, world")).isEqualTo("hello, world");
            connection.checkEnd();
        }
        loopback.server.sendAll("unasked".getBytes(UTF_8));
        connection.checkEnd();
        connection.checkEnd();
        assertThat(Loopback.read(connection, 7)).isEqualTo("unasked");

        assertThat(loopback.server.accepted()).isEqualTo(2);
        assertThat(pool.stats()).isEqualTo(new TcpStats(2, 2, 1, 0, 0, 0));
        assertThat(loopback.lines).isEmpty();
    }

    @Test
    @DisplayName(
            "T16 a server that shows the certificate of another host is refused, and a write reports the reason of its wait")
    void anotherHost() throws Exception {
        TcpPool pool = loopback.open(settings -> tls(settings)
                .address("other.example:" + loopback.server.port())
                .resolver(host -> new InetAddress[] {InetAddress.getLoopbackAddress()}));
        Await.until("it failed", () -> !loopback.lines.isEmpty());

        assertThat(loopback.lines.get(0))
                .startsWith("cannot connect: other.example:" + loopback.server.port() + " (127.0.0.1): ")
                .contains("other.example found");
        TcpConnection connection = pool.acquire().resource();
        assertThatThrownBy(() -> connection.write(new byte[1], Duration.ofMillis(100)))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessageStartingWith("cannot write: not connected (cannot connect: other.example:")
                .hasMessageContaining("other.example found");
        assertThat(loopback.server.received()).isZero();
    }

    @Test
    @DisplayName("T16 a handshake without an answer is given up after the connect timeout, and tried again")
    void silentHandshake() throws Exception {
        loopback.server.freeze(true);
        TcpPool pool = loopback.open(settings -> tls(settings).connectTimeout(Duration.ofMillis(200)));
        Await.until("it failed twice", () -> pool.stats().dialFailures() >= 2);
        assertThat(loopback.lines.get(0)).contains("no TLS handshake within 200 ms");

        loopback.server.freeze(false);

        Await.until("it is up", () -> pool.stats().connected() == 1);
        assertThat(Loopback.exchange(pool.acquire().resource(), "hello")).isEqualTo("hello");
    }

    @ParameterizedTest(name = "T14 {0}: the rest of a record that comes late, after {1} bytes of it, is read as well")
    @CsvSource({"TLSv1.2, 1", "TLSv1.2, 5", "TLSv1.2, 12", "TLSv1.3, 1", "TLSv1.3, 3", "TLSv1.3, 5", "TLSv1.3, 12"})
    void halfARecord(String version, int bytes) throws Exception {
        try (PausingRelay relay = new PausingRelay(loopback.server.port())) {
            TcpPool pool = throughRelay(relay, version);
            TcpConnection connection = pool.acquire().resource();
            assertThat(Loopback.exchange(connection, "before")).isEqualTo("before");

            PausingRelay.Pause pause = relay.pauseAfter(bytes);
            connection.write("in two halves".getBytes(UTF_8));
            pause.awaitBegin();
            for (int i = 0; i < 20; i++) {
                connection.checkEnd();
            }
            // so that the read wakes several times within the record, before its own limit
            Duration limit = Duration.ofMillis(3 * SocketCalls.LOOK_MILLIS + 30);
            assertThatThrownBy(() -> connection.read(new byte[1], limit)).isInstanceOf(SocketTimeoutException.class);
            Caller<String> reader = Caller.start(() -> Loopback.read(connection, 13));
            Await.until("it reads", connection::isInCall);
            connection.write("meanwhile".getBytes(UTF_8));
            pause.end();

            assertThat(reader.result()).isEqualTo("in two halves");
            assertThat(Loopback.read(connection, 9)).isEqualTo("meanwhile");
            assertThat(Loopback.exchange(connection, "after")).isEqualTo("after");
            assertThat(loopback.server.accepted()).isEqualTo(1);
            assertThat(loopback.lines).isEmpty();
        }
    }

    private TcpPool throughRelay(PausingRelay relay, String version) {
        return loopback.connected(settings -> tls(settings)
                .address("localhost:" + relay.port())
                .tls(client(version))
                .watchInterval(Duration.ZERO));
    }

    @Test
    @DisplayName("T06 over TLS, a holder of a dropped connection is notified once, and the same object works again")
    void dropped() throws Exception {
        TcpPool pool = loopback.connected(settings -> tls(settings).watchInterval(Duration.ZERO));
        TcpConnection connection = pool.acquire().resource();
        assertThat(Loopback.exchange(connection, "four")).isEqualTo("four");
        loopback.server.dropOne();

        assertThatThrownBy(() -> connection.read(new byte[1]))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot read: ");
        assertThat(Loopback.exchange(connection, "hello")).isEqualTo("hello");
        assertThat(loopback.server.received()).isEqualTo(9);
        assertThat(loopback.lines).hasSize(1);
        assertThat(pool.stats()).isEqualTo(new TcpStats(1, 1, 1, 1, 0, 1));
    }

    @Test
    @DisplayName("T07 over TLS, after a restart of the server all are there again, and no more")
    void restart() throws Exception {
        TcpPool pool = loopback.connected(settings -> tls(settings).size(5));
        loopback.server.stop();
        Await.until("all are down", () -> pool.stats().connected() == 0);

        loopback.server.start();

        loopback.awaitAllUp(pool);
        assertThat(pool.stats().reconnects()).isEqualTo(5);
        assertThat(Loopback.exchange(pool.acquire().resource(), "hello")).isEqualTo("hello");
    }

    @Test
    @Timeout(value = 180, unit = TimeUnit.SECONDS)
    @DisplayName("T14 over TLS, a thread writes megabytes while another one reads them")
    void fullDuplex() throws Exception {
        TcpConnection connection = loopback.connected(this::tls).acquire().resource();
        byte[] much = new byte[8 << 20];
        for (int i = 0; i < much.length; i++) {
            much[i] = (byte) (i * 31 + i / 251);
        }
        Caller<Boolean> reader = Caller.start(() -> {
            byte[] back = new byte[much.length];
            int count = 0;
            while (count < back.length) {
                count += connection.read(back, count, back.length - count, A_WHILE);
            }
            return Arrays.equals(back, much);
        });
        Await.until("it reads", connection::isInCall);

        connection.write(much, A_WHILE);

        assertThat(reader.result()).isTrue();
    }

    @Test
    @DisplayName("T14 over TLS, a close from a third thread ends a read and a write that are blocked")
    void closeEndsBoth() throws Exception {
        TcpConnection connection = loopback.connected(this::tls).acquire().resource();
        Caller<Integer> reader = Caller.start(() -> connection.read(new byte[1]));
        Await.until("it reads", connection::isInCall);
        loopback.server.freeze(true);
        Caller<Void> writer = Caller.start(() -> {
            connection.write(HUGE);
            return null;
        });
        Await.until("it writes", connection::isBeingWritten);

        connection.close();

        assertThat(reader.failure()).hasMessage("cannot perform I/O on closed connection");
        assertThat(writer.failure()).hasMessage("cannot perform I/O on closed connection");
        assertThat(loopback.lines).isEmpty();
    }

    @Test
    @DisplayName(
            "T16 over TLS, a write that the other side does not read ends at its timeout, and the connection is dialled again")
    void writeTimeout() throws Exception {
        TcpConnection connection = loopback.connected(this::tls).acquire().resource();
        loopback.server.freeze(true);

        assertThatThrownBy(() -> connection.write(HUGE, Duration.ofMillis(200)))
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("cannot write: not taken within 200 ms");
        loopback.server.freeze(false);
        assertThat(Loopback.exchange(connection, "again")).isEqualTo("again");
    }

    @Test
    @DisplayName("over TLS, a close sends the close message, and does not wait for a server that does not read")
    void goodbye() throws Exception {
        TcpPool pool = loopback.connected(settings -> tls(settings).size(3));
        assertThat(Loopback.exchange(pool.acquire().resource(), "hello")).isEqualTo("hello");
        loopback.server.freeze(true);
        TcpConnection stuck = pool.acquire().resource();
        Caller<Void> writer = Caller.start(() -> {
            stuck.write(HUGE);
            return null;
        });
        Await.until("it writes", stuck::isBeingWritten);

        pool.close(CloseMode.FORCE, Duration.ZERO);

        assertThat(writer.failure()).hasMessage("cannot perform I/O on closed connection");
        Await.until("the pool has ended", () -> pool.pool().state() == PoolState.STOPPED);
        assertThat(loopback.server.open()).isEqualTo(3); // it has not looked yet
        loopback.server.freeze(false);
        Await.until("all have ended", () -> loopback.server.open() == 0);
        assertThat(loopback.server.goodbyes()).isEqualTo(2);
    }
}
