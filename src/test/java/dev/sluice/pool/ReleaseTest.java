package dev.sluice.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.ReleaseRefused;
import dev.sluice.pool.failure.ReleaseRefused.Reason;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("fast")
class ReleaseTest {

    private final TestPool test = TestPool.started(UnaryOperator.identity());

    private void assertRefused(ThrowingCallable call, Reason reason, String words) {
        PoolStats before = test.pool.stats();
        assertThatThrownBy(call).asInstanceOf(type(ReleaseRefused.class)).satisfies(refused -> {
            assertThat(refused.reason()).isEqualTo(reason);
            assertThat(refused.getMessage()).contains(words);
            assertThat(refused.pool()).isEqualTo("orders");
        });
        assertThat(test.pool.stats()).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    @DisplayName("M11 releasing null is refused, as no connection was given")
    void nothing() {
        assertRefused(
                () -> test.pool.release(null), Reason.NULL, "pool 'orders': release refused: no connection was given");
    }

    @Test
    @DisplayName("M11 releasing the lease of another pool is refused, because this pool has no such connection")
    void foreign() throws Exception {
        TestPool other = TestPool.started(UnaryOperator.identity());
        Lease<Thing> foreign = other.acquire();

        assertRefused(() -> test.pool.release(foreign), Reason.UNKNOWN, "has no connection of this name");
        assertThat(other.inUse()).as("it is still out of the other").isEqualTo(1);
    }

    @Test
    @DisplayName("M11 releasing a second time is refused, as the connection is not in use")
    void twice() throws Exception {
        Lease<Thing> lease = test.acquire();
        test.pool.release(lease);

        assertRefused(
                () -> test.pool.release(lease),
                Reason.NOT_IN_USE,
                "pool 'orders': release of " + lease.name()
                        + " refused: the connection is not in use; its lease has ended");
    }

    @Test
    @DisplayName("M11 a release by the operator does not end the next lease of the connection")
    void lateSecondRelease() throws Exception {
        Lease<Thing> first = test.acquire();
        first.close();
        Lease<Thing> second = test.acquire();
        assertThat(second.name()).isEqualTo(first.name());

        assertRefused(() -> test.pool.release(first), Reason.NOT_IN_USE, "not in use");
        first.close();

        assertThat(test.inUse()).isEqualTo(1);
    }

    @Test
    @DisplayName("closing a lease twice is harmless and counts once")
    void closeTwice() throws Exception {
        Lease<Thing> lease = test.acquire();
        lease.close();
        lease.close();

        assertThat(test.pool.stats().counters().released()).isEqualTo(1);
        assertThat(test.pool.stats().available()).isEqualTo(10);
        assertThat(test.events.of(Type.RETURNED)).hasSize(1);
    }

    @Test
    @DisplayName("a lease may be closed by another thread")
    void otherThread() throws Exception {
        Lease<Thing> lease = test.acquire();
        Thread other = new Thread(lease::close);
        other.start();
        other.join();

        assertThat(test.inUse()).isZero();
    }

    @Test
    @DisplayName("a lease that was marked as broken is closed once, and replaced if it counts toward the minimum")
    void invalidated() throws Exception {
        Lease<Thing> lease = test.acquire();
        lease.invalidate();
        assertThat(lease.resource().isClosed()).as("not before it is released").isFalse();

        lease.close();

        assertThat(lease.resource().closes).hasValue(1);
        assertThat(test.names()).doesNotContain(lease.name()).hasSize(10);
        assertThat(test.events.historyOf(lease.name()))
                .containsExactly(Type.CREATED, Type.LENT, Type.RETURNED, Type.CLOSED);
    }

    @Test
    @DisplayName("M11 releasing a closed connection is refused, because the pool has no such connection")
    void gone() throws Exception {
        Lease<Thing> lease = test.acquire();
        lease.invalidate();
        lease.close();

        assertRefused(() -> test.pool.release(lease), Reason.UNKNOWN, "has no connection of this name");
    }

    @Test
    @DisplayName("a resource whose close fails counts as closed: its place is free, the failure counted and reported")
    void closeFails() throws Exception {
        TestPool small = TestPool.started(settings -> settings.minSize(1).maxSize(1));
        small.store.onClose = thing -> {
            throw new IllegalStateException("will not close");
        };
        Lease<Thing> lease = small.acquire();
        lease.invalidate();
        lease.close();

        assertThat(small.pool.stats().counters().closeFailures()).isEqualTo(1);
        assertThat(small.events.of(Type.CLOSE_FAILED))
                .singleElement()
                .satisfies(event -> assertThat(event.words()).contains("will not close"));
        assertThat(small.acquire().name()).isNotEqualTo(lease.name());
    }

    @Test
    @DisplayName(
            "an operator releases a connection: it is closed during the lease, and the holder's own release is harmless")
    void reclaimed() throws Exception {
        Lease<Thing> lease = test.acquire();

        var report = test.pool.reclaim(lease.name());

        assertThat(report.broken()).containsExactly(lease.name());
        assertThat(lease.resource().closes).hasValue(1);
        assertThat(test.inUse()).isZero();
        lease.close();
        assertThat(lease.resource().closes).hasValue(1);
        assertThat(test.pool.stats().counters().released()).isEqualTo(1);
        assertThat(test.total()).as("refilled to the minimum").isEqualTo(10);
    }

    @Test
    @DisplayName("M11 a release by an operator is refused for no name, an unknown name and an idle connection")
    void reclaimRefused() {
        assertRefused(() -> test.pool.reclaim((String) null), Reason.NOTHING_SELECTED, "no lease is selected");
        assertRefused(() -> test.pool.reclaim(" "), Reason.NOTHING_SELECTED, "no lease is selected");
        assertRefused(() -> test.pool.reclaim("conn_99_1"), Reason.UNKNOWN, "has no connection of this name");
        assertRefused(() -> test.pool.reclaim(test.names().get(0)), Reason.NOT_IN_USE, "not in use");
        assertThat(test.events.of(Type.OPERATION_REQUESTED))
                .as("what is refused was not begun")
                .isEmpty();
    }

    @Test
    @DisplayName(
            "G07 a discarded resource is closed; null, a foreign lease and an ended one are refused without effect")
    void discard() throws Exception {
        Lease<Thing> foreign = TestPool.started(UnaryOperator.identity()).acquire();
        Lease<Thing> over = test.acquire();
        over.close();
        assertRefused(() -> test.pool.discard(null), Reason.NULL, "no connection was given");
        assertRefused(() -> test.pool.discard(foreign), Reason.UNKNOWN, "has no connection of this name");
        assertRefused(() -> test.pool.discard(over), Reason.NOT_IN_USE, "not in use");
        foreign.close();
        assertThat(foreign.resource().isClosed()).isFalse();
        assertThat(over.resource().isClosed()).isFalse();

        Lease<Thing> broken = test.acquire();
        test.pool.discard(broken);

        assertThat(broken.resource().isClosed()).isTrue();
        assertThat(test.pool.stats().counters().discarded()).isEqualTo(1);
    }
}
