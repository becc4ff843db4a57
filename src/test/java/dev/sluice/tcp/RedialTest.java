package dev.sluice.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.FakeTime;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** When a connection is dialled, on fake time. */
@Tag("fast")
class RedialTest {

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FakeTime time = new FakeTime();
    private final TcpCounters counters = new TcpCounters();
    private final List<String> lines = new ArrayList<>();
    private final List<Long> attempts = new ArrayList<>();
    private boolean isDown = true;
    private double chance = 0.5;
    private TcpConnection connection;

    /** Connected, until somebody reads: then the other side has ended it. */
    private static final class EndedSocket extends Socket {

        @Override
        public InputStream getInputStream() {
            return InputStream.nullInputStream();
        }

        @Override
        public OutputStream getOutputStream() {
            return OutputStream.nullOutputStream();
        }
    }

    private ConnectedSocket dial(ConnectAttempt attempt) throws IOException {
        attempts.add(time.nanos());
        if (isDown) {
            throw new ConnectException("Connection refused");
        }
        Socket socket = new EndedSocket();
        return new ConnectedSocket(socket, socket, time);
    }

    @BeforeEach
    void make() {
        RetryDelays delays = new RetryDelays(SECOND, Duration.ofMinutes(1), 0.2, () -> chance);
        TcpRuntime runtime =
                new TcpRuntime(this::dial, delays, Runnable::run, time, time, counters, new ErrorPrinter(lines::add));
        connection = new TcpConnection(runtime, new IoLimits(Duration.ZERO, Duration.ZERO));
    }

    @AfterEach
    void close() throws IOException {
        connection.close();
    }

    /** The waits between the attempts so far, in seconds. */
    private List<Long> waits() {
        List<Long> waits = new ArrayList<>();
        for (int i = 1; i < attempts.size(); i++) {
            waits.add(Duration.ofNanos(attempts.get(i) - attempts.get(i - 1)).toSeconds());
        }
        return waits;
    }

    private void breaks() {
        connection.checkEnd();
    }

    @Test
    @DisplayName("T05 eight failures wait 1, 2, 4, 8, 16, 32, 60 and 60 s; after a success the next waits 1 s again")
    void doubles() {
        connection.open();
        time.advance(Duration.ofSeconds(1 + 2 + 4 + 8 + 16 + 32 + 60));
        assertThat(attempts).hasSize(8);
        assertThat(counters.dialFailures.sum()).isEqualTo(8);
        assertThat(lines).hasSize(8).containsOnly("cannot connect: Connection refused");
        assertThat(connection.state()).isEqualTo(ConnectionState.BACKOFF);

        isDown = false;
        time.advance(Duration.ofSeconds(60));
        assertThat(waits()).containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
        assertThat(connection.state()).isEqualTo(ConnectionState.CONNECTED);

        isDown = true;
        time.advance(SECOND);
        attempts.clear();
        breaks();
        time.advance(SECOND);
        assertThat(waits()).containsExactly(1L);
    }

    @Test
    @DisplayName("T05 a connection that breaks is dialled again at once, and counts as reconnected")
    void atOnce() {
        isDown = false;
        connection.open();
        time.advance(SECOND);

        breaks();

        assertThat(attempts).hasSize(2);
        assertThat(connection.state()).isEqualTo(ConnectionState.CONNECTED);
        assertThat(counters.reconnects.sum()).isEqualTo(1);
        assertThat(counters.ioErrors.sum()).isEqualTo(1);
    }

    @Test
    @DisplayName("an endpoint that takes connections and drops them is dialled once in the shortest wait")
    void flapping() {
        isDown = false;
        connection.open();
        for (int i = 0; i < 5; i++) {
            breaks();
            assertThat(connection.state()).isEqualTo(ConnectionState.BACKOFF);
            time.advance(SECOND);
        }

        assertThat(waits()).containsExactly(1L, 1L, 1L, 1L, 1L);
    }

    @Test
    @DisplayName("waits have a jitter of a fifth, so that connections that broke together are not dialled together")
    void jitter() {
        chance = 0;
        connection.open();
        time.advance(Duration.ofMillis(799));
        assertThat(attempts).hasSize(1);
        chance = 0.999_999;
        time.advance(Duration.ofMillis(1));
        assertThat(attempts).hasSize(2);

        time.advance(Duration.ofMillis(2399));
        assertThat(attempts).hasSize(2);
        time.advance(Duration.ofMillis(1));
        assertThat(attempts).hasSize(3);
    }

    @Test
    @DisplayName("T10 a connection that is closed is not dialled any more")
    void closed() throws IOException {
        connection.open();
        connection.close();

        time.advance(Duration.ofHours(1));

        assertThat(attempts).hasSize(1);
        assertThat(connection.state()).isEqualTo(ConnectionState.CLOSED);
    }

    @Test
    @DisplayName("T17 a printer that throws does not keep it from being dialled again")
    void throwingPrinter() {
        RetryDelays delays = new RetryDelays(SECOND, SECOND, 0, () -> chance);
        ErrorPrinter throwing = new ErrorPrinter(line -> {
            throw new IllegalStateException(line);
        });
        TcpConnection other = new TcpConnection(
                new TcpRuntime(this::dial, delays, Runnable::run, time, time, counters, throwing),
                new IoLimits(Duration.ZERO, Duration.ZERO));
        other.open();
        isDown = false;

        time.advance(SECOND);

        assertThat(other.isConnected()).isTrue();
    }
}
