package dev.sluice.adapter.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.pool.AcquireRequest;
import dev.sluice.pool.Lease;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.leak.LeakStacks;
import dev.sluice.pool.operation.OperationContext;
import dev.sluice.pool.operation.OperationContext.Follower;
import dev.sluice.testing.Caller;
import dev.sluice.testing.FakeStore.Thing;
import java.time.Duration;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The log of a pool: its life, its connections, its troubles. */
@Timeout(30)
@Tag("fast")
class LogWatcherTest {

    private final LoggedPool here = new LoggedPool();

    @AfterEach
    void release() {
        here.close();
    }

    @DisplayName("M01: the start is logged once, under the category of the pool, with an id")
    @Test
    void the_start_is_told_once() {
        here.start();

        assertThat(here.log.lines())
                .containsExactly(
                        "INFO dev.sluice.pool.orders SLUICE000001: Connection pool initialized with 10 connections");
    }

    @Test
    void a_pool_that_is_added_twice_has_one_set_of_lines() {
        ManagedPool<Thing> pool = here.make(config -> config);
        here.watcher.added(pool);
        here.manager.register(pool);
        here.watcher.added(pool);

        pool.start().join();

        assertThat(here.log.with("initialized")).hasSize(1);
    }

    @DisplayName("a pool that an operator creates is logged with the order, when it is added")
    @Test
    void a_creation_is_told_with_its_order() {
        ManagedPool<Thing> pool = here.make(config -> config.minSize(2));
        pool.launch(new OperationContext("op_1_1", false, null, Follower.NONE).orderedBy("op_1_1 by http: ada"));
        here.manager.register(pool);

        assertThat(here.log.lines())
                .extracting(line -> line.substring(line.indexOf(": ") + 2))
                .containsExactly(
                        "Request to create pool [op_1_1 by http: ada]",
                        "Creation of the pool completed, 2 connections created (total: 2/20) [op_1_1 by http: ada]");
    }

    @DisplayName("M03: obtained and released have a line each in a verbose pool")
    @Test
    void obtained_and_released_have_a_line_each() throws Exception {
        ManagedPool<Thing> pool = here.start();
        pool.setVerbose(true);
        here.log.clear();

        Lease<Thing> lease = pool.acquire();
        lease.close();

        assertThat(here.log.lines())
                .containsExactly(
                        "INFO dev.sluice.pool.orders SLUICE000101: Connection " + lease.name() + " obtained from pool",
                        "INFO dev.sluice.pool.orders SLUICE000103: Connection " + lease.name() + " released");
    }

    @DisplayName("M27: leases of single connections are logged at DEBUG, and at INFO while the pool is verbose")
    @Test
    void lines_about_single_connections_can_be_switched_while_the_pool_runs() throws Exception {
        ManagedPool<Thing> pool = here.start();
        pool.reset(false);
        pool.acquire().close();
        assertThat(here.log.with("Connection conn_")).isEmpty();
        assertThat(here.log.with("Resetting connection pool...")).hasSize(1);

        here.manager.setVerbose("orders", true);
        pool.acquire().close();
        assertThat(here.log.with("Connection conn_")).hasSize(2).allMatch(line -> line.startsWith("INFO"));

        here.manager.setVerbose("orders", false);
        pool.acquire().close();
        assertThat(here.log.with("Connection conn_")).hasSize(2);
    }

    @DisplayName("M27: without verbose they are there at level DEBUG")
    @Test
    void without_verbose_single_connections_are_told_at_debug() throws Exception {
        ManagedPool<Thing> pool = here.start(config -> config.validateAfterIdle(Duration.ofMinutes(1)));
        try (CapturedLog all = new CapturedLog("dev.sluice.pool.orders", Level.ALL)) {
            here.time.advance(Duration.ofSeconds(10)); // so often it is asked whether the log wants to have them
            pool.acquire().close();

            assertThat(all.with("Connection conn_")).hasSize(2).allMatch(line -> line.startsWith("DEBUG"));
        }
    }

    @DisplayName("M05: growth on demand is logged with the numbers")
    @Test
    void growing_on_demand_is_told_with_the_numbers() throws Exception {
        ManagedPool<Thing> pool = here.start();
        pool.setVerbose(true);

        takeAll(11, pool);

        assertThat(here.log.with("New connection conn_11_"))
                .singleElement()
                .asString()
                .endsWith(" created on demand (total: 11/20)");
        assertThat(here.log.with("obtained after waiting")).hasSizeLessThanOrEqualTo(1);
    }

    @DisplayName("M06: a full pool warns at most once a second; verbose, each waiter has a line")
    @Test
    void a_full_pool_warns_at_most_once_a_second() throws Exception {
        ManagedPool<Thing> pool = here.start(config -> config.minSize(0).shortestWait(Duration.ZERO));
        Caller.start(
                        () -> { // by another thread: one that waits for itself would be refused
                            takeAll(20, pool);
                            return null;
                        })
                .result();
        // whoever is told that the pool is full gives up as soon as it begins to wait
        pool.addListener(event -> Thread.currentThread().interrupt());
        String line = "Pool at maximum limit (20/20), waiting for available connection...";

        giveUp(3, pool);
        assertThat(here.log.with(line)).singleElement().asString().startsWith("WARN");

        pool.setVerbose(true);
        giveUp(2, pool);
        assertThat(here.log.with(line)).hasSize(3);

        here.time.advance(Duration.ofSeconds(1));
        giveUp(1, pool);
        assertThat(here.log.with("(4 more callers since the last such line)"))
                .singleElement()
                .asString()
                .startsWith("WARN")
                .contains(line);
    }

    private static void takeAll(int count, ManagedPool<Thing> pool) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            pool.acquire();
        }
    }

    /** Makes the given number of callers wait, and interrupts them. */
    private static void giveUp(int times, ManagedPool<Thing> pool) {
        for (int i = 0; i < times; i++) {
            assertThatThrownBy(pool::acquire).isInstanceOf(InterruptedException.class);
        }
    }

    @DisplayName("M21: maintenance is logged if a connection expired")
    @Test
    void the_look_at_the_pool_is_told_when_something_expired() {
        ManagedPool<Thing> pool =
                here.start(config -> config.idleTimeout(Duration.ZERO).backgroundValidation(Duration.ofMinutes(5)));
        pool.fill(12);
        here.time.advance(Duration.ofMinutes(4));
        assertThat(here.log.with("Pool Status")).isEmpty();
        here.store.all().stream().limit(3).forEach(thing -> thing.dead = true);

        here.time.advance(Duration.ofMinutes(2));

        assertThat(here.log.with("Pool Status - Total: 9, Valid: 9, Available: 9, In use: 0, Expired: 3"))
                .hasSize(1);
        assertThat(here.log.with("Creating 1 connection to reach minimum")).hasSize(1);
    }

    @DisplayName("M24: each of the first connections that could not be created has a line")
    @Test
    void each_first_connection_that_failed_has_a_line() {
        here.store.onCreate = attempt -> {
            if (attempt <= 3) {
                throw new IllegalStateException("refused: no route");
            }
        };

        here.start();

        for (int i = 1; i <= 3; i++) {
            assertThat(here.log.with("Error creating initial connection " + i + ": refused: no route"))
                    .hasSize(1);
        }
        assertThat(here.log.with("Connection pool initialized with 7 connections"))
                .hasSize(1);
        assertThat(here.log.with("hush")).isEmpty();
    }

    @DisplayName("X15: each leak has one WARN, with where it was acquired, and a line when it is released")
    @Test
    void each_leak_has_one_warning_with_its_stack() throws Exception {
        ManagedPool<Thing> pool = here.start(
                config -> config.minSize(1).leakStacks(LeakStacks.ALL).maxLifetime(Duration.ZERO));
        here.log.clear();
        Lease<Thing> lease = borrowForBilling(pool);

        here.time.advance(Duration.ofMinutes(5));

        assertThat(here.log.lines())
                .singleElement()
                .isEqualTo("WARN dev.sluice.pool.orders SLUICE000057: Connection " + lease.name()
                        + " of pool 'orders' has not been released for 40 s: held by thread "
                        + Thread.currentThread().getName() + ", tenant acme, tags {feature=billing}");
        assertThat(here.log.stacks()).singleElement().satisfies(stack -> {
            assertThat(stack).hasMessageStartingWith("acquired here, by thread ");
            assertThat(stack.getStackTrace()[0].getMethodName()).isEqualTo("borrowForBilling");
        });
        here.log.clear();

        lease.close();

        assertThat(here.log.lines())
                .containsExactly("INFO dev.sluice.pool.orders SLUICE000021: Connection " + lease.name()
                        + ", reported as a leak, was released after 300 s");
    }

    private static Lease<Thing> borrowForBilling(ManagedPool<Thing> pool) throws InterruptedException {
        return pool.acquire(AcquireRequest.DEFAULT.withTenant("acme").withTag("feature", "billing"));
    }

    @DisplayName("M26: the end is logged step by step, once")
    @Test
    void the_end_is_told_step_by_step() {
        ManagedPool<Thing> pool = here.start();
        here.log.clear();

        pool.close();
        pool.close();

        assertThat(here.log.lines())
                .extracting(line -> line.substring(line.indexOf(": ") + 2))
                .containsExactly("Stopping pool maintenance", "Closing connection pool...", "Connection pool closed");
    }
}
