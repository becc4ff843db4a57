package dev.sluice.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.access.AccessDenied;
import dev.sluice.access.AuditEvent;
import dev.sluice.access.AuditEvent.ChangeOutcome;
import dev.sluice.access.AuditTrail;
import dev.sluice.access.AuditUnavailable;
import dev.sluice.access.Guard;
import dev.sluice.access.PoolScope;
import dev.sluice.access.Principal;
import dev.sluice.access.Requester;
import dev.sluice.access.Role;
import dev.sluice.access.Surface;
import dev.sluice.control.operation.Operation;
import dev.sluice.control.operation.OperationCatalogue;
import dev.sluice.control.operation.OperationEntry;
import dev.sluice.control.operation.OperationEntry.ParameterPlace;
import dev.sluice.control.operation.OperatorLimits;
import dev.sluice.control.operation.Order;
import dev.sluice.control.operation.UnknownOperation;
import dev.sluice.control.policy.PolicyRules;
import dev.sluice.pool.ManagedPool;
import dev.sluice.pool.PoolConfig;
import dev.sluice.pool.PoolQueue;
import dev.sluice.pool.PoolRuntime;
import dev.sluice.pool.PoolState;
import dev.sluice.pool.failure.WrongState;
import dev.sluice.testing.FakeStore;
import dev.sluice.testing.FakeTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("fast")
@Timeout(30)
@DisplayName("The port for requests from outside")
class GuardedControlTest {

    private final List<AuditEvent> audit = new ArrayList<>();
    private final FakeTime time = new FakeTime();
    private AuditTrail trail = audit::add;
    private final PoolManager pools = new PoolManager(event -> trail.write(event), new OperatorLimits(30));
    private Requester requester = anonymous();
    private final GuardedControl control =
            new GuardedControl(pools, () -> requester, new Guard(event -> trail.write(event)));

    GuardedControlTest() {
        start("orders");
        start("reports");
    }

    private void start(String name) {
        PoolConfig config = PoolConfig.builder().minSize(1).maxSize(4).build();
        PoolRuntime runtime = new PoolRuntime(time, time, Runnable::run, () -> 0.5);
        ManagedPool<FakeStore.Thing> pool = new ManagedPool<>(name, config, new FakeStore(), runtime);
        pools.register(pool);
        pool.start().join();
    }

    private static Requester anonymous() {
        return new Requester(null, "192.0.2.7", Surface.HTTP);
    }

    private static Requester with(Role role, String... names) {
        PoolScope scope = names.length == 0 ? PoolScope.ALL : PoolScope.of(List.of(names));
        return new Requester(new Principal("ada", Set.of(role), scope), "192.0.2.7", Surface.HTTP);
    }

    private void ask(Role role, String... names) {
        requester = with(role, names);
        audit.clear();
    }

    private Order order(String pool, String operation) {
        return Order.of(pool, OperationCatalogue.command(operation), requester);
    }

    private AuditEvent denial() {
        assertThat(audit).as("audited").hasSize(1);
        assertThat(audit.get(0).outcome()).isEqualTo(ChangeOutcome.DENIED);
        return audit.get(0);
    }

    private static List<Consumer<PoolControl>> reads() {
        return List.of(
                port -> port.stats("orders"),
                port -> port.probedStats("orders"),
                port -> port.events("orders", 5),
                port -> port.readiness("orders"),
                port -> port.readinessAsKnown("orders"),
                port -> port.isVerbose("orders"),
                port -> port.operations("orders"),
                port -> port.policy("orders"),
                port -> port.leaks("orders", false),
                port -> port.queue("orders", false),
                port -> port.gaveUp("orders"));
    }

    private static List<Consumer<PoolControl>> lists() {
        return List.of(PoolControl::names, port -> port.readiness(List.of("orders")), port -> port.operations(null));
    }

    @Test
    @DisplayName("refuses each read without an identity, and audits the denial")
    void anonymousReads() {
        for (Consumer<PoolControl> read : reads()) {
            audit.clear();
            assertThatThrownBy(() -> read.accept(control))
                    .isInstanceOfSatisfying(
                            AccessDenied.class, e -> assertThat(e.isAnonymous()).isTrue());
            assertThat(denial().requester()).isEqualTo(requester);
            assertThat(denial().target()).isEqualTo("orders");
        }
        for (Consumer<PoolControl> list : lists()) {
            audit.clear();
            assertThatThrownBy(() -> list.accept(control)).isInstanceOf(AccessDenied.class);
            denial();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Role.class,
            names = {"VIEWER", "OPERATOR", "ADMIN"})
    @DisplayName("admits each read by a viewer, an operator or an admin, and audits no read")
    void viewers(Role role) {
        ask(role);
        reads().forEach(read -> read.accept(control));
        lists().forEach(list -> list.accept(control));
        assertThat(control.names()).containsExactly("orders", "reports");
        assertThat(audit).isEmpty();
    }

    @Test
    @DisplayName("refuses each read of a pool by an auditor")
    void auditor() {
        ask(Role.AUDITOR);
        reads().forEach(read -> assertThatThrownBy(() -> read.accept(control)).isInstanceOf(AccessDenied.class));
        lists().forEach(list -> assertThatThrownBy(() -> list.accept(control)).isInstanceOf(AccessDenied.class));
    }

    @Test
    @DisplayName("limits a principal to its pools, also in lists")
    void limited() {
        Operation onOrders = pools.start(Order.of("orders", OperationCatalogue.command("reset"), "ada"));
        pools.await(onOrders.id(), PoolControl.LONG);
        ask(Role.ADMIN, "REPORTS"); // names of pools are the same in any case
        reads().forEach(read -> assertThatThrownBy(() -> read.accept(control)).isInstanceOf(AccessDenied.class));
        assertThat(control.names()).containsExactly("reports");
        assertThat(control.readiness(List.of("orders", "reports")))
                .extracting(Readiness::pool)
                .containsExactly("reports");
        assertThat(control.operations(null)).isEmpty();
        for (Consumer<String> request : List.<Consumer<String>>of(
                control::operation,
                id -> control.watch(id, any -> {}),
                control::cancel,
                control::whenEnded,
                id -> control.await(id, PoolControl.LONG))) {
            audit.clear();
            assertThatThrownBy(() -> request.accept(onOrders.id()))
                    .as("as if it did not exist")
                    .isInstanceOf(UnknownOperation.class)
                    .hasMessage("no operation '" + onOrders.id() + "'");
            assertThat(denial().target()).isEqualTo("orders");
        }
        assertThatThrownBy(() -> control.operation("op_0_0")).isInstanceOf(UnknownOperation.class);
        assertThatThrownBy(() -> control.start(order("orders", "pause"))).isInstanceOf(AccessDenied.class);
        assertThatCode(() -> control.perform(order("reports", "pause"))).doesNotThrowAnyException();
        assertThat(pools.pool("orders").state()).isEqualTo(PoolState.RUNNING);
        assertThat(pools.pool("reports").state()).isEqualTo(PoolState.PAUSED);
    }

    @Test
    @DisplayName("needs the role operator for stacks, for statements, and for a what-if")
    void inner() {
        ask(Role.VIEWER);
        assertThatThrownBy(() -> control.leaks("orders", true)).isInstanceOf(AccessDenied.class);
        assertThatThrownBy(() -> control.queue("orders", true)).isInstanceOf(AccessDenied.class);
        assertThatThrownBy(() -> control.queue("orders", new PoolQueue.Page(false, true, 0, 10)))
                .isInstanceOf(AccessDenied.class);
        PolicyRules none = PolicyRules.ofText("");
        assertThatThrownBy(() -> control.whatIf("orders", 5, none, null)).isInstanceOf(AccessDenied.class);
        ask(Role.OPERATOR);
        assertThat(control.whatIf("orders", 5, none, null).predicted().maxSize())
                .isEqualTo(5);
        control.leaks("orders", true);
        control.queue("orders", new PoolQueue.Page(true, true, 0, 10));
    }

    @Test
    @DisplayName("refuses each operation of the catalogue below its role, and audits the denial")
    void roles() {
        for (OperationEntry entry : OperationCatalogue.all()) {
            Map<String, String> given = new LinkedHashMap<>();
            entry.parameters().stream()
                    .filter(spec -> entry.place() != ParameterPlace.CREATE || spec.isRequired())
                    .forEach(spec -> given.put(spec.name(), spec.example()));
            ask(entry.role() == Role.ADMIN ? Role.OPERATOR : Role.VIEWER);
            Order order = Order.of("orders", entry.command(given), requester);
            assertThat(entry.role()).as(entry.name()).isIn(Role.OPERATOR, Role.ADMIN);
            assertThatThrownBy(() -> control.start(order))
                    .as(entry.name())
                    .isInstanceOf(AccessDenied.class)
                    .hasMessageContaining(
                            "needs the role " + entry.role().name().toLowerCase(Locale.ROOT) + "; ada has "
                                    + requester.principal().roleNames());
            assertThat(denial().operation()).isEqualTo(entry.name());
        }
        assertThat(pools.pool("orders").state()).isEqualTo(PoolState.RUNNING);
        assertThat(pools.names()).containsExactly("orders", "reports");
    }

    @Test
    @DisplayName("changes the rules of the gate for admins only, and audits the rules before and after")
    void rules() {
        PolicyRules rules = PolicyRules.ofText("maxWaiters=7");
        ask(Role.OPERATOR);
        assertThatThrownBy(() -> control.changePolicy("orders", rules)).isInstanceOf(AccessDenied.class);
        assertThatThrownBy(() -> control.setPolicy("orders", rules)).isInstanceOf(AccessDenied.class);
        assertThat(pools.policy("orders").maxWaiters()).isNull();

        ask(Role.ADMIN);
        assertThat(control.changePolicy("orders", rules).maxWaiters()).isEqualTo(7);
        assertThat(audit).extracting(AuditEvent::outcome).containsExactly(ChangeOutcome.BEGUN, ChangeOutcome.SUCCEEDED);
        assertThat(audit.get(1).before().get("policy")).doesNotContain("max-waiters");
        assertThat(audit.get(1).after().get("policy")).contains("max-waiters=7");
    }

    @Test
    @DisplayName("audits an order before and after it: who, from where, which values, and the id of the operation")
    void order() {
        ask(Role.OPERATOR);
        Order order = Order.of("orders", OperationCatalogue.command("resize", "max", "3"), requester);
        String id = control.perform(order).id();
        assertThat(audit).extracting(AuditEvent::outcome).containsExactly(ChangeOutcome.BEGUN, ChangeOutcome.SUCCEEDED);
        AuditEvent last = audit.get(1);
        assertThat(last.requester()).isEqualTo(requester);
        assertThat(last.operation()).isEqualTo("resize");
        assertThat(last.target()).isEqualTo("orders");
        assertThat(last.operationId()).isEqualTo(id);
        assertThat(last.before()).containsEntry("maxSize", "4");
        assertThat(last.after()).containsEntry("maxSize", "3");
        assertThat(last.parameters()).containsEntry("max", "3");
    }

    @Test
    @DisplayName("audits an order that the pool refuses, and a repetition of an order once")
    void refused() {
        ask(Role.OPERATOR);
        control.perform(order("orders", "disable"));
        audit.clear();
        assertThatThrownBy(() -> control.perform(order("orders", "resume"))).isInstanceOf(WrongState.class);
        assertThat(audit).extracting(AuditEvent::outcome).containsExactly(ChangeOutcome.BEGUN, ChangeOutcome.FAILED);
        assertThat(audit.get(1).reason()).contains("resume");

        audit.clear();
        Order keyed =
                new Order("reports", OperationCatalogue.command("reset"), requester, false, Duration.ofMinutes(1), "k");
        control.perform(keyed);
        control.perform(keyed);
        assertThat(audit).hasSize(2);
    }

    @Test
    @DisplayName("refuses changes, and admits reads, if the audit log cannot be written")
    void unavailable() {
        ask(Role.ADMIN);
        trail = event -> {
            throw new AuditUnavailable("the log is full", new IOException("full"));
        };
        PolicyRules rules = PolicyRules.ofText("maxWaiters=7");
        assertThatThrownBy(() -> control.start(order("orders", "pause"))).isInstanceOf(AuditUnavailable.class);
        assertThatThrownBy(() -> control.changePolicy("orders", rules)).isInstanceOf(AuditUnavailable.class);
        assertThatThrownBy(() -> control.setVerbose("orders", true)).isInstanceOf(AuditUnavailable.class);
        assertThat(pools.pool("orders").state()).isEqualTo(PoolState.RUNNING);
        assertThat(pools.policy("orders").maxWaiters()).isNull();
        assertThat(pools.isVerbose("orders")).isFalse();
        assertThat(control.operations(null))
                .as("a refused order is no operation")
                .isEmpty();
        assertThat(control.stats("orders").name()).isEqualTo("orders");

        ask(Role.VIEWER);
        assertThatThrownBy(() -> control.setVerbose("orders", true)).isInstanceOf(AccessDenied.class);
    }

    @Test
    @DisplayName("needs the role operator for log lines, and the role of an operation for its cancellation")
    void others() {
        ask(Role.VIEWER);
        assertThatThrownBy(() -> control.setVerbose("orders", true)).isInstanceOf(AccessDenied.class);
        ask(Role.OPERATOR);
        control.setVerbose("orders", true);
        assertThat(audit.get(1).before()).containsEntry("verbose", "false");
        assertThat(audit.get(1).after()).containsEntry("verbose", "true");
        String id = control.perform(order("orders", "reset")).id();
        ask(Role.VIEWER);
        assertThatThrownBy(() -> control.cancel(id)).isInstanceOf(AccessDenied.class);
        assertThat(control.operation(id).actor()).isEqualTo("http: ada");
    }

    @Test
    @DisplayName("lets an operator resize a pool up to the limit, and an admin beyond it")
    void resized() {
        ask(Role.OPERATOR);
        control.perform(Order.of("orders", OperationCatalogue.command("resize", "max", "30"), requester));
        for (String[] given : new String[][] {{"max", "31"}, {"min", "1", "max", "31"}}) {
            assertThatThrownBy(() ->
                            control.start(Order.of("orders", OperationCatalogue.command("resize", given), requester)))
                    .isInstanceOf(AccessDenied.class)
                    .hasMessageContaining("needs the role admin");
        }
        assertThat(pools.pool("orders").config().maxSize()).isEqualTo(30);
        ask(Role.ADMIN);
        control.perform(Order.of("orders", OperationCatalogue.command("resize", "max", "31"), requester));
        assertThat(pools.pool("orders").config().maxSize()).isEqualTo(31);
    }
}
