package dev.sluice.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.Lease;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@DisplayName("A lease is bound to the socket that its holder uses")
@Tag("fast")
class BoundLeaseTest {

    private static final String ENDED = "the other side has ended the connection";
    private static final byte[] HALF = "half".getBytes(UTF_8);

    private final Loopback loopback;
    private final TcpPool pool;

    BoundLeaseTest() throws Exception {
        loopback = new Loopback();
        pool = loopback.connected(settings -> settings.size(1));
    }

    @AfterEach
    void close() {
        loopback.close();
    }

    /** Waits for the server to read the bytes: unread bytes would turn an orderly end into a reset. */
    private void awaitReceived(int count) {
        Await.until("the server has read it", () -> loopback.server.received() == count);
    }

    /** The server ends all connections; returns when the watcher has found that, and another one is up. */
    private void exchangeSockets() {
        Await.until("the server has it, too", () -> loopback.server.open() == 1);
        long before = pool.stats().reconnects();
        loopback.server.dropAll();
        Await.until("another one is up", () -> pool.stats().reconnects() > before && loopback.server.open() == 1);
    }

    @Test
    @DisplayName("T06 an exchange by the watcher is reported at the next call, once, and printed once")
    void watcher() throws Exception {
        TcpConnection connection = pool.acquire().resource();
        assertThat(Loopback.exchange(connection, "four")).isEqualTo("four");

        exchangeSockets();

        assertThatThrownBy(() -> connection.write(HALF))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write: " + ENDED);
        assertThat(Loopback.exchange(connection, "again")).isEqualTo("again");
        Await.until("it is printed", () -> !loopback.lines.isEmpty()); // by the watcher, perhaps after the next dial
        assertThat(loopback.lines).containsExactly("cannot read: " + ENDED);
    }

    @Test
    @DisplayName("T06 a question whose first half was sent to one socket does not continue on the next")
    void halfAQuestion() throws Exception {
        TcpConnection connection = pool.acquire().resource();
        loopback.server.mute(true); // an echo would be for the holder to read before the exchange
        connection.write(HALF);
        awaitReceived(HALF.length);

        exchangeSockets();
        loopback.server.mute(false);

        assertThatThrownBy(() -> connection.write(HALF)).hasMessageStartingWith("cannot write: ");
        assertThat(loopback.server.receivedByOpen()).isZero();
    }

    @Test
    @DisplayName("T06 bytes of the next peer are not taken for the answer of the previous one")
    void foreignAnswer() throws Exception {
        TcpConnection connection = pool.acquire().resource();
        loopback.server.mute(true); // an echo would be for the holder to read before the exchange
        connection.write(HALF);
        awaitReceived(HALF.length);

        exchangeSockets();
        loopback.server.mute(false);
        loopback.server.sendAll("fake".getBytes(UTF_8));

        assertThatThrownBy(() -> connection.read(new byte[4])).hasMessage("cannot read: " + ENDED);
        assertThat(Loopback.read(connection, 4)).as("asked for after that").isEqualTo("fake");
    }

    @Test
    @DisplayName("a holder that has not used the connection yet receives no report of earlier ends")
    void unusedYet() throws Exception {
        TcpConnection connection = pool.acquire().resource();

        exchangeSockets();

        assertThat(Loopback.exchange(connection, "first")).isEqualTo("first");
    }

    @Test
    @DisplayName("the next holder receives no report that the previous one missed")
    void nextHolder() throws Exception {
        Lease<TcpConnection> lease = pool.acquire();
        Loopback.exchange(lease.resource(), "four");
        exchangeSockets();
        lease.close();

        assertThat(Loopback.exchange(pool.acquire().resource(), "next")).isEqualTo("next");
    }

    @Test
    @DisplayName("T06 T16 a write that times out exchanges the socket, and a reader on another thread is notified, too")
    void writeLimit() throws Exception {
        TcpConnection connection = pool.acquire().resource();
        assertThat(Loopback.exchange(connection, "mine")).isEqualTo("mine");
        loopback.server.freeze(true);
        Caller<Void> writer = Caller.start(() -> {
            connection.write(new byte[64 << 20], Duration.ofMillis(200));
            return null;
        });
        assertThat(writer.failure()).isInstanceOf(SocketTimeoutException.class);
        loopback.server.freeze(false);
        Await.until("another one is up", connection::isConnected);

        assertThatThrownBy(() -> connection.read(new byte[1]))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read: a write was not taken within 200 ms");
        assertThat(Loopback.exchange(connection, "again")).isEqualTo("again");
    }

    @Test
    @DisplayName("T06 an end that the reading thread finds is reported to the writing thread, at its next call, once")
    void otherDirection() throws Exception {
        TcpConnection connection = pool.acquire().resource();
        connection.write(HALF);
        Caller<String> reader = Caller.start(() -> Loopback.read(connection, 5));
        Await.until("it has read a part", () -> loopback.server.echoed() == 4 && connection.isInCall());
        loopback.server.dropAll();
        assertThat(reader.failure()).hasMessage("cannot read: " + ENDED);
        Await.until("another one is up", connection::isConnected);

        assertThatThrownBy(() -> connection.write(HALF)).hasMessage("cannot write: " + ENDED);
        assertThat(Loopback.exchange(connection, "again")).isEqualTo("again");
    }

    @Test
    @DisplayName("T06 an end without a later socket is reported at once, not when there is another socket")
    void stillDown() throws Exception {
        TcpConnection connection = pool.acquire().resource();
        Loopback.exchange(connection, "four");
        loopback.server.stop();
        Await.until("it is down", () -> !connection.isConnected());

        assertThatThrownBy(() -> connection.read(new byte[1], Duration.ZERO)).hasMessage("cannot read: " + ENDED);
    }

    @Test
    @DisplayName("unread bytes of a holder do not reach the next one: the connection is dialled again, at once")
    void leftUnread() throws Exception {
        try (Lease<TcpConnection> lease = pool.acquire()) {
            lease.resource().write("old".getBytes(UTF_8));
            assertThat(Loopback.read(lease.resource(), 1)).isEqualTo("o");
            Await.until("all is on its way", () -> loopback.server.echoed() == 3);
        }

        TcpConnection connection = pool.acquire().resource();
        assertThat(Loopback.exchange(connection, "new")).isEqualTo("new");
        assertThat(loopback.server.accepted()).isEqualTo(2);
        assertThat(pool.stats().ioErrors()).isZero();
        assertThat(loopback.lines).isEmpty();
    }

    @Test
    @DisplayName("an announced answer does not reach the next holder either")
    void leftUnanswered() throws Exception {
        loopback.server.freeze(true);
        try (Lease<TcpConnection> lease = pool.acquire()) {
            lease.resource().expectAnswer();
            lease.resource().write("old".getBytes(UTF_8));
        }
        TcpConnection connection = pool.acquire().resource();
        loopback.server.freeze(false);

        assertThat(Loopback.exchange(connection, "new")).isEqualTo("new");
        connection.expectAnswer();
        connection.answered();
        connection.answered();
        assertThat(loopback.server.accepted()).isEqualTo(2);
    }

    @Test
    @DisplayName("a lease whose answers were all read leaves its socket to the next one")
    void answered() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (Lease<TcpConnection> lease = pool.acquire()) {
                lease.resource().expectAnswer();
                assertThat(Loopback.exchange(lease.resource(), "four")).isEqualTo("four");
                lease.resource().answered();
            }
        }
        assertThat(loopback.server.accepted()).isEqualTo(1);
    }

    @Test
    @DisplayName("a thread that still reads under a lease that has ended gets nothing of the next one's")
    void formerReader() throws Exception {
        Lease<TcpConnection> lease = pool.acquire();
        Caller<String> former = Caller.start(() -> Loopback.read(lease.resource(), 1));
        Await.until("it reads", () -> !former.isDone() && lease.resource().isInCall());
        lease.close();

        TcpConnection connection = pool.acquire().resource();

        assertThat(former.failure()).hasMessageStartingWith("cannot read: ");
        assertThat(Loopback.exchange(connection, "next")).isEqualTo("next");
    }

    @Test
    @DisplayName("the watcher sees the end of a connection although unread bytes wait")
    void endBehindAByte() throws Exception {
        loopback.server.sendAll("x".getBytes(UTF_8));

        exchangeSockets();

        Await.until("it is printed", () -> !loopback.lines.isEmpty()); // by the watcher, perhaps after the next dial
        assertThat(loopback.lines).containsExactly("cannot read: " + ENDED);
    }

    @Test
    @DisplayName("an answer before the end is read by its holder, and the end is reported after it")
    void answerBeforeTheEnd() throws Exception {
        TcpConnection connection = pool.acquire().resource();
        connection.write(HALF);
        Await.until("the answer is on its way", () -> loopback.server.echoed() == 4);
        loopback.server.halfCloseAll();
        for (int i = 0; i < 20; i++) {
            connection.checkEnd();
        }

        assertThat(Loopback.read(connection, 4)).isEqualTo("half");
        assertThatThrownBy(() -> connection.read(new byte[1])).hasMessage("cannot read: " + ENDED);
        assertThat(Loopback.exchange(connection, "again")).isEqualTo("again");
    }
}
