package dev.sluice.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.pool.PoolStats;
import dev.sluice.pool.store.FailureKind;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeTime;
import dev.sluice.testing.OwnThread;
import dev.sluice.testing.PostgresServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLTransientException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A login at PostgreSQL that is never answered, by a driver without a timeout")
@Timeout(60)
@Tag("service")
class NeverAnsweredLoginTest {

    private static final Duration CREATION_LIMIT = Duration.ofSeconds(15);
    private static final Duration DEADLINE = Duration.ofSeconds(1);

    private final PostgresServer server = PostgresServer.shared();
    private final FakeTime time = new FakeTime();
    private final Silence silence = new Silence(server.port());

    NeverAnsweredLoginTest() throws IOException {}

    @BeforeEach
    void quiet() {
        server.awaitQuiet();
    }

    @AfterEach
    void close() {
        silence.close();
    }

    private PostgresPool open(int max) {
        return PostgresPool.open(server, settings -> {
            settings.time = time;
            settings.timeouts = DatabaseKind.Timeouts.NONE;
            settings.rules
                    .maxSize(max)
                    .acquisitionTimeout(DEADLINE)
                    .creationTimeout(CREATION_LIMIT)
                    .shortestWait(Duration.ZERO);
            settings.sessions
                    .connectionFactoryConfiguration()
                    .jdbcUrl(server.url().replace(":" + server.port() + "/", ":" + silence.port() + "/"));
        });
    }

    private void failsAtItsDeadline(PostgresPool pool) throws Exception {
        Caller<Connection> caller = Caller.start(pool::connection);
        Await.until("the login waits", () -> silence.waiting.get() == 1 && caller.isWaiting());
        time.advance(DEADLINE);
        assertThat(caller.failure()).isInstanceOf(SQLTransientException.class);
    }

    @Test
    @DisplayName("a later caller is served beside it, although its thread does not return")
    void laterCaller() throws Exception {
        try (PostgresPool pool = open(2)) {
            failsAtItsDeadline(pool);

            try (Connection connection = Caller.start(pool::connection).result()) {
                assertThat(PostgresPool.ask(connection, "select 1")).isEqualTo("1");
            }
            pool.await("only the slow one is still being created", stats -> stats.creating() == 1);
            silence.end();
            pool.await("the slow one is there", stats -> stats.total() == 2);
        }
    }

    @Test
    @DisplayName("a given-up login frees the only place, and a session that it opens late is closed")
    void givenUp() throws Exception {
        try (PostgresPool pool = open(1)) {
            failsAtItsDeadline(pool);
            time.advance(CREATION_LIMIT);
            PoolStats stats = pool.stats();
            assertThat(stats.creating()).isZero();
            assertThat(stats.stuckThreads()).isEqualTo(1);
            assertThat(stats.stateReason()).isEqualTo(FailureKind.NO_ANSWER);
            assertThat(stats.stateDetail())
                    .contains("creation: no answer within 15 s, given up; its thread has not returned");
            time.advance(DEADLINE); // the wait after a failure

            try (Connection connection = Caller.start(pool::connection).result()) {
                assertThat(PostgresPool.ask(connection, "select 1")).isEqualTo("1");
                silence.end();
                pool.await("the thread has come back", now -> now.stuckThreads() == 0);
                server.awaitSessions(1);
            }
            assertThat(pool.stats().total()).isEqualTo(1);
            assertThat(pool.stats().counters().created()).isEqualTo(1);
        }
        server.awaitSessions(0);
    }

    /** Stands between the pool and the server: accepts the first connection, and passes nothing on until told to. */
    private static final class Silence implements AutoCloseable {

        private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final CountDownLatch over = new CountDownLatch(1);
        private final AtomicInteger waiting = new AtomicInteger();
        private final int serverPort;

        Silence(int serverPort) throws IOException {
            this.serverPort = serverPort;
            OwnThread.EACH.execute(this::accept);
        }

        int port() {
            return listener.getLocalPort();
        }

        void end() {
            over.countDown();
        }

        private void accept() {
            try {
                Socket first = listener.accept();
                waiting.incrementAndGet();
                OwnThread.EACH.execute(() -> {
                    Await.open(over);
                    join(first);
                });
                while (true) {
                    join(listener.accept());
                }
            } catch (IOException e) {
                // the test has ended
            }
        }

        private void join(Socket client) {
            try {
                Socket backend = new Socket(InetAddress.getLoopbackAddress(), serverPort);
                OwnThread.EACH.execute(() -> pass(client, backend));
                OwnThread.EACH.execute(() -> pass(backend, client));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void pass(Socket from, Socket to) {
            try (from;
                    to) {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException e) {
                // one of the two has gone
            }
        }

        @Override
        public void close() {
            end();
            try {
                listener.close();
            } catch (IOException e) {
                // it is closed
            }
        }
    }
}
