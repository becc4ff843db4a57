package dev.sluice.generic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.Lease;
import dev.sluice.pool.failure.InvalidConnection;
import dev.sluice.pool.failure.ReleaseRefused.Reason;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class DiscardTest {

    @Test
    @DisplayName("G06 a discarded resource is closed, and its waiter receives a new one")
    void replaced() throws Exception {
        Things test = Things.onFakeTime(settings -> settings.maxSize(1));
        Lease<Thing> held = test.pool.acquire();
        Caller<Lease<Thing>> waiter = test.queue(Things.LONG);

        test.pool.discard(held);

        Thing fresh = waiter.result().resource();
        assertThat(fresh).isNotSameAs(held.resource());
        assertThat(held.resource().closes).hasValue(1);
        GenericStats stats = test.pool.stats();
        assertThat(stats.misses()).isEqualTo(2);
        assertThat(stats.discards()).isEqualTo(1);
        assertThat(stats.puts()).isZero();
        assertThat(stats.len()).isEqualTo(1);
    }

    @Test
    @DisplayName("G07 a null, a foreign and a released lease are refused; only the refusals are counted")
    void invalid() throws Exception {
        Things test = Things.onFakeTime(settings -> settings);
        Lease<Thing> over = test.pool.acquire();
        over.close();
        Things other = Things.onFakeTime(settings -> settings);
        Lease<Thing> foreign = other.pool.acquire();
        GenericStats before = test.pool.stats();

        refuse(test, null, Reason.NULL);
        refuse(test, foreign, Reason.UNKNOWN);
        refuse(test, over, Reason.NOT_IN_USE);

        assertThat(test.pool.stats())
                .usingRecursiveComparison()
                .ignoringFields("rejects")
                .isEqualTo(before);
        assertThat(test.pool.stats().rejects()).isEqualTo(6);
        assertThat(over.resource().closes).hasValue(0);
        foreign.close();
        assertThat(foreign.resource().closes)
                .as("it was not discarded in its own pool")
                .hasValue(0);
    }

    private static void refuse(Things test, Lease<Thing> lease, Reason reason) {
        assertThatThrownBy(() -> test.pool.release(lease))
                .isInstanceOfSatisfying(
                        InvalidConnection.class, e -> assertThat(e.reason()).isEqualTo(reason));
        assertThatThrownBy(() -> test.pool.discard(lease)).isInstanceOf(InvalidConnection.class);
    }

    @Test
    @DisplayName("G07 a second release does not take the resource from its next holder")
    void afterReLend() throws Exception {
        Things test = Things.onFakeTime(settings -> settings.maxSize(1));
        Lease<Thing> first = test.pool.acquire();
        first.close();
        Lease<Thing> second = test.pool.acquire();
        assertThat(second.resource()).isSameAs(first.resource());

        assertThatThrownBy(() -> test.pool.release(first)).isInstanceOf(InvalidConnection.class);
        assertThatThrownBy(() -> test.pool.discard(first)).isInstanceOf(InvalidConnection.class);

        assertThat(test.pool.stats().active()).isEqualTo(1);
        test.pool.release(second);
        assertThat(second.resource().isClosed()).isFalse();
        assertThat(test.pool.stats().discards()).isZero();
    }
}
