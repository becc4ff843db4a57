package dev.sluice.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.access.Requester;
import dev.sluice.control.operation.Command;
import dev.sluice.control.operation.CommandParser;
import dev.sluice.control.operation.Commands;
import dev.sluice.control.operation.GivenTexts;
import dev.sluice.control.operation.Operation;
import dev.sluice.control.operation.Operation.Status;
import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.operation.OperationConflict;
import dev.sluice.control.operation.Order;
import dev.sluice.control.operation.UnknownOperation;
import dev.sluice.pool.Lease;
import dev.sluice.pool.failure.OperationInProgress;
import dev.sluice.pool.failure.UnknownPool;
import dev.sluice.pool.failure.WrongState;
import dev.sluice.pool.policy.PoolPolicies;
import dev.sluice.pool.policy.WarmUp;
import dev.sluice.pool.store.Target;
import dev.sluice.testing.Await;
import dev.sluice.testing.FakeStore.Thing;
import dev.sluice.testing.TestPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The runner of operations")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Tag("fast")
class OperationRunnerTest {

    private static final Duration LONG = Duration.ofSeconds(45);

    private final TestPool test =
            TestPool.startedOnThreads(settings -> settings.minSize(2).maxSize(4));
    private final PoolManager manager = new PoolManager();
    private final CountDownLatch held = new CountDownLatch(1);

    @BeforeEach
    void register() {
        manager.register(test.pool);
    }

    @AfterEach
    void close() {
        held.countDown();
        manager.close(Duration.ZERO);
    }

    private static Order order(Command command) {
        return Order.of("orders", command, "ada");
    }

    private static Order keyed(Command command, String key) {
        return new Order("orders", command, Requester.application("ada"), false, null, key);
    }

    /** Returns an operation that runs until {@link #held} is opened. */
    private Operation longOne() {
        test.store.onCreate = attempt -> held.await();
        return manager.start(order(Commands.fill(4)));
    }

    @Test
    @DisplayName("reports an operation from its order to its report, by its id")
    void followed() {
        Operation begun = longOne();
        assertThat(begun.id()).matches("op_1_\\d{19}");
        assertThat(begun.status()).isEqualTo(Status.RUNNING);
        assertThat(begun.actor()).isEqualTo("ada");
        assertThat(begun.parameters()).containsEntry("target", "4");
        assertThat(begun.endedAt()).isNull();
        assertThat(manager.await(begun.id(), Duration.ofMillis(1)).status()).isEqualTo(Status.RUNNING);
        List<Operation> seen = new CopyOnWriteArrayList<>();
        manager.watch(begun.id(), seen::add);

        held.countDown();
        Operation ended = manager.await(begun.id(), LONG);

        assertThat(ended.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(ended.report()).isNotNull();
        assertThat(ended.report().id()).isEqualTo(begun.id());
        assertThat(ended.report().created()).isEqualTo(2);
        assertThat(ended.endedAt()).isNotNull();
        assertThat(manager.operation(begun.id())).isEqualTo(ended);
        assertThat(manager.operations(null)).containsExactly(ended);
        assertThat(seen.get(0).status()).isEqualTo(Status.RUNNING);
        assertThat(seen.get(seen.size() - 1)).isEqualTo(ended);
    }

    @Test
    @DisplayName("X10 refuses a second load test with the id of the first, which shows progress and can be cancelled")
    void loadTest() {
        Command load = OperationCatalogue.command(
                "load-test", "threads", "6", "duration", "5m", "hold", "5ms", "lanes", "high:1 low:2");
        Operation begun = manager.start(order(load));
        assertThat(begun.parameters()).containsEntry("lanes", "high:1 low:2").containsEntry("threads", "6");
        Await.until(
                "progress is shown", () -> manager.operation(begun.id()).step().endsWith(" acquires"));
        assertThatThrownBy(() -> manager.start(order(load)))
                .isInstanceOfSatisfying(
                        OperationInProgress.class, e -> assertThat(e.id()).isEqualTo(begun.id()));

        manager.cancel(begun.id());
        Operation ended = manager.await(begun.id(), LONG);

        assertThat(ended.status()).isEqualTo(Status.CANCELLED);
        assertThat(ended.report()).isNotNull();
        assertThat(ended.report().load()).isNotNull();
        assertThat(ended.report().load().ok()).isPositive();
        assertThat(test.inUse()).isZero();
    }

    @Test
    @DisplayName("X05 warms a pool up to the size of its policy if the order has no target")
    void warmUp() {
        test.pool.reconfigure(
                config -> config.policies(PoolPolicies.NONE.with(new WarmUp(3, 1, true, Duration.ZERO, null, null))));
        Operation begun = manager.start(order(command("warm-up", "")));
        assertThat(manager.await(begun.id(), LONG).status()).isEqualTo(Status.SUCCEEDED);
        assertThat(test.total()).isEqualTo(3);
    }

    @Test
    @DisplayName("refuses a second operation on a pool with the id of the first, and runs operations on other pools")
    void oneAtATime() {
        Operation begun = longOne();
        assertThatThrownBy(() -> manager.start(order(Commands.pause())))
                .isInstanceOfSatisfying(
                        OperationInProgress.class, e -> assertThat(e.id()).isEqualTo(begun.id()));
        assertThat(manager.operations("orders")).hasSize(1);
        held.countDown();
        manager.await(begun.id(), LONG);
        assertThat(manager.perform(order(Commands.pause())).state()).isEqualTo("PAUSED");
    }

    @Test
    @DisplayName("cancels an operation once; completed steps stay")
    void cancelled() throws Exception {
        try (Lease<Thing> lease = test.pool.acquire()) {
            Operation begun = manager.start(order(Commands.drain(Duration.ofHours(1))));
            assertThat(lease.name()).isNotNull();
            manager.cancel(begun.id());
            Operation ended = manager.await(begun.id(), LONG);
            assertThat(ended.status()).isEqualTo(Status.CANCELLED);
            assertThat(ended.problem()).contains("cancelled");
            assertThatThrownBy(() -> manager.cancel(begun.id()))
                    .isInstanceOf(OperationConflict.class)
                    .hasMessageContaining("has ended: CANCELLED");
        }
        assertThatThrownBy(() -> manager.cancel("op_9_9")).isInstanceOf(UnknownOperation.class);
        assertThatThrownBy(() -> manager.operations("nowhere")).isInstanceOf(UnknownPool.class);
    }

    @Test
    @DisplayName("begins an operation once for each key")
    void keys() {
        Operation first = manager.start(keyed(Commands.reset(false), "k1"));
        manager.await(first.id(), LONG);
        long generation = manager.stats("orders").generation();
        assertThat(manager.start(keyed(Commands.reset(false), "k1")).id()).isEqualTo(first.id());
        assertThat(manager.stats("orders").generation()).isEqualTo(generation);
        assertThatThrownBy(() -> manager.start(keyed(Commands.reset(true), "k1")))
                .isInstanceOf(OperationConflict.class)
                .hasMessageContaining(first.id());
        assertThat(manager.start(keyed(Commands.reset(false), "k2")).id()).isNotEqualTo(first.id());
    }

    @Test
    @DisplayName("keeps the keys of different requesters apart, so that no key reveals the order of another requester")
    void foreignKeys() {
        Operation first = manager.start(keyed(Commands.reset(false), "k1"));
        manager.await(first.id(), LONG);
        Order ofEve = new Order("orders", Commands.resume(), Requester.application("eve"), false, null, "k1");
        Operation second = manager.start(ofEve);
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(manager.start(ofEve).id()).isEqualTo(second.id());
        assertThat(manager.start(keyed(Commands.reset(false), "k1")).id()).isEqualTo(first.id());
    }

    @Test
    @DisplayName("keeps no trace of an operation that was refused at once, and its key may be used again")
    void refused() {
        manager.perform(order(Commands.disable()));
        assertThatThrownBy(() -> manager.start(keyed(Commands.resume(), "k"))).isInstanceOf(WrongState.class);
        assertThatThrownBy(() -> manager.start(order(Commands.resize(9, 3))).report())
                .isInstanceOf(IllegalArgumentException.class);
        manager.perform(order(Commands.enable()));
        assertThat(manager.start(keyed(Commands.resume(), "k")).operation()).isEqualTo("resume");
    }

    @Test
    @DisplayName("shows no secret of an operation")
    void secrets() {
        Command one = Commands.switchEndpoint(
                new Target("jdbc:postgresql://h/d?password=hidden1", "u", "hidden2", true), Duration.ofSeconds(1));
        assertThat(one.toString()).doesNotContain("hidden");
        assertThat(one)
                .isEqualTo(Commands.switchEndpoint(
                        new Target("jdbc:postgresql://h/d?password=hidden1", "u", "hidden2", true),
                        Duration.ofSeconds(1)))
                .isNotEqualTo(Commands.switchEndpoint(
                        new Target("jdbc:postgresql://h/d?password=hidden1", "u", "other", true),
                        Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    reset              | force=true
                    expire             | olderThan=10m, tag=feature:billing, generationBefore=3, holder=main
                    renew              | atOnce=2,perSecond=5,mostFailures=1
                    fill               | target=3
                    warm-up            | target=3,atOnce=1
                    flush              | mode=graceful
                    release            | connection=conn_1_1
                    resize             | min=1,max=4
                    drain              | patience=5s
                    close              | mode=force
                    switch-endpoint    | url=jdbc:h2:mem:x,username=sa,writable=false
                    rotate-credentials | password=new,perSecond=2
                    pause              | ''
                    """)
    @DisplayName("reads an order as people type it")
    void text(String operation, String parameters) {
        assertThat(command(operation, parameters).name()).isEqualTo(operation);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    explode | ''              | operation must be one of
                    reset   | force=yes       | force must be true or false: 'yes'
                    reset   | forse=true      | forse is no parameter of reset; known: force
                    resize  | mn=3            | mn is no parameter of resize; known: min, max
                    pause   | for=3s          | for is no parameter of pause; known: none
                    reset   | force           | key=value
                    reset   | force=true,force=true | force is given twice
                    renew   | atOnce=0        | atOnce must be a whole number from 1
                    renew   | perSecond=often | perSecond must be a number
                    fill    | target=many     | target must be a whole number
                    drain   | patience=long   | patience must be a duration
                    expire  | tag=billing     | tag must be key:value
                    flush   | ''              | mode must be given (one of
                    resize  | ''              | max is missing
                    switch-endpoint | writable=true | url must be given
                    rotate-credentials | perSecond=1 | password is missing
                    """)
    @DisplayName("refuses a misspelt parameter by its name")
    void badText(String operation, String parameters, String words) {
        assertThatThrownBy(() -> command(operation, parameters))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }

    private static Command command(String operation, String parameters) {
        return OperationCatalogue.named(operation).command(GivenTexts.ofPairs("parameters", parameters));
    }

    @Test
    @DisplayName("names the deadline and the key of an order among the known parameters")
    void knownOfOrders() {
        assertThatThrownBy(
                        () -> CommandParser.order("orders", "reset", "forse=true", Requester.application("ada"), false))
                .hasMessage("forse is no parameter of reset; known: force, deadline, idempotencyKey");
        assertThatThrownBy(() -> CommandParser.order(
                        "orders", "pause", "for=3s,deadline=1s", Requester.application("ada"), true))
                .hasMessage("for is no parameter of pause; known: deadline, idempotencyKey");
        assertThat(CommandParser.order(
                                "orders",
                                "create-pool",
                                "url=u,max-size=2,deadline=1s",
                                Requester.application("ada"),
                                false)
                        .deadline())
                .isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    @DisplayName("accepts a deadline and a key, which are no parameters of the operation")
    void textOfOrder() {
        assertThat(CommandParser.order(
                        "orders",
                        "reset",
                        "force=true,deadline=30s,idempotencyKey=a\\,b",
                        Requester.application("jmx"),
                        true))
                .isEqualTo(new Order(
                        "orders",
                        Commands.reset(true),
                        Requester.application("jmx"),
                        true,
                        Duration.ofSeconds(30),
                        "a,b"));
        assertThat(CommandParser.order("orders", "pause", "", Requester.application("jmx"), false))
                .isEqualTo(Order.of("orders", Commands.pause(), "jmx"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    deadline=0s        | deadline must be a duration from 1 ms
                    deadline=-1s       | deadline must be a duration from 1 ms
                    deadline=soon      | deadline must be a duration
                    idempotencyKey=    | idempotencyKey must be a name of 1 to 200 characters
                    """)
    @DisplayName("refuses an invalid parameter")
    void badTextOfOrder(String parameters, String words) {
        assertThatThrownBy(
                        () -> CommandParser.order("orders", "reset", parameters, Requester.application("jmx"), false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }
}
