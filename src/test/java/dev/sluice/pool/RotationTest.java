package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.failure.CreationFailed;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.store.Movable;
import dev.sluice.pool.store.Store;
import dev.sluice.pool.store.Target;
import dev.sluice.testing.Await;
import dev.sluice.testing.Caller;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("A rotation of credentials")
@Timeout(60)
@Tag("fast")
class RotationTest {

    private static final Target SECOND = new Target(null, "app", "second", false);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final PoolThreads threads = new PoolThreads("rotation", 2, failure -> {
        throw new AssertionError(failure);
    });
    private final Sessions sessions = new Sessions();
    private ManagedPool<Session> pool;

    @BeforeEach
    void open() {
        PoolConfig config = PoolConfig.builder()
                .minSize(0)
                .maxSize(3)
                .acquisitionTimeout(Duration.ofSeconds(20))
                .build();
        pool = new ManagedPool<>("orders", config, sessions, threads.runtime());
        pool.start().join();
    }

    @AfterEach
    void close() {
        sessions.goOn.countDown();
        pool.close(CloseMode.FORCE, Duration.ZERO);
        threads.close();
    }

    /** Starts a caller that waits for a session whose login, with the first password, is held up. */
    private Caller<Lease<Session>> waitForLateSession() {
        sessions.held = true;
        Caller<Lease<Session>> caller = Caller.start(() -> pool.acquire());
        Await.open(sessions.begun);
        sessions.held = false;
        return caller;
    }

    private OperationReport rotate(Runnable whenLeasesAreAwaited) {
        return pool.rotateCredentials(
                SECOND,
                Pace.ONE_BY_ONE,
                PATIENCE,
                new OperationContext("op", false, null, new OperationContext.Follower() {
                    @Override
                    public void progress(int done, int total, String step) {
                        if (step.equals("waiting for leases")) {
                            whenLeasesAreAwaited.run();
                        }
                    }
                }));
    }

    @Test
    @DisplayName("leases no session with the old credentials, even if the session arrives after the last check")
    void lateSession() throws Exception {
        Lease<Session> first = pool.acquire();
        Caller<Lease<Session>> waiting = waitForLateSession();
        OperationReport report = rotate(() -> {
            sessions.goOn.countDown();
            Await.until("the late one has come", () -> waiting.isDone() || sessions.made.get() > 2);
            first.close();
        });
        assertThat(report.complete()).as("%s", report).isTrue();
        try (Lease<Session> lease = waiting.result()) {
            assertThat(lease.resource().password()).isEqualTo("second");
        }
        assertThat(pool.stats().connections()).allMatch(each -> each.generation() == 1);
    }

    @Test
    @DisplayName("continues with the old credentials after its rollback")
    void rolledBack() throws Exception {
        Lease<Session> first = pool.acquire();
        sessions.refusing = "second";
        first.close();
        OperationReport report = rotate(() -> {});
        assertThat(report.complete()).isFalse();
        assertThat(report.message()).startsWith("rolled back: ").contains("refused");
        try (Lease<Session> one = pool.acquire();
                Lease<Session> other = pool.acquire()) {
            assertThat(one.resource().password()).isEqualTo("first");
            assertThat(other.resource().password()).isEqualTo("first");
        }
    }

    @Test
    @DisplayName("leases no session with the new credentials after its rollback, even if the session arrives only then")
    void lateAfterRollback() throws Exception {
        Lease<Session> first = pool.acquire();
        List<Caller<Lease<Session>>> waiting = new CopyOnWriteArrayList<>();
        sessions.refusing = "second";
        sessions.beforeRefusal = () -> waiting.add(waitForLateSession());
        OperationReport report = rotate(() -> {});
        assertThat(report.complete()).isFalse();
        sessions.goOn.countDown();
        try (Lease<Session> lease = waiting.get(0).result()) {
            assertThat(lease.resource().password()).isEqualTo("first");
        }
        first.close();
    }

    @Test
    @DisplayName("ends with connections, also in a pool that cannot connect with the old credentials")
    void ofFailedPool() {
        sessions.refusing = "first";
        assertThatThrownBy(() -> pool.acquire(AcquireRequest.DEFAULT.withTimeout(AcquireRequest.FOREVER)))
                .isInstanceOf(CreationFailed.class);
        Await.until("it knows that it cannot connect", () -> pool.lastCreationFailure() != null);
        OperationReport report = rotate(() -> {});
        assertThat(report.complete()).as("%s", report).isTrue();
        assertThat(report.state()).isEqualTo("RUNNING");
        assertThat(report.after()).isEqualTo(1);
        assertThat(report.created()).isEqualTo(1);
    }

    /** A pooled session, which knows only the password of its creation. */
    private record Session(String password) {}

    /** Makes sessions, and holds one up if asked. */
    private static final class Sessions implements Store<Session>, Movable {

        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        final AtomicInteger made = new AtomicInteger();
        volatile boolean held;
        volatile String password = "first";
        volatile String refusing = "";
        volatile Runnable beforeRefusal = () -> {};

        @Override
        public Session create() {
            Session session = new Session(password);
            if (held) {
                begun.countDown();
                Await.open(goOn);
            } else if (session.password().equals(refusing)) {
                beforeRefusal.run();
                throw new IllegalStateException("refused");
            }
            made.incrementAndGet();
            return session;
        }

        @Override
        public boolean validate(Session session, Duration limit) {
            return true;
        }

        @Override
        public void close(Session session) {}

        @Override
        public boolean abort(Session session) {
            return true;
        }

        @Override
        public Move prepare(Target target) {
            return new Move() {
                @Override
                public void apply() {
                    password = String.valueOf(target.password());
                }

                @Override
                public void revert() {
                    password = "first";
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public String whereabouts() {
            return "here";
        }
    }
}
