package dev.sluice.adapter.jmx;

import static dev.sluice.adapter.jmx.ExportedPools.ORDERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolEvent;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The notifications of pools for JMX clients. */
@Timeout(30)
@Tag("fast")
class PoolNotificationsTest {

    private final ExportedPools here = new ExportedPools();
    private final List<Notification> told = new ArrayList<>();
    private ManagedPool<Thing> pool;

    @BeforeEach
    void listen() throws Exception {
        pool = here.start("orders");
        here.server.addNotificationListener(
                new ObjectName(ORDERS), (notification, handback) -> told.add(notification), null, null);
    }

    @AfterEach
    void release() {
        here.close();
    }

    private List<String> types() {
        return told.stream().map(Notification::getType).toList();
    }

    @Test
    void a_completed_operation_is_told_with_its_event_as_composite_data() throws Exception {
        here.invoke(ORDERS, "reset");
        here.invoke(ORDERS, "fill");

        assertThat(types()).containsExactly("sluice.pool.operation.reset", "sluice.pool.operation.fill");
        assertThat(told).extracting(Notification::getSequenceNumber).containsExactly(1L, 2L);
        assertThat(told.get(0).getMessage())
                .matches("pool 'orders': reset completed, created 10 \\[op_1_\\d+ by jmx: ada: force=false]");
        assertThat(told.get(0).getSource()).isEqualTo(new ObjectName(ORDERS));
        assertThat(told.get(0).getTimeStamp()).isEqualTo(here.time.instant().toEpochMilli());
        assertThat(((CompositeData) told.get(0).getUserData()).get("count")).isEqualTo(10L);
    }

    @DisplayName("M06: a full pool is reported at most once a second")
    @Test
    void a_full_pool_is_told_at_most_once_a_second() throws Exception {
        Caller.start(
                        () -> { // by another thread: one that waits for itself would be refused
                            for (int i = 0; i < 20; i++) {
                                pool.acquire();
                            }
                            return null;
                        })
                .result();
        // whoever is told that the pool is full gives up as soon as it begins to wait
        pool.addListener(event -> {
            if (event.type() == PoolEvent.Type.SATURATED) {
                Thread.currentThread().interrupt();
            }
        });

        giveUp();
        giveUp();
        assertThat(types()).containsExactly("sluice.pool.saturated");
        assertThat(told.get(0).getMessage()).isEqualTo("pool 'orders': full (20/20), callers wait");

        here.time.advance(Duration.ofSeconds(1));
        giveUp();
        assertThat(types()).containsExactly("sluice.pool.saturated", "sluice.pool.saturated");
    }

    private void giveUp() {
        assertThatThrownBy(pool::acquire).isInstanceOf(InterruptedException.class);
    }

    @DisplayName("X15: a leak is reported with holder and tags, and its release is reported, too")
    @Test
    void a_leak_is_told() throws Exception {
        Lease<Thing> lease =
                pool.acquire(AcquireRequest.DEFAULT.withTenant("acme").withTag("feature", "billing"));

        here.time.advance(Duration.ofMinutes(1));

        assertThat(types()).containsExactly("sluice.pool.leak");
        assertThat(told.get(0).getMessage())
                .isEqualTo("pool 'orders': " + lease.name() + " was not released for 40 s: held by thread "
                        + Thread.currentThread().getName() + ", tenant acme, tags {feature=billing}");
        CompositeData event = (CompositeData) told.get(0).getUserData();
        assertThat(event.get("connection")).isEqualTo(lease.name());
        assertThat(event.get("count")).isEqualTo(Duration.ofSeconds(40).toNanos());

        lease.close();

        assertThat(types()).containsExactly("sluice.pool.leak", "sluice.pool.leak.ended");
        assertThat(told.get(1).getMessage()).isEqualTo("pool 'orders': " + lease.name() + " was released after 60 s");
    }

    @DisplayName("X15: a broken leak is reported, too")
    @Test
    void a_leak_that_is_taken_away_is_told() throws Exception {
        String name = pool.acquire().name();
        here.time.advance(Duration.ofMinutes(1));

        here.invoke(ORDERS, "release", name);

        assertThat(types())
                .containsExactly("sluice.pool.leak", "sluice.pool.leak.ended", "sluice.pool.operation.release");
        assertThat(told.get(1).getMessage()).isEqualTo("pool 'orders': " + name + " was broken after 60 s");
    }

    @Test
    void the_end_of_a_pool_is_the_last_that_is_told() {
        here.manager.close();

        assertThat(types()).containsExactly("sluice.pool.closed");
    }

    @Test
    void a_pool_that_is_no_longer_shown_tells_nothing() {
        here.exporter.close();

        pool.reset(false);

        assertThat(told).isEmpty();
    }

    @Test
    void a_listener_that_throws_does_not_disturb_the_pool() throws Exception {
        here.server.addNotificationListener(
                new ObjectName(ORDERS),
                (notification, handback) -> {
                    throw new IllegalStateException("listener");
                },
                null,
                null);

        assertThat(pool.reset(false).complete()).isTrue();
        assertThat(types()).containsExactly("sluice.pool.operation.reset");
    }
}
