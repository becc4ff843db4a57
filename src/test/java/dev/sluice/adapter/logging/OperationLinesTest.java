package dev.sluice.adapter.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.access.Requester;
import dev.sluice.control.operation.Command;
import dev.sluice.control.operation.Commands;
import dev.sluice.control.operation.FlushMode;
import dev.sluice.control.operation.Order;
import dev.sluice.pool.CloseMode;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolEvent;
import dev.sluice.pool.PoolEvent.Type;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.operation.LeaseSelector;
import dev.sluice.pool.operation.OperationReport;
import dev.sluice.pool.operation.Pace;
import dev.sluice.pool.operation.Selector;
import dev.sluice.testing.FakeStore.Thing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The log of a pool that is operated. */
@Timeout(30)
@Tag("fast")
class OperationLinesTest {

    private final LoggedPool here = new LoggedPool();

    @AfterEach
    void release() {
        here.close();
    }

    @DisplayName("M12: a reset is logged at its begin, and at its end with the created connections")
    @Test
    void a_reset_is_told_when_it_begins_and_ends() {
        ManagedPool<Thing> pool = here.start();
        here.log.clear();

        pool.reset(false);

        assertThat(here.log.lines()).hasSize(2);
        assertThat(here.log.lines().get(0)).endsWith(": Resetting connection pool...");
        assertThat(here.log.lines().get(1)).endsWith(": Pool reset with 10 connections");
    }

    @DisplayName("M14: a failed creation of a reset is logged, with the number of the attempt")
    @Test
    void what_a_reset_could_not_create_again_is_told() {
        ManagedPool<Thing> pool = here.start();
        here.store.onCreate = attempt -> {
            if (attempt == 12) {
                throw new IllegalStateException("no route");
            }
        };

        pool.reset(false);

        assertThat(here.log.with("Error recreating connection 2: no route")).hasSize(1);
        assertThat(here.log.with("Pool reset with 9 connections")).hasSize(1);
    }

    @DisplayName("an operation that failed in part is logged as not completed, with the reason, and never as completed")
    @Test
    void incomplete() {
        ManagedPool<Thing> pool = here.start();
        here.store.onCreate = attempt -> {
            throw new IllegalStateException("no route");
        };

        pool.fill(12);

        assertThat(here.log.with("Fill not completed: no route")).hasSize(1);
        assertThat(here.log.with("Fill completed")).isEmpty();
    }

    @DisplayName("M15: connections retired by expire are logged as forcibly expired, by housekeeping as expired")
    @Test
    void an_expire_is_told_connection_by_connection() {
        ManagedPool<Thing> pool = here.start(
                config -> config.maxLifetime(Duration.ofSeconds(60)).maintenanceInterval(Duration.ofHours(1)));
        pool.fill(20);
        pool.setVerbose(true);
        here.time.advance(Duration.ofSeconds(61));
        here.log.clear();

        pool.expire(Selector.PAST_LIFETIME);

        assertThat(here.log.with("Request to expire old connections")).hasSize(1);
        assertThat(here.log.with(" forcibly expired")).hasSize(20);
        assertThat(here.log.with("Creating 10 connections to reach minimum")).hasSize(1);
        assertThat(here.log.with("New connection conn_")).hasSize(10).allMatch(line -> line.endsWith(" added to pool"));
        here.log.clear();

        here.time.advance(Duration.ofHours(1));

        assertThat(here.log.with(" expired due to lifetime")).hasSize(10);
        assertThat(here.log.with(" forcibly expired")).isEmpty();
    }

    @DisplayName("M15: connections of an operator's selector are logged as forcibly expired, too")
    @Test
    void what_a_selector_matches_is_told_as_forcibly_expired() {
        ManagedPool<Thing> pool = here.start();
        pool.setVerbose(true);
        here.time.advance(Duration.ofSeconds(5));

        pool.expire(new Selector(Duration.ofSeconds(1), null, null));

        assertThat(here.log.with(" forcibly expired")).hasSize(10);
    }

    @DisplayName("M18: a second expire while one runs is logged")
    @Test
    void a_second_expire_while_one_runs_is_told() {
        ManagedPool<Thing> pool = here.start();
        here.time.advance(Duration.ofSeconds(5));
        List<Throwable> refusals = new ArrayList<>();
        here.store.onClose = thing -> {
            try {
                pool.expire(Selector.PAST_LIFETIME);
            } catch (OperationInProgress e) {
                refusals.add(e);
            }
        };

        pool.expire(new Selector(Duration.ofSeconds(1), null, null));

        assertThat(refusals).hasSize(10);
        assertThat(here.log.with("Expire request already in progress")).hasSize(10);
    }

    @DisplayName("M19: a fill logs each connection, and a fill without work logs that")
    @Test
    void a_fill_tells_each_connection() {
        ManagedPool<Thing> pool = here.start();
        pool.setVerbose(true);

        pool.fill(20);
        assertThat(here.log.with("Request to fill pool")).hasSize(1);
        assertThat(here.log.with("Additional connection conn_"))
                .hasSize(10)
                .allMatch(line -> line.endsWith(" created"));

        pool.fill(20);
        assertThat(here.log.with("Pool already at maximum (20 connections)")).hasSize(1);
    }

    @DisplayName("a dry run of any operation has no line, no event and no notification")
    @Test
    void a_dry_run_leaves_no_trace() {
        ManagedPool<Thing> pool = here.start();
        List<PoolEvent> heard = new ArrayList<>();
        pool.addListener(heard::add);
        List<PoolEvent> before = pool.recentEvents(1000);
        here.log.clear();

        for (Command command : List.of(
                Commands.reset(true),
                Commands.expire(Selector.PAST_LIFETIME),
                Commands.renew(Pace.ONE_BY_ONE),
                Commands.fill(12),
                Commands.warmUp(12, 2),
                Commands.validate(),
                Commands.flush(FlushMode.ALL),
                Commands.flush(FlushMode.LEAK),
                Commands.release(new LeaseSelector(null, Duration.ZERO, Map.of(), null, null)),
                Commands.resize(11, 12),
                Commands.pause(),
                Commands.resume(),
                Commands.disable(),
                Commands.enable(),
                Commands.drain(Duration.ZERO),
                Commands.resetStatistics(),
                Commands.close(CloseMode.FORCE, Duration.ZERO))) {
            OperationReport report =
                    here.manager.perform(new Order("orders", command, Requester.application("ada"), true, null, null));
            assertThat(report.dryRun()).isTrue();
        }

        assertThat(here.log.lines()).isEmpty();
        assertThat(heard).isEmpty();
        assertThat(pool.recentEvents(1000)).isEqualTo(before);
    }

    @DisplayName("each line and event of an operation has its id, its actor and its parameters")
    @Test
    void an_ordered_operation_is_told_with_its_order() {
        ManagedPool<Thing> pool = here.start();
        here.log.clear();
        Selector aged = new Selector(Duration.ofSeconds(90), null, null);

        String id = here.manager
                .perform(Order.of("orders", Commands.expire(aged), "http: ada"))
                .id();

        String order = id + " by http: ada: olderThan=90 s";
        assertThat(here.log.lines()).hasSize(2);
        assertThat(here.log.lines().get(0)).endsWith(": Request to expire old connections [" + order + "]");
        assertThat(here.log.lines().get(1))
                .endsWith(": Expire completed, 0 connections created (total: 10/20) [" + order + "]");
        assertThat(pool.recentEvents(1000))
                .filteredOn(event -> event.type() == Type.OPERATION_COMPLETED)
                .extracting(PoolEvent::order)
                .containsExactly(order);
        here.manager.close(Duration.ZERO);
    }

    @DisplayName("a forced reset has one line for all connections that it cannot create, and their number")
    @Test
    void a_reset_that_fails_is_told_once() {
        ManagedPool<Thing> pool = here.start();
        here.store.onCreate = attempt -> {
            throw new IllegalStateException("Connection attempt timed out");
        };

        pool.reset(true);

        assertThat(here.log.with("Error recreating connection")).hasSize(1);
        assertThat(here.log.with("Reset not completed: Connection attempt timed out; the pool has 0 connections,"
                        + " 10 below its minimum of 10 (10 connections could not be created)"))
                .hasSize(1);
    }

    @Test
    void a_connection_that_is_taken_from_its_holder_is_always_told() throws Exception {
        ManagedPool<Thing> pool = here.start();
        Lease<Thing> lease = pool.acquire();

        pool.reclaim(lease.name());

        assertThat(here.log.with("Connection " + lease.name() + " was taken from its holder and closed"))
                .hasSize(1);
    }
}
